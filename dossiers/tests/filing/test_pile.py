"""A pile is cut, joined and laid back; nothing is lost, and nobody overwrites another."""

import pytest
from django.core.exceptions import PermissionDenied

from dossiers.errors import RefusedError
from dossiers.filing.pile import StalePileError, arrange_pile
from dossiers.filing.pile_plan import Placed, find_pile
from dossiers.filing.pile_proposals import Reason, interleaved, joined, propose
from dossiers.models import Document, Dossier, JournalEntry, Page, Suggestion
from dossiers.sheets.codes import SheetCode
from dossiers.tests.factories import DossierFactory, captured
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState, SuggestedField

pytestmark = pytest.mark.django_db


def a_pile(world: World, pages: int = 5) -> Document:
    """A read pile in the tray of the registration desk."""
    paper = captured(b"%PDF", pages=pages, unit=world.units["civil_registration"])
    paper.pages.update(is_read=True, text="كلمة")
    Document.objects.filter(pk=paper.pk).update(state=DocumentState.READ, pages_read=pages)
    return Document.objects.get(pk=paper.pk)


def uids(paper: Document) -> list[str]:
    return list(paper.pages.order_by("number").values_list("uid", flat=True))


def lay(world: World, paper: Document, plan: list[Placed], by: str = "scanning_desk") -> list:
    user = world.users[by]
    stamp = find_pile([paper], user=world.users["scanning_desk"]).stamp
    return arrange_pile(documents=[paper], plan=plan, stamp=stamp, by=user)


def cut_before(paper: Document, *places: int) -> list[Placed]:
    """Return the row of a paper, cut before the pages at these places (1-based)."""
    return [Placed(uid, begins=place in (1, *places)) for place, uid in enumerate(uids(paper), 1)]


class TestRefusals:
    """Nothing is written, and the reason is told."""

    def test_who_does_not_file_here_finds_no_pile(self, world: World) -> None:
        pile = a_pile(world)

        with pytest.raises((PermissionDenied, StalePileError)):
            lay(world, pile, cut_before(pile, 3), by="educator")

        assert pile.pages.count() == 5

    def test_second_of_two_people_is_refused_and_writes_nothing(self, world: World) -> None:
        pile = a_pile(world)
        seen = find_pile([pile], user=world.users["scanning_desk"]).stamp
        lay(world, pile, cut_before(pile, 3), by="registration_worker")

        with pytest.raises(StalePileError):
            arrange_pile(
                documents=[pile],
                plan=cut_before(pile, 2),
                stamp=seen,
                by=world.users["scanning_desk"],
            )

        assert pile.pages.count() == 2

    def test_pile_in_the_reader_s_hands_waits(self, world: World) -> None:
        pile = captured(b"%PDF", pages=2, unit=world.units["civil_registration"])

        with pytest.raises(RefusedError):
            lay(world, pile, cut_before(pile, 2))

    def test_not_every_page_can_be_set_aside(self, world: World) -> None:
        pile = a_pile(world, 2)

        with pytest.raises(RefusedError):
            lay(world, pile, [Placed(uid, is_aside=True) for uid in uids(pile)])

    def test_plan_that_forgets_a_page_is_refused(self, world: World) -> None:
        pile = a_pile(world)

        with pytest.raises(StalePileError):
            lay(world, pile, cut_before(pile)[:-1])


class TestCutting:
    """One file, several papers."""

    def test_each_part_is_a_paper_of_the_tray(self, world: World) -> None:
        pile = a_pile(world)

        papers = lay(world, pile, cut_before(pile, 3, 5))

        assert [list(p.pages.values_list("original_number", "number")) for p in papers] == [
            [(1, 1), (2, 2)],
            [(3, 1), (4, 2)],
            [(5, 1)],
        ]
        assert papers[0] == pile
        assert {p.state for p in papers} == {DocumentState.READ}
        assert [p.page_count for p in Document.objects.filter(pk__in=[p.pk for p in papers])] == [
            1,
            2,
            2,
        ]
        assert {p.captured_at for p in papers} == {pile.captured_at}
        lines = JournalEntry.objects.filter(detail__verb="arranged")
        assert [line.detail["pages"] for line in lines.order_by("pk")] == [[1, 2], [3, 4], [5]]

    def test_page_set_aside_lies_in_no_paper_and_is_not_thrown_away(self, world: World) -> None:
        pile = a_pile(world, 3)
        first, blank, last = uids(pile)

        [paper] = lay(
            world, pile, [Placed(first, True), Placed(blank, is_aside=True), Placed(last)]
        )

        assert uids(paper) == [first, last]
        desk, educator = world.users["scanning_desk"], world.users["educator"]
        assert not Page.objects.visible_to(desk).filter(uid=blank).exists()
        assert Page.objects.set_aside_for(desk).filter(uid=blank).exists()
        assert not Page.objects.set_aside_for(educator).exists()

    def test_first_page_set_aside_hands_its_cut_on(self, world: World) -> None:
        pile = a_pile(world, 3)
        first, second, third = uids(pile)
        row = [Placed(first, True), Placed(second, True, is_aside=True), Placed(third)]

        assert len(lay(world, pile, row)) == 2

    def test_suggestions_go_with_their_page(self, world: World) -> None:
        pile = a_pile(world, 2)
        found = Suggestion.objects.create(
            document=pile, page=pile.pages.get(number=2), field="kind", shown="x", confidence=0.9
        )

        _first, second = lay(world, pile, cut_before(pile, 2))

        found.refresh_from_db()
        assert found.document == second

    def test_pile_is_joined_again_as_it_was(self, world: World) -> None:
        pile = a_pile(world)
        before = uids(pile)
        papers = lay(world, pile, cut_before(pile, 2, 4))
        whole = find_pile([papers[1]], user=world.users["scanning_desk"])

        [paper] = lay(world, papers[1], joined(whole.plan))

        assert uids(paper) == before
        assert Document.objects.filter(pk__in=[p.pk for p in papers]).count() == 1

    def test_two_photographs_become_one_paper(self, world: World) -> None:
        one, two = a_pile(world, 1), a_pile(world, 1)
        by = world.users["scanning_desk"]
        files = [one.originals.get(), two.originals.get()]
        pile = find_pile([one, two], user=by)

        [paper] = arrange_pile(
            documents=[one, two], plan=joined(pile.plan), stamp=pile.stamp, by=by
        )

        assert list(paper.originals) == files
        assert paper.page_count == 2

    def test_turned_page_is_read_anew_from_its_original(self, world: World) -> None:
        pile = a_pile(world, 2)
        first, second = uids(pile)

        [paper] = lay(world, pile, [Placed(first, True), Placed(second, turns=1)])

        page = paper.pages.get(uid=second)
        assert (page.instructions, page.is_read) == ([{"do": "turn", "quarters": 1}], False)
        assert (paper.state, paper.pages_read) == (DocumentState.CAPTURED, 1)

    def test_filed_part_is_out_of_reach_of_the_pile(self, world: World) -> None:
        pile = a_pile(world)
        filed, _rest = lay(world, pile, cut_before(pile, 3))
        Document.objects.filter(pk=filed.pk).update(
            state=DocumentState.FILED, dossier=world.hidden, kind=world.papers["civil"].kind
        )

        left = find_pile([_rest], user=world.users["scanning_desk"])

        assert (len(left.pages), left.gone) == (3, 2)


class TestSheets:
    """What a cover sheet says is proposed for the papers that follow it."""

    def test_cover_sheet_proposes_its_dossier_for_every_paper_up_to_the_next(
        self, world: World
    ) -> None:
        pile = a_pile(world, 6)
        one, two = world.family, DossierFactory(unit=world.units["health"])
        for number, dossier in ((1, one), (4, two)):
            code = SheetCode(dossier.uid, "EC01").payload
            pile.pages.filter(number=number).update(sheet_code=code)
        pages = list(pile.pages.order_by("number"))

        papers = lay(world, pile, propose(pages).plan)

        told = [
            list(p.suggestions.filter(field=SuggestedField.DOSSIER).values_list("value", flat=True))
            for p in papers
        ]
        assert told == [[one.uid], [two.uid]]
        assert [p.page_count for p in papers] == [2, 2]

    def test_cuts_are_proposed_at_sheets_blank_pages_and_headings(self, world: World) -> None:
        pile = a_pile(world, 9)
        pile.pages.filter(number=3).update(is_blank=True)
        pile.pages.filter(number=6).update(sheet_code=SheetCode().payload)
        Suggestion.objects.create(
            document=pile, page=pile.pages.get(number=8), field="kind", shown="x", confidence=0.9
        )

        proposal = propose(list(pile.pages.order_by("number")))

        number = dict(pile.pages.values_list("uid", "number"))
        assert {number[uid]: reason for uid, reason in proposal.reasons.items()} == {
            4: Reason.BLANK,
            7: Reason.SHEET,
            8: Reason.HEADING,
        }
        assert [number[one.uid] for one in proposal.plan if one.is_aside] == [3, 6]

    def test_blank_backs_of_single_sheets_cut_nothing(self, world: World) -> None:
        pile = a_pile(world, 6)
        pile.pages.filter(number__in=[2, 4, 6]).update(is_blank=True)

        proposal = propose(list(pile.pages.order_by("number")))

        assert proposal.reasons == {}
        assert sum(one.is_aside for one in proposal.plan) == 3


def test_fronts_and_backs_of_two_passes_are_interleaved() -> None:
    fronts = [Placed("f1", begins=True), Placed("f2"), Placed("f3")]
    backs = [Placed("b3", begins=True), Placed("b2"), Placed("b1")]

    woven = interleaved([*fronts, *backs])

    assert [one.uid for one in woven] == ["f1", "b1", "f2", "b2", "f3", "b3"]
    assert not any(one.begins for one in woven)


class TestFiledBefore:
    """Pages of a paper that was taken out of a dossier bring its class along."""

    @staticmethod
    def taken_out(world: World, paper_class: str, dossier: Dossier) -> Document:
        paper = a_pile(world, 2)
        Document.objects.filter(pk=paper.pk).update(taken_from=dossier, paper_class=paper_class)
        return Document.objects.get(pk=paper.pk)

    @staticmethod
    def together(world: World, papers: list[Document], plan: list[Placed]) -> list[Document]:
        by = world.users["director"]
        stamp = find_pile(papers, user=by).stamp
        return arrange_pile(documents=papers, plan=plan, stamp=stamp, by=by)

    def test_who_may_not_read_its_class_finds_no_pile(self, world: World) -> None:
        paper = self.taken_out(world, "medical", world.family)

        with pytest.raises((PermissionDenied, StalePileError)):
            lay(world, paper, cut_before(paper, 2))

    def test_its_pages_are_not_set_aside(self, world: World) -> None:
        paper = self.taken_out(world, "medical", world.family)
        first, second = uids(paper)

        with pytest.raises(RefusedError):
            self.together(
                world, [paper], [Placed(first, begins=True), Placed(second, is_aside=True)]
            )

        assert paper.pages.count() == 2

    def test_cut_in_two_each_part_keeps_its_class_and_dossier(self, world: World) -> None:
        paper = self.taken_out(world, "medical", world.family)

        parts = self.together(world, [paper], cut_before(paper, 2))

        assert [(one.taken_from, one.paper_class) for one in parts] == [
            (world.family, "medical"),
            (world.family, "medical"),
        ]
        assert not Document.objects.in_tray_of(world.users["scanning_desk"]).filter(
            pk__in=[one.pk for one in parts]
        )

    def test_joined_to_a_new_paper_it_closes_the_whole(self, world: World) -> None:
        new, paper = a_pile(world, 1), self.taken_out(world, "medical", world.family)

        [joined_paper] = self.together(
            world,
            [new, paper],
            [Placed(uid, not place) for place, uid in enumerate(uids(new) + uids(paper))],
        )

        assert (joined_paper.taken_from, joined_paper.paper_class) == (world.family, "medical")

    def test_papers_out_of_two_dossiers_are_not_joined(self, world: World) -> None:
        one = self.taken_out(world, "civil", world.family)
        other = self.taken_out(world, "civil", world.others)

        with pytest.raises(RefusedError):
            self.together(
                world,
                [one, other],
                [Placed(uid, not place) for place, uid in enumerate(uids(one) + uids(other))],
            )
