"""Filing a pile: what is carried over, what the print suggests, a class closed further."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dossiers.models import Document, Dossier, JournalEntry, Original, Suggestion
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import Class, DocumentState, DossierState, JournalAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = make_world()
    world.tray_paper.captured_by = world.users["scanning_desk"]
    world.tray_paper.save()
    return world


@pytest.fixture
def clerk(client: Client, world: World) -> Client:
    client.force_login(world.users["scanning_desk"])
    return client


@pytest.fixture
def following(world: World) -> Document:
    """The next paper of the pile."""
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


@pytest.mark.parametrize("stranger", ["of another hand", "of another day"])
def test_a_paper_of_another_pile_begins_empty(
    clerk: Client, world: World, following: Document, stranger: str
) -> None:
    if stranger == "of another hand":
        following.captured_by = world.users["director"]
    else:
        following.captured_at -= timedelta(days=1)
    following.save()
    file(clerk, world)

    assert clerk.get(address(following)).context["desk"].dossier is None


def test_papers_of_one_file_are_one_pile_whoever_cut_it(
    clerk: Client, world: World, following: Document
) -> None:
    following.captured_by = world.users["director"]
    following.save()
    PageFactory(
        document=following,
        number=2,
        original=world.tray_paper.pages.get().original,
        original_number=2,
    )
    file(clerk, world)

    assert clerk.get(address(following)).context["desk"].dossier == world.family


def test_nothing_is_carried_from_a_file_of_many_pages_to_another_file(
    clerk: Client, world: World, following: Document
) -> None:
    Original.objects.filter(pages__document=world.tray_paper).update(page_count=8)

    file(clerk, world)

    assert clerk.get(address(following)).context["desk"].dossier is None


def test_the_next_paper_is_of_the_same_file_whatever_was_captured_in_between(
    clerk: Client, world: World, following: Document
) -> None:
    file_of_two = world.tray_paper.pages.get().original
    Original.objects.filter(pk=file_of_two.pk).update(page_count=2)
    sibling = DocumentFactory(read=True, unit=world.units["civil_registration"])
    PageFactory(document=sibling, original=file_of_two, original_number=2)

    assert following.pk < sibling.pk
    assert file(clerk, world).url == address(sibling)


def test_a_paper_that_names_another_dossier_is_not_offered_the_last_one(
    clerk: Client, world: World, following: Document
) -> None:
    suggest(following, field="dossier", value=world.others.uid, shown="")

    file(clerk, world)

    desk = clerk.get(address(following)).context["desk"]
    assert desk.dossier is None
    assert [one.value for one in desk.suggested["dossier"]] == [world.others.uid]


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
    clerk: Client, world: World, following: Document
) -> None:
    DocumentFactory(read=True, unit=world.units["civil_registration"])

    assert file(clerk, world).headers["Location"] == address(following)


# --- What the print suggests


def test_suggestions_stand_beside_the_field_and_not_in_it(clerk: Client, world: World) -> None:
    suggest(world.tray_paper, left=1, top=2, right=30, bottom=40)

    answer = clerk.get(address(world.tray_paper))

    assert answer.context["desk"].paper["act_number"].value() is None
    assert 'data-box="1 2 30 40"' in answer.content.decode()


def test_nobody_is_named_whom_the_clerk_may_not_find(clerk: Client, world: World) -> None:
    suggest(world.tray_paper, field="person", value="", shown="زينب المخفية")

    shown = clerk.get(address(world.tray_paper))

    assert "person" not in shown.context["desk"].suggested
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

    assert filed_class(world) == (DocumentState.FILED, Class.PROTECTION)
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
