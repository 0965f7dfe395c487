"""The screen of a pile, as a plain form: what is shown, refused, confirmed and told."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.filing.pile_plan import find_pile
from dossiers.models import Document, JournalEntry, Page
from dossiers.storage.private_files import private_storage
from dossiers.tests.conftest import jpeg
from dossiers.tests.factories import captured
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState, JournalAction


@pytest.fixture
def pile(world: World) -> Document:
    """Four read pages in the tray of the registration desk."""
    paper = captured(b"%PDF", pages=4, unit=world.units["civil_registration"])
    name = private_storage.put(jpeg())
    paper.pages.update(is_read=True, image_name=name, thumbnail_name=name)
    Document.objects.filter(pk=paper.pk).update(state=DocumentState.READ, pages_read=4)
    return Document.objects.get(pk=paper.pk)


def address(paper: Document) -> str:
    return reverse("dossiers:pile", args=[paper.uid])


def fields(clerk: Client, paper: Document, *, cut: tuple[int, ...] = (), **more: str) -> dict:
    """What the plain form posts, with cuts before these pages."""
    shown = clerk.get(address(paper)).context
    told = {"stamp": shown["pile"].stamp, "row": shown["row"], "with": shown["chosen"]}
    for page in shown["pages"]:
        told[f"place-{page.uid}"] = str(page.place)
        told[f"turns-{page.uid}"] = "0"
        if page.place in (1, *cut):
            told[f"cut-{page.uid}"] = "on"
    return told | more


def test_pile_of_another_unit_is_not_there(client: Client, world: World, pile: Document) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["health"])
    client.force_login(world.users["educator"])

    assert client.get(address(pile)).status_code == 404
    assert client.post(address(pile), {"do": "confirm"}).status_code == 404


def test_papers_of_other_trays_are_not_laid_beside_one_s_own(
    client: Client, world: World, pile: Document
) -> None:
    world.grant("educator", Role.SCANNING_DESK, world.units["health"])
    own = captured(b"%PDF", unit=world.units["health"])
    client.force_login(world.users["educator"])

    shown = client.get(address(own), {"with": pile.uid})

    assert [page.uid for page in shown.context["pages"]] == [own.pages.get().uid]


def test_page_set_aside_is_shown_to_its_desk_only(
    client: Client, world: World, pile: Document
) -> None:
    page = pile.pages.get(number=2)
    Page.objects.filter(pk=page.pk).update(document=None, number=0)
    door = reverse("dossiers:aside_thumbnail", args=[page.uid])

    answers = []
    for name in ("social_worker", "scanning_desk"):
        client.force_login(world.users[name])
        answers.append(client.get(door).status_code)

    assert answers == [404, 200]
    assert JournalEntry.objects.filter(action=JournalAction.PAGE_IMAGE).count() == 1


def test_confirmed_cuts_make_papers_and_the_first_lies_on_the_desk(
    clerk: Client, pile: Document
) -> None:
    answer = clerk.post(address(pile), fields(clerk, pile, cut=(3,), do="confirm"))

    assert answer.headers["Location"] == reverse("dossiers:file", args=[pile.uid])
    papers = Document.objects.filter(pages__original__in=pile.originals).distinct()
    assert sorted(paper.page_count for paper in papers) == [2, 2]


def test_showing_in_another_order_writes_nothing(clerk: Client, pile: Document) -> None:
    told = fields(clerk, pile, do="show")
    first = pile.pages.get(number=1).uid
    told[f"place-{first}"] = "9"

    answer = clerk.post(address(pile), told)

    assert [page.uid for page in answer.context["pages"]][-1] == first
    assert pile.pages.get(uid=first).number == 1


def test_second_of_two_people_is_told_who_did_what(
    clerk: Client, world: World, pile: Document
) -> None:
    mine = fields(clerk, pile, cut=(2,), do="confirm")
    other = Client()
    other.force_login(world.users["registration_worker"])
    other.post(address(pile), fields(other, pile, cut=(4,), do="confirm"))

    answer = clerk.post(address(pile), mine)

    assert answer.status_code == 409
    change = answer.context["change"]
    assert (change.who, len(change.pages)) == ("registration_worker", 1)
    assert Document.objects.filter(pages__original__in=pile.originals).distinct().count() == 2


def test_last_change_is_taken_back_in_one_step(clerk: Client, pile: Document) -> None:
    clerk.post(address(pile), fields(clerk, pile, cut=(2, 3), do="confirm"))
    pile.refresh_from_db()
    assert clerk.get(address(pile)).context["may_undo"]

    clerk.post(address(pile), {"do": "undo"})

    assert list(pile.pages.order_by("number").values_list("original_number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]


def test_fronts_and_backs_are_shown_interleaved_before_anything_is_written(
    clerk: Client, pile: Document
) -> None:
    answer = clerk.post(address(pile), fields(clerk, pile, do="interleave"))

    numbers = dict(pile.pages.values_list("uid", "original_number"))
    assert [numbers[page.uid] for page in answer.context["pages"]] == [1, 4, 2, 3]


def test_ticked_papers_are_laid_together(clerk: Client, world: World, pile: Document) -> None:
    other = captured(b"%PDF", unit=pile.unit)

    answer = clerk.get(
        reverse("dossiers:pile_choose"), {"with": [pile.uid, other.uid]}, follow=True
    )

    assert len(answer.context["pages"]) == 5
    assert len(find_pile([pile, other], user=world.users["scanning_desk"]).documents) == 2


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pile_takes_few_queries_however_many_pages(
    clerk: Client, pile: Document, language: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(24):
        clerk.get(address(pile).replace("/ar/", f"/{language}/"))


def test_a_second_click_finds_the_papers_made(clerk: Client, world: World, pile: Document) -> None:
    told = fields(clerk, pile, cut=(3,), do="confirm")
    first = clerk.post(address(pile), told)

    second = clerk.post(address(pile), told)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert len(find_pile([pile], user=world.users["scanning_desk"]).documents) == 2


def test_the_same_row_confirmed_by_somebody_else_is_told(
    clerk: Client, client: Client, world: World, pile: Document
) -> None:
    told = fields(clerk, pile, cut=(3,), do="confirm")
    client.force_login(world.users["registration_worker"])
    client.post(address(pile), fields(client, pile, cut=(3,), do="confirm"))
    client.force_login(world.users["scanning_desk"])

    assert client.post(address(pile), told).status_code == 409
