"""A colleague was quicker: who had a form open is told, and keeps the words; nobody else is."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.documents.meanwhile import shown_mark
from dossiers.models import Document, Dossier, Grant, JournalEntry
from dossiers.sharing.grants import end_grant
from dossiers.tests.browsing import signed_in
from dossiers.tests.world import World
from dossiers.vocabulary import DossierState, JournalAction

pytestmark = pytest.mark.django_db

WORDS = "إيغرم رقم ٥"
# Name of a form: the page it stands on, and what is typed into it.
AT_TRAY: dict[str, tuple[str, dict[str, str]]] = {
    "file": ("file", {"issuer": WORDS, "do": "file"}),
    "discard": ("tray", {"reason": WORDS}),
    "rescan": ("tray", {}),
    "reread": ("file", {"read_as": "ara"}),
    "pile": ("pile", {"do": "confirm", "place-a": "1", "place-b": "5", "cut-b": "on"}),
    "page_picture": ("page_picture", {"do": "crop", "left": WORDS}),
}
ON_SHELF: dict[str, tuple[str, dict[str, str]]] = {
    "correct": ("correct", {"title": WORDS, "kind": "EC01"}),
    "paper_class": ("paper_class", {"reason": WORDS}),
    "discard_filed": ("document", {"reason": WORDS}),
    "back_to_tray": ("document", {"reason": WORDS, "reference": "2026/0099"}),
    "refile": ("document", {"reason": WORDS, "reference": "2026/0013"}),
    "verify": ("document", {}),
}
# What has to stand on the page, where it is not what was typed.
SHOWN_AS = {"pile": '<dd dir="auto">5</dd>', "rescan": "", "reread": "", "verify": ""}


def address(name: str, paper: Document) -> str:
    """Return the address of a page or a form about a paper."""
    if name == "tray":
        return reverse("dossiers:tray")
    pages = [paper.pages.get().uid] if name == "page_picture" else []
    return reverse(f"dossiers:{name}", args=[paper.uid, *pages])


def opened(client: Client, form: tuple[str, dict[str, str]], paper: Document) -> dict[str, str]:
    """Open the page with a form as who is signed in; return the form with something typed."""
    page, typed = form
    found = re.search(
        'name="shown" value="([^"]+)"', client.get(address(page, paper)).content.decode()
    )
    assert found is not None
    return {"shown": found[1], **typed}


def as_user(world: World, name: str) -> Client:
    return signed_in(world.users[name])


def file_it(world: World) -> None:
    """Let the director file the paper of the tray into the family's dossier."""
    told = {"kind": "EC01", "dossier": world.family.uid, "people": [world.mother.person.uid]}
    director = as_user(world, "director")
    director.post(address("file", world.tray_paper), told | {"do": "file"})
    assert Document.objects.get(pk=world.tray_paper.pk).filed_by == world.users["director"]


def throw_away(world: World, paper: Document) -> None:
    """Let the director throw a paper away, out of the tray or the family's dossier."""
    name = "discard_filed" if paper.dossier_id else "discard"
    as_user(world, "director").post(address(name, paper), {"reason": "مكررة تماما"})
    assert Document.objects.get(pk=paper.pk).trashed_by == world.users["director"]


def move_away(world: World, paper: Document) -> None:
    """Let the director move a paper into the dossier of another family."""
    told = {"reason": "ملف أسرة أخرى", "reference": world.others.reference}
    as_user(world, "director").post(address("refile", paper), told)
    assert Document.objects.get(pk=paper.pk).dossier == world.others


def said(answer: Any) -> str:
    """Return what an answer says, without the menus."""
    return answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("name", AT_TRAY)
def test_who_may_read_what_was_filed_is_told_by_whom_and_where(world: World, name: str) -> None:
    client = as_user(world, "registration_worker")
    form = opened(client, AT_TRAY[name], world.tray_paper)
    send_to = address(name, world.tray_paper)
    file_it(world)

    answer = client.post(send_to, form)

    assert answer.status_code == 409
    assert "2026/0012" in said(answer)
    assert "director" in said(answer)
    assert SHOWN_AS.get(name, WORDS) in said(answer)


@pytest.mark.parametrize("name", AT_TRAY)
def test_who_may_not_read_what_was_filed_hears_no_name_and_keeps_the_words(
    world: World, name: str
) -> None:
    client = as_user(world, "scanning_desk")
    form = opened(client, AT_TRAY[name], world.tray_paper)
    send_to = address(name, world.tray_paper)
    file_it(world)

    answer = client.post(send_to, form)

    assert answer.status_code == 409
    assert "عالج شخص آخر" in said(answer)
    assert "2026/0012" not in said(answer)
    assert "director" not in said(answer)
    assert SHOWN_AS.get(name, WORDS) in said(answer)
    assert not JournalEntry.objects.filter(action=JournalAction.REFUSAL).exists()


@pytest.mark.parametrize("name", ON_SHELF)
def test_who_may_read_where_it_was_moved_is_told_by_whom_and_where(world: World, name: str) -> None:
    world.grant("social_worker", Role.READER, world.others)
    client, paper = as_user(world, "social_worker"), world.papers["general"]
    form = opened(client, ON_SHELF[name], paper)
    move_away(world, paper)

    answer = client.post(address(name, paper), form)

    assert answer.status_code == 409
    assert "2026/0013" in said(answer)
    assert "director" in said(answer)
    assert SHOWN_AS.get(name, WORDS) in said(answer)


@pytest.mark.parametrize("name", ON_SHELF)
def test_who_may_not_read_where_it_was_moved_hears_no_place_and_keeps_the_words(
    world: World, name: str
) -> None:
    client, paper = as_user(world, "social_worker"), world.papers["general"]
    form = opened(client, ON_SHELF[name], paper) | {"reference": "2026/0099"}
    move_away(world, paper)

    answer = client.post(address(name, paper), form)

    assert answer.status_code == 409
    assert "2026/0013" not in said(answer)
    assert "director" not in said(answer)
    assert SHOWN_AS.get(name, WORDS) in said(answer)


@pytest.mark.parametrize("name", ["file", "discard", "pile", "correct", "refile"])
def test_who_may_take_it_out_of_the_trash_is_told_who_threw_it_away(
    world: World, name: str
) -> None:
    form = (AT_TRAY | ON_SHELF)[name]
    paper = world.tray_paper if name in AT_TRAY else world.papers["general"]
    client = as_user(world, "registration_worker")
    told = opened(client, form, paper)
    throw_away(world, paper)

    answer = client.post(address(name, paper), told)

    assert answer.status_code == 409
    assert "director" in said(answer)
    assert SHOWN_AS.get(name, WORDS) in said(answer)


def test_who_lost_the_dossier_is_told_no_place_and_keeps_the_words(world: World) -> None:
    client, paper = as_user(world, "social_worker"), world.papers["general"]
    form = opened(client, ON_SHELF["correct"], paper)
    grant = Grant.objects.in_force().get(user=world.users["social_worker"])
    end_grant(grant=grant, by=world.users["director"])

    answer = client.post(address("correct", paper), form)

    assert answer.status_code == 409
    assert "2026/0012" not in said(answer)
    assert WORDS in said(answer)


def test_a_right_that_ended_is_not_told_as_a_filing(world: World) -> None:
    client, paper = as_user(world, "social_worker"), world.papers["general"]
    form = opened(client, ON_SHELF["correct"], paper)
    Dossier.objects.filter(pk=world.family.pk).update(state=DossierState.CLOSED)

    answer = client.post(address("correct", paper), form)

    assert answer.status_code == 409
    assert "عالج شخص آخر" in said(answer)
    assert address("document", paper) in said(answer)


def test_a_pile_that_lies_otherwise_now_shows_what_was_marked(world: World) -> None:
    client = as_user(world, "registration_worker")
    form = opened(client, AT_TRAY["pile"], world.tray_paper)

    answer = client.post(address("pile", world.tray_paper), form | {"stamp": "of an hour ago"})

    assert answer.status_code == 409
    assert SHOWN_AS["pile"] in said(answer)


@pytest.mark.parametrize("name", ["file", "discard", "page_picture"])
def test_the_language_switch_keeps_the_words_before_and_after_it_is_told(
    world: World, name: str
) -> None:
    client = as_user(world, "scanning_desk")
    form = opened(client, AT_TRAY[name], world.tray_paper)
    there = address(name, world.tray_paper).replace("/ar/", "/fr/")
    file_it(world)

    first = client.post(there, form | {"keep": "1"})
    carried = dict(first.context["carried"])
    again = client.post(there.replace("/fr/", "/en/"), carried | {"keep": "1"})

    assert [answer.status_code for answer in (first, again)] == [409, 409]
    assert WORDS in said(first)
    assert WORDS in said(again)
    assert "Somebody else dealt with" in said(again)


def test_what_was_typed_is_escaped(world: World) -> None:
    client = as_user(world, "scanning_desk")
    form = opened(client, ("tray", {"reason": "<b>x</b>"}), world.tray_paper)
    file_it(world)

    answer = client.post(address("discard", world.tray_paper), form)

    assert "<b>x" not in said(answer)


@pytest.mark.parametrize("mark", ["", "forged", "of another", "of another document"])
@pytest.mark.parametrize("name", ["file", "discard", "pile", "page_picture"])
def test_whoever_was_not_shown_the_paper_learns_nothing(world: World, name: str, mark: str) -> None:
    form = opened(as_user(world, "registration_worker"), AT_TRAY[name], world.tray_paper)
    client = as_user(world, "scanning_desk")
    if mark == "of another document":
        form = {**form, "shown": shown_mark("another", user=world.users["scanning_desk"])}
    elif mark != "of another":
        form = {**form, "shown": mark}
    send_to = address(name, world.tray_paper)
    file_it(world)

    answer = client.post(send_to, form)

    assert answer.status_code == 404
    assert WORDS not in answer.content.decode()
    assert JournalEntry.objects.filter(action=JournalAction.REFUSAL).count() == 1
