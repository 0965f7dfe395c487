"""Filing a pile: what is carried over, what the print suggests, a class closed further."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.models import Document, Dossier, JournalEntry, Original, Suggestion
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, JournalAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    world.tray_paper.captured_by = world.users["scanning_desk"]
    world.tray_paper.save()
    return world


@pytest.fixture
def following(world: World) -> Document:
    """The next paper of the same file."""
    paper = DocumentFactory(
        read=True,
        unit=world.units["civil_registration"],
        captured_by=world.users["scanning_desk"],
    )
    file_of_two = world.tray_paper.pages.get().original
    Original.objects.filter(pk=file_of_two.pk).update(page_count=2)
    PageFactory(document=paper, original=file_of_two, original_number=2)
    return paper


@pytest.fixture
def another_file(world: World) -> Document:
    """A single picture that the same hand captured right after."""
    paper = DocumentFactory(
        read=True,
        unit=world.units["civil_registration"],
        captured_by=world.users["scanning_desk"],
    )
    PageFactory(document=paper)
    return paper


def address(document: Document) -> str:
    return reverse("dossiers:file", args=[document.uid])


def file(client: Client, world: World, **changes: Any) -> HttpResponse:
    told = {"kind": "EC01", "dossier": world.family.uid, "people": [world.mother.person.uid]}
    told |= {"issuer": "جماعة تارودانت", "do": "file"} | changes
    return client.post(address(world.tray_paper), told)


def suggest(document: Document, **values: Any) -> None:
    row = {"field": "act_number", "value": "418", "shown": "418", "confidence": 0.9} | values
    Suggestion.objects.create(document=document, page=document.pages.first(), **row)


# --- What is carried over


def test_the_next_paper_of_the_pile_has_dossier_people_and_issuer(
    clerk: Client, world: World, following: Document
) -> None:
    file(clerk, world)

    desk = clerk.get(address(following)).context["desk"]

    assert (desk.dossier, desk.is_carried) == (world.family, True)
    assert desk.concerned == [world.mother.person.uid]
    assert desk.paper["issuer"].value() == "جماعة تارودانت"
    assert desk.paper["kind"].value() is None


def test_that_the_people_were_listed_is_in_the_journal(
    clerk: Client, world: World, following: Document
) -> None:
    file(clerk, world)
    before = JournalEntry.objects.filter(action=JournalAction.VIEW).count()
    clerk.get(address(following))

    assert JournalEntry.objects.filter(action=JournalAction.VIEW).count() == before + 1


def test_no_dossier_is_carried_from_one_file_to_another(
    clerk: Client, world: World, another_file: Document
) -> None:
    file(clerk, world)

    shown = clerk.get(address(another_file)).context

    desk = shown["desk"]
    assert (desk.dossier, desk.concerned, shown["last_dossier"]) == (None, [], world.family)
    assert desk.paper["issuer"].value() is None


def test_the_last_dossier_is_offered_and_taken_by_a_press(
    clerk: Client, world: World, another_file: Document
) -> None:
    file(clerk, world)

    offered = " ".join(clerk.get(address(another_file)).content.decode().split())
    taken = clerk.post(address(another_file), {"take": world.family.uid}).context["desk"]

    assert f'name="take" value="{world.family.uid}"' in offered
    assert taken.dossier == world.family


def test_people_are_asked_for_where_the_paper_names_one_of_the_dossier(
    clerk: Client, world: World, following: Document
) -> None:
    suggest(following, field="person", value="", shown="يوسف العلوي")
    file(clerk, world)

    desk = clerk.get(address(following)).context["desk"]

    assert (desk.dossier, desk.concerned) == (world.family, [])


def test_papers_of_one_file_are_one_pile_whoever_cut_it(
    clerk: Client, world: World, following: Document
) -> None:
    following.captured_by = world.users["director"]
    following.save()
    file(clerk, world)

    assert clerk.get(address(following)).context["desk"].dossier == world.family


def test_the_next_paper_is_of_the_same_file_whatever_was_captured_in_between(
    clerk: Client, world: World, another_file: Document
) -> None:
    file_of_two = world.tray_paper.pages.get().original
    Original.objects.filter(pk=file_of_two.pk).update(page_count=2)
    sibling = DocumentFactory(read=True, unit=world.units["civil_registration"])
    PageFactory(document=sibling, original=file_of_two, original_number=2)

    assert another_file.pk < sibling.pk
    assert file(clerk, world).url == address(sibling)


def test_a_paper_that_names_another_dossier_is_not_offered_the_last_one(
    clerk: Client, world: World, following: Document
) -> None:
    suggest(following, field="dossier", value=world.others.uid, shown="")

    file(clerk, world)

    shown = clerk.get(address(following)).context
    assert shown["desk"].dossier is None
    assert [one.value for one in shown["suggested"]["dossier"]] == [world.others.uid]


def test_a_dossier_to_which_the_names_on_the_paper_do_not_point_is_warned_of(
    clerk: Client, world: World
) -> None:
    suggest(world.tray_paper, field="person", value="", shown="رقية أوبلا")

    other = clerk.post(address(world.tray_paper), {"take": world.others.uid})
    same = clerk.post(address(world.tray_paper), {"take": world.family.uid})

    assert other.context["points_to"] == "2026/0012"
    assert same.context["points_to"] == ""


def test_a_dossier_that_was_closed_meanwhile_is_not_carried_over(
    clerk: Client, world: World, following: Document
) -> None:
    file(clerk, world)
    Dossier.objects.filter(pk=world.family.pk).update(state=DossierState.CLOSED)

    desk = clerk.get(address(following)).context["desk"]

    assert (desk.dossier, desk.is_carried, desk.errors) == (None, False, [])


def test_the_session_keeps_opaque_ids_and_no_name(clerk: Client, world: World) -> None:
    file(clerk, world)

    kept = str(dict(clerk.session.items()))
    assert world.family.uid in kept
    assert "رقية" not in kept


def test_the_pile_comes_in_its_order_before_other_papers(
    clerk: Client, world: World, following: Document, another_file: Document
) -> None:
    assert file(clerk, world).headers["Location"] == address(following)


def test_single_pictures_of_one_hand_come_one_after_the_other(
    clerk: Client, world: World, another_file: Document
) -> None:
    DocumentFactory(read=True, unit=world.units["civil_registration"])

    assert file(clerk, world).headers["Location"] == address(another_file)


def test_a_pile_that_nobody_has_split_is_not_filed_as_one_paper_unawares(
    clerk: Client, world: World
) -> None:
    paper = world.tray_paper
    original = paper.pages.get().original
    for number, is_blank in ((2, True), (3, False), (4, False), (5, False)):
        PageFactory(
            document=paper,
            number=number,
            original=original,
            original_number=number,
            is_blank=is_blank,
        )
    Document.objects.filter(pk=paper.pk).update(page_count=5)

    screen = clerk.get(address(paper))

    assert screen.context["looks_like"] == 2
    assert reverse("dossiers:pile", args=[paper.uid]) in screen.content.decode()


# --- What the print suggests


def test_suggestions_stand_beside_the_field_and_not_in_it(clerk: Client, world: World) -> None:
    suggest(world.tray_paper, left=1, top=2, right=30, bottom=40)

    answer = clerk.get(address(world.tray_paper))

    assert answer.context["desk"].paper["act_number"].value() is None
    assert 'data-box="1 2 30 40"' in answer.content.decode()


def test_a_date_is_shown_as_the_reader_writes_it(clerk: Client, world: World) -> None:
    suggest(world.tray_paper, field="issued_on", value="2026-01-16", shown="16 يناير 2026")

    [shown] = clerk.get(address(world.tray_paper)).context["suggested"]["issued_on"]

    assert (shown.value, shown.label) == ("2026-01-16", "16/01/2026")


@pytest.mark.parametrize(("confidence", "is_sure"), [(0.95, True), (0.7, False)])
def test_only_a_suggestion_that_stands_out_is_sure(
    clerk: Client, world: World, confidence: float, is_sure: bool
) -> None:
    suggest(world.tray_paper, confidence=confidence)
    suggest(world.tray_paper, field="act_year", value="2014", confidence=0.95)
    suggest(world.tray_paper, field="act_year", value="2019", confidence=0.93)

    suggested = clerk.get(address(world.tray_paper)).context["suggested"]

    assert suggested["act_number"][0].is_sure is is_sure
    assert [one.is_sure for one in suggested["act_year"]] == [False, False]


def test_of_people_named_alike_the_one_named_first_on_the_page_comes_first(
    clerk: Client, world: World
) -> None:
    for name, top, confidence in (("رقية أوبلا", 900, 0.93), ("يوسف العلوي", 300, 0.92)):
        box = {"left": 1, "top": top, "right": 30, "bottom": top + 40}
        suggest(
            world.tray_paper, field="person", value="", shown=name, confidence=confidence, **box
        )

    people = clerk.get(address(world.tray_paper)).context["suggested"]["person"]

    assert [one.label for one in people] == ["يوسف العلوي", "رقية أوبلا"]
    assert not people[0].is_sure


def test_a_printed_name_that_nobody_bears_is_looked_for_by_a_press(
    clerk: Client, world: World
) -> None:
    suggest(world.tray_paper, field="person", value="", shown="إلياس تازروالت")

    offered = clerk.get(address(world.tray_paper)).context["suggested"]
    desk = clerk.post(address(world.tray_paper), {"look": "إلياس تازروالت"}).context["desk"]
    new = clerk.post(address(world.tray_paper), {"do": "new", "find": desk.query}).context["desk"]

    assert "person" not in offered
    assert [(one.label, one.is_unknown) for one in offered["name"]] == [("إلياس تازروالت", True)]
    assert (desk.query, desk.has_searched, desk.candidates) == ("إلياس تازروالت", True, [])
    assert new.new["arabic"].value() == "إلياس تازروالت"


def test_whoever_may_not_be_found_is_a_printed_name_and_no_more(
    clerk: Client, world: World
) -> None:
    suggest(world.tray_paper, field="person", value="", shown="زينب المخفية")

    [shown] = clerk.get(address(world.tray_paper)).context["suggested"]["name"]

    assert (shown.label, shown.value, shown.dossier) == ("زينب المخفية", "", "")


def test_nobody_is_named_whom_the_clerk_may_not_find(clerk: Client, world: World) -> None:
    suggest(world.tray_paper, field="person", value="", shown="زينب المخفية")

    shown = clerk.get(address(world.tray_paper))

    assert "person" not in shown.context["suggested"]
    assert world.hidden.uid not in shown.content.decode()


def test_a_suggestion_taken_fills_one_field_and_keeps_the_rest(clerk: Client, world: World) -> None:
    told = {"use": "act_number 418", "kind": "EC01", "dossier": world.family.uid}

    desk = clerk.post(address(world.tray_paper), told).context["desk"]

    assert (desk.paper["act_number"].value(), desk.paper["kind"].value()) == ("418", "EC01")
    assert desk.dossier == world.family


def test_a_person_taken_brings_the_dossier_with_them(clerk: Client, world: World) -> None:
    taken = f"{world.family.uid} {world.mother.person.uid}"

    desk = clerk.post(address(world.tray_paper), {"take": taken}).context["desk"]

    assert (desk.dossier, desk.concerned) == (world.family, [world.mother.person.uid])


# --- Closed further than the kind asks


def filed_class(world: World) -> tuple[str, str]:
    paper = Document.objects.get(pk=world.tray_paper.pk)
    return paper.state, paper.paper_class


def test_a_paper_may_be_closed_further_with_a_reason(clerk: Client, world: World) -> None:
    file(clerk, world, **{"class-raised_to": "protection", "class-reason": "بيان هامشي حساس"})

    assert filed_class(world) == (DocumentState.FILED, ConfidentialityClass.PROTECTION)
    line = JournalEntry.objects.filter(action=JournalAction.CHANGE).latest("pk")
    assert (line.detail["after"], line.reason) == ("protection", "بيان هامشي حساس")


@pytest.mark.parametrize(
    ("raised_to", "reason"),
    [("protection", ""), ("civil", "same"), ("school", "beside it"), ("general", "opened")],
)
def test_a_paper_is_not_opened_further_nor_closed_without_a_reason(
    clerk: Client, world: World, raised_to: str, reason: str
) -> None:
    answer = file(clerk, world, **{"class-raised_to": raised_to, "class-reason": reason})

    assert answer.status_code == 422
    assert filed_class(world)[0] == DocumentState.READ
