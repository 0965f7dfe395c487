"""File a paper beside its pages: kind, dossier, people, date. Every step is a plain form.

Choosing a dossier happens by POST and comes back with all that was typed; the
script only saves the reader the jump to the top of the page.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access import shown
from dossiers.access.permissions import Permission
from dossiers.documents.classification import why_class_stays
from dossiers.documents.file import file_document
from dossiers.documents.read_again_form import RereadForm
from dossiers.errors import RefusedError
from dossiers.filing.candidates import fileable_dossiers, find_candidates, people_of
from dossiers.filing.carry_over import carried_to, carry, last_dossier, next_paper
from dossiers.filing.filing_desk import NO_DOSSIER, Desk, desk_as_typed
from dossiers.filing.forms import (
    NewDossierForm,
    OtherPersonForm,
    PaperForm,
    PeopleForm,
    RaiseClassForm,
    script_of,
    written_down_of,
)
from dossiers.filing.meanwhile import answer_meanwhile, shown_mark
from dossiers.filing.new_people import add_other, open_with_people
from dossiers.filing.pile_plan import find_pile, parts_of
from dossiers.filing.pile_proposals import opening
from dossiers.filing.tray_row import describe, with_thumbnails
from dossiers.intake.capture.outcome import duplicate_notice
from dossiers.intake.suggestions.for_reader import Shown, mark_sure, suggestions_for
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Dossier, Person
from dossiers.people.duplicate_question import Question, answer_of, ask_about_new, ask_about_other
from dossiers.people.queries import known_among
from dossiers.plain_text import plain
from dossiers.sheets.notice import sheet_notice
from dossiers.vocabulary import (
    SHELF_STATES,
    DocumentState,
    JournalAction,
    Script,
    SuggestedField,
)
from dossiers.web.filing_rights import filing_units
from dossiers.web.request import AreaView, AuthenticatedRequest
from dossiers.web.typed_words import carried_words

# Among what is suggested: printed names that lead to nobody, to be looked for.
NAME = "name"
# Suggestions shown beside a field; each has a key.
MOST_CHIPS = 4


class FilingScreen(AreaView):
    """One paper of the tray, its pages and the form."""

    http_method_names = ["get", "head", "post"]
    document: Document

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the paper in the user's trays; what oneself filed just now is said to be filed."""
        uid = kwargs["uid"]
        waiting = with_thumbnails(Document.objects.in_tray_of(self.request.user))
        document = waiting.filter(uid=uid).first()
        if document is None:
            return self.answer_gone(uid)
        self.document = document
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Show the pages beside an empty form, with what the paper before it left."""
        if words := carried_words(request):
            return self.show(self.as_typed(words))
        known = written_down_of(self.document)
        carried = carried_to(self.document, session=request.session)
        if carried is None or self.names_another(carried.dossier):
            return self.show(Desk(paper=PaperForm(initial=known)))
        desk = Desk(paper=PaperForm(initial={"issuer": carried.issuer} | known))
        self.put_dossier(desk, carried.dossier)
        # What cannot be carried is no fault of the clerk's.
        desk.errors.clear()
        if desk.dossier is not None:
            members = {member.person.uid for member in desk.members}
            if not self.names_people_among(members):
                desk.concerned = [uid for uid in carried.people if uid in members]
            desk.is_carried = True
            self.note_people(desk.dossier)
        return self.show(desk)

    def post(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Do the next step: look for a dossier, take one, open a new one, or file."""
        data = request.POST
        step = data.get("do", "")
        if "take" in data:
            return self.show(self.take(data))
        if "use" in data:
            return self.show(self.use(data))
        if step == "find" or (not step and _wants_to_find(data)):
            return self.show(self.find(data))
        if step == "new":
            return self.show(self.start_new(data))
        if step == "other":
            return self.show(desk_as_typed(data))
        return self.file(data)

    def as_typed(self, data: QueryDict) -> Desk:
        """Lay the desk out as it was left, for a page in another language."""
        if data.get("find") and not {"dossier", "new"} & data.keys():
            return self.find(data)
        desk = desk_as_typed(data)
        if "new" in data:
            desk.new = NewDossierForm(prefix="new", units=filing_units(self.request.user))
        elif "dossier" in data:
            self.put_dossier(desk, data.get("dossier", ""))
            if desk.dossier is not None:
                self.note_people(desk.dossier)
        return desk

    def find(self, data: QueryDict) -> Desk:
        """Look for dossiers, by a printed name or by what was typed; all that was typed stays."""
        query = plain(data.get("look") or data.get("find", ""))
        desk = desk_as_typed(data)
        desk.query, desk.has_searched = query, bool(query)
        desk.candidates = find_candidates(query, user=self.request.user)
        if not query:
            desk.errors.append(_("Enter a name or a reference first."))
        return desk

    def take(self, data: QueryDict) -> Desk:
        """Put the chosen dossier on the desk, with its people; the journal tells of it.

        `take` is the uid of a dossier; those of people whom the paper names may follow.
        """
        desk = desk_as_typed(data)
        uid, *people = data.get("take", "").split() or [""]
        self.put_dossier(desk, uid)
        if desk.dossier is not None:
            desk.concerned = people
            if len(desk.members) == 1:
                desk.concerned = [desk.members[0].person.uid]
            self.note_people(desk.dossier)
        return desk

    def use(self, data: QueryDict) -> Desk:
        """Fill one field with what the print suggests ("act_number 418"); the rest stays."""
        name, _space, value = data.get("use", "").partition(" ")
        changed = data.copy()
        if name in PaperForm.base_fields:
            changed[name] = value
        desk = desk_as_typed(changed)
        if "new" in data:
            units = filing_units(self.request.user)
            desk.new = NewDossierForm(data, prefix="new", units=units)
        elif "dossier" in data:
            self.put_dossier(desk, data.get("dossier", ""), data=data)
        return desk

    def note_people(self, dossier: Dossier) -> None:
        """Write that the people of a dossier were shown."""
        journal.record(
            by=self.request.user,
            action=JournalAction.VIEW,
            thing=dossier,
            folder_id=dossier.pk,
            verb=Verb.PEOPLE_LISTED_FOR_FILING,
        )

    def start_new(self, data: QueryDict) -> Desk:
        """Open the form of a new dossier, with the name that was looked for."""
        name = plain(data.get("find", ""))
        field_name = "arabic" if script_of(name) == Script.ARABIC else "latin"
        is_name = not any(letter.isdigit() for letter in name)
        desk = desk_as_typed(data)
        desk.new = NewDossierForm(
            prefix="new",
            units=filing_units(self.request.user),
            initial={"unit": self.document.unit.uid, field_name: name if is_name else ""},
        )
        return desk

    def file(self, data: QueryDict) -> HttpResponse:
        """File the paper, or show what is still missing."""
        desk = Desk(paper=PaperForm(data), raised=RaiseClassForm(data, prefix="class"))
        if "new" in data:
            units = filing_units(self.request.user)
            desk.new = NewDossierForm(data, prefix="new", units=units)
        elif "dossier" in data:
            self.put_dossier(desk, data.get("dossier", ""), data=data)
        if desk.dossier is None and desk.new is None:
            desk.errors.append(str(NO_DOSSIER))
        if desk.errors or not all(form.is_valid() for form in desk.forms):
            return self.show(desk, status=422)
        try:
            if desk.writes_people:
                self.rehearse(desk)
                desk.questions = self.ask_about_people(desk, data)
            if not all(question.is_answered for question in desk.questions.values()):
                desk.errors.append(_("One question before filing: who is meant? See below."))
                return self.show(desk, status=422)
            dossier = self.put_on_shelf(desk)
        except RefusedError as refusal:
            desk.errors.append(str(refusal.reason))
            return self.show(desk, status=422)
        except PermissionDenied:
            # A second click may have come in while the first one was filing it.
            return self.answer_gone(self.document.uid)
        carry(
            self.document,
            dossier=dossier,
            people=desk.filed,
            issuer=desk.paper.cleaned_data["issuer"],
            session=self.request.session,
        )
        return self.go_on(dossier)

    def ask_about_people(self, desk: Desk, data: QueryDict) -> dict[str, Question]:
        """Return what has to be answered before people are written anew."""
        by = self.request.user
        if desk.new is not None:
            return ask_about_new(desk.new, data, by=by)
        if desk.dossier is not None:
            return ask_about_other(desk.other, data, dossier=desk.dossier, by=by)
        return {}

    def rehearse(self, desk: Desk) -> None:
        """Do it all and undo it: nobody is asked about while something else stands against it."""
        with transaction.atomic(), shown.comparing():
            self.put_on_shelf(desk)
            transaction.set_rollback(True)

    @transaction.atomic
    def put_on_shelf(self, desk: Desk) -> Dossier:
        """Open the dossier if it is new, and file the paper in it: all or nothing."""
        by = self.request.user
        answers = {who: answer_of(question) for who, question in desk.questions.items()}
        if desk.new is not None:
            dossier, people = open_with_people(desk.new, answers=answers, by=by)
        else:
            dossier, people = desk.chosen()
            people += add_other(desk.other, answers=answers, dossier=dossier, by=by)
        file_document(
            document=self.document,
            dossier=dossier,
            kind=desk.paper.cleaned_data["kind"],
            people=people,
            by=by,
            **desk.raised.cleaned_data,
            **desk.paper.details(),
        )
        desk.filed = people
        return dossier

    def put_dossier(self, desk: Desk, uid: str, data: QueryDict | None = None) -> None:
        """Put a dossier and its people on the desk, if the user may still file in it."""
        user = self.request.user
        dossier = fileable_dossiers(user).filter(uid=uid).first()
        if dossier is None:
            desk.errors.append(_("This dossier cannot be chosen. Look for it again."))
            return
        desk.dossier = dossier
        desk.may_open = user.has_perm(Permission.Dossier.VIEW, dossier)
        desk.members = people_of(dossier, user=user)
        opened = [dossier.pk] if desk.may_open else []
        desk.known = known_among(desk.members, user=user, opened=opened) if opened else set()
        desk.people = PeopleForm(
            data, people=Person.objects.filter(pk__in=[row.person_id for row in desk.members])
        )
        desk.concerned = data.getlist("people") if data is not None else []
        desk.other = OtherPersonForm(data, prefix="other")

    def go_on(self, dossier: Dossier) -> HttpResponse:
        """Say where the paper went, and lead to the next one that is ready."""
        was_filed_before = self.document.taken_from_id is not None
        self.document.refresh_from_db()
        if was_filed_before and (stays := why_class_stays(self.document)):
            messages.info(self.request, stays)
        said = _("Filed in %(reference)s.") % {"reference": dossier.reference}
        ready = Document.objects.in_tray_of(self.request.user).filter(state=DocumentState.READ)
        following = next_paper(self.document, ready)
        if following is None:
            messages.success(
                self.request, said + " " + _("The tray is empty: there is nothing left to file.")
            )
            return redirect("dossiers:tray")
        messages.success(self.request, said + " " + _("Here is the next document."))
        return redirect("dossiers:file", uid=following.uid)

    def answer_gone(self, uid: str) -> HttpResponse:
        """Tell who filed it that it is done, and who has its form open what became of it."""
        by = self.request.user
        mine = Document.objects.filter(uid=uid, filed_by=by, state__in=SHELF_STATES)
        if not mine.exists():
            if answer := answer_meanwhile(self.request, uid):
                return answer
            raise Http404
        messages.info(self.request, _("This document has already been filed."))
        return redirect("dossiers:tray")

    def names_another(self, dossier_uid: str) -> bool:
        """Whether the paper itself tells of dossiers, and this one is not among them."""
        told = self.suggested.get(SuggestedField.DOSSIER, [])
        return bool(told) and dossier_uid not in {one.value for one in told}

    def papers_it_looks_like(self) -> int:
        """Return how many papers the cuts proposed would make of one that nobody has split."""
        if self.document.page_count < 2 or self.document.state != DocumentState.READ:
            return 1
        pile = find_pile([self.document], user=self.request.user)
        return len(parts_of(opening(pile).plan)) if len(pile.documents) == 1 else 1

    def last_dossier(self) -> Dossier | None:
        """Return the dossier filed in last, unless the paper itself tells of another."""
        uid = last_dossier(self.request.session)
        if not uid or self.names_another(uid):
            return None
        return fileable_dossiers(self.request.user).filter(uid=uid).first()

    def names_people_among(self, members: set[str]) -> bool:
        """Whether the paper itself names somebody of the dossier: then they are asked for."""
        named = {one.value for one in self.suggested.get(SuggestedField.PERSON, [])}
        return bool(named & members)

    @cached_property
    def suggested(self) -> dict[str, list[Shown]]:
        """Return what the print suggests to this reader, a few for each field."""
        found: dict[str, list[Shown]] = {}
        if self.document.state == DocumentState.READ:
            for shown in suggestions_for(self.document, user=self.request.user):
                name = NAME if shown.is_unknown else shown.field.value
                found.setdefault(name, []).append(shown)
        return {name: mark_sure(shown[:MOST_CHIPS]) for name, shown in found.items()}

    def show(self, desk: Desk, *, status: int = 200) -> HttpResponse:
        """Show the screen."""
        desk.suggested = self.suggested
        desk.last = self.last_dossier()
        if desk.dossier is not None and self.names_another(desk.dossier.uid):
            desk.points_to = self.suggested[SuggestedField.DOSSIER][0].label
        context = {
            "document": self.document,
            "paper": describe([self.document])[0],
            "is_ready": self.document.state == DocumentState.READ,
            "shown_mark": shown_mark(self.document, user=self.request.user),
            "pages": list(self.document.pages.order_by("number")),
            "notice": duplicate_notice(self.document, self.request.user),
            "looks_like": self.papers_it_looks_like(),
            "sheet_notice": sheet_notice([self.document], user=self.request.user),
            "desk": desk,
            "forms": desk.forms,
            "errors": desk.errors,
            "reread_form": RereadForm() if self.document.state == DocumentState.READ else None,
        }
        return render(self.request, "dossiers/filing/file.html", context, status=status)


def _wants_to_find(data: QueryDict) -> bool:
    """Whether a search is meant: by a printed name, or by Enter in the box with nothing chosen."""
    return "look" in data or (
        bool(data.get("find", "").strip()) and not {"dossier", "new"} & data.keys()
    )
