"""Steps with papers and people: each tries one action on a thing chosen by a number."""

from dossiers.access.permissions import Right
from dossiers.documents.classification import change_class
from dossiers.documents.correct import correct_document, verify_document
from dossiers.documents.file import file_document
from dossiers.documents.trash import restore_document, trash_document
from dossiers.documents.unfile import refile, take_back
from dossiers.filing.pile import arrange_pile
from dossiers.filing.pile_plan import Placed, find_pile
from dossiers.filing.set_aside import bring_page_back
from dossiers.models import Document, DocumentKind, LinkRequest, Page, Person, PersonMerge
from dossiers.people.link_requests import accept_link, decline_link, request_link
from dossiers.people.merge import merge_people, undo_merge
from dossiers.people.write import link_person
from dossiers.tests.access.climber import Climber
from dossiers.tests.access.walker import NothingToDoError
from dossiers.vocabulary import ConfidentialityClass, MemberRole


class StepsWithPapers(Climber):
    """Everything the person may do to papers and to what is known of people."""

    def change_class(self, which: int, paper_class: ConfidentialityClass, reason: str) -> None:
        """Raise or lower the class of a paper: of this one action a class may fall."""
        paper = self.paper(which)
        pages = set(paper.pages.values_list("pk", flat=True))

        def change() -> None:
            change_class(document=paper, paper_class=paper_class, reason=reason, by=self.me)
            assert reason, "a class changed without a reason"
            self.allow_class(pages, paper_class, dossier_id=paper.dossier_id)

        self.attempt(change)

    def correct(self, which: int, kind: int) -> None:
        """Correct the kind of a paper."""
        paper, kind_of_it = self.paper(which), self.one(DocumentKind, kind)
        self.attempt(
            lambda: correct_document(document=paper, kind=kind_of_it, people=[], by=self.me)
        )

    def verify(self, which: int) -> None:
        """Verify a paper."""
        self.attempt(lambda: verify_document(document=self.paper(which), by=self.me))

    def take_back(self, which: int) -> None:
        """Take a paper back into the tray, unread too."""
        paper = self.paper_to_move(which)
        self.attempt(lambda: take_back(document=paper, reason="x", by=self.me))

    def refile(self, which: int, into: int) -> None:
        """Put a paper into another dossier, unread too."""
        paper = self.paper_to_move(which)
        dossier = self.richer_dossier(into, than=paper)
        self.attempt(lambda: refile(document=paper, into=dossier, reason="x", by=self.me))

    def file(self, which: int, into: int, kind: int) -> None:
        """File a document of the tray."""
        paper, dossier = self.one(Document, which, dossier=None), self.dossier(into)
        kind_of_it = self.one(DocumentKind, kind)
        self.attempt(
            lambda: file_document(
                document=paper, dossier=dossier, kind=kind_of_it, people=[], by=self.me
            )
        )

    def trash(self, which: int, restores: bool) -> None:
        """Throw a paper away, or take it out of the trash."""
        paper = self.paper(which)
        if restores:
            self.attempt(lambda: restore_document(document=paper, by=self.me))
        else:
            self.attempt(lambda: trash_document(document=paper, reason="x", by=self.me))

    def arrange(self, how: str) -> None:
        """Lay a tray with a paper that was filed before anew: join, split, set a page aside."""
        papers = list(Document.objects.in_tray_of(self.me).filter(unit=self.town.units["a"]))
        if not any(paper.taken_from_id for paper in papers):
            raise NothingToDoError
        pile = find_pile(papers, user=self.me)
        plan = [
            Placed(
                page.uid,
                begins=how == "split" or not number,
                is_aside=how == "aside" and not number,
            )
            for number, page in enumerate(pile.pages)
        ]
        self.attempt(
            lambda: arrange_pile(documents=papers, plan=plan, stamp=pile.stamp, by=self.me)
        )

    def bring_page_back(self, which: int) -> None:
        """Make a page set aside a paper."""
        page = self.one(Page, which, document=None)
        self.attempt(lambda: bring_page_back(page=page, by=self.me))

    def merge(self, first: int, second: int) -> None:
        """Merge two records of people."""
        kept, gone = self.one(Person, first), self.one(Person, second)
        self.attempt(lambda: merge_people(kept=kept, gone=gone, reason="x", by=self.me))

    def undo_merge(self, which: int) -> None:
        """Take a merge apart."""
        merge = self.one(PersonMerge, which, undone_at=None)
        self.attempt(lambda: undo_merge(merge=merge, by=self.me))

    def link(self, which: int, where: int) -> None:
        """Write somebody known into one more dossier."""
        person, dossier = self.one(Person, which), self.dossier(where)
        self.attempt(
            lambda: link_person(dossier=dossier, person=person, role=MemberRole.OTHER, by=self.me)
        )

    def ask(self, which: int, where: int) -> None:
        """Ask for somebody to be written into one more dossier."""
        person, dossier = self.one(Person, which), self.dossier(where, Right.FILE)
        self.attempt(
            lambda: request_link(dossier=dossier, person=person, role=MemberRole.OTHER, by=self.me)
        )

    def answer(self, which: int, accepts: bool) -> None:
        """Answer a request, one's own too."""
        request = self.one(LinkRequest, which, answered_at=None)
        if accepts:
            self.attempt(lambda: accept_link(request=request, by=self.me))
        else:
            self.attempt(lambda: decline_link(request=request, reason="x", by=self.me))
