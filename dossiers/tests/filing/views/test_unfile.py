"""The list of what one filed lately, and the way of a paper back onto the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import Document, JournalEntry, Page
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db

PICTURES = ("page_image", "page_screen", "page_thumbnail")


def address(paper: Document) -> str:
    return reverse("dossiers:file", args=[paper.uid])


def door(paper: Document) -> str:
    return reverse("dossiers:back_to_tray", args=[paper.uid])


def file(client: Client, paper: Document, world: World) -> None:
    told = {"kind": "SA05", "act_number": "418", "dossier": world.family.uid, "do": "file"}
    client.post(address(paper), told | {"people": [world.mother.person.uid]})


def test_a_clerk_sees_where_the_papers_went_and_no_picture_of_them(
    clerk: Client, world: World
) -> None:
    file(clerk, world.tray_paper, world)

    said = clerk.get(reverse("dossiers:filed_lately")).content.decode()

    assert door(world.tray_paper) in said
    assert "2026/0012" in said
    assert "رقية" not in said
    assert reverse("dossiers:page_thumbnail", args=[world.tray_paper.uid, 1]) not in said
    assert JournalEntry.objects.filter(detail__verb="filed papers shown").count() == 1


def test_what_others_filed_is_not_in_the_list(clerk: Client, world: World) -> None:
    file(clerk, world.tray_paper, world)
    clerk.force_login(world.users["registration_worker"])

    said = clerk.get(reverse("dossiers:filed_lately")).content.decode()

    assert door(world.tray_paper) not in said


def test_a_paper_taken_back_lies_on_the_desk_of_who_may_read_it_with_what_was_written_down(
    client: Client, world: World
) -> None:
    paper = world.papers["civil"]
    client.force_login(world.users["registration_worker"])

    answer = client.post(door(paper), {"reason": "ملف أسرة أخرى"})
    desk = client.get(address(paper)).context["desk"]

    assert answer.headers["Location"] == address(paper)
    assert desk.paper["kind"].value() == paper.kind.code


def test_who_may_not_read_it_sees_it_nowhere_and_moves_it_on_by_a_reference(
    clerk: Client, world: World
) -> None:
    paper = world.tray_paper
    file(clerk, paper, world)
    lately = reverse("dossiers:filed_lately")

    answer = clerk.post(door(paper), {"reason": "ملف أسرة أخرى"})
    doors = [address(paper), reverse("dossiers:pile", args=[paper.uid])]
    doors += [reverse(f"dossiers:{name}", args=[paper.uid]) for name in ("document", "original")]
    doors += [reverse(f"dossiers:{name}", args=[paper.uid, 1]) for name in PICTURES]
    refused = [clerk.get(one).status_code for one in doors]
    shown = clerk.get(lately).content.decode()
    told = {"reference": world.others.reference, "reason": "ملف أسرة أخرى"}
    clerk.post(reverse("dossiers:refile", args=[paper.uid]), told)

    assert answer.headers["Location"] == lately
    assert set(refused) == {404}
    assert reverse("dossiers:refile", args=[paper.uid]) in shown
    assert paper.uid not in clerk.get(reverse("dossiers:tray")).content.decode()
    paper.refresh_from_db()
    assert (paper.dossier, paper.paper_class) == (world.others, "medical")


def test_the_wrong_dossier_is_offered_to_no_paper_after_it(clerk: Client, world: World) -> None:
    following = DocumentFactory(read=True, unit=world.units["civil_registration"])
    original = world.tray_paper.pages.get().original
    PageFactory(document=following, original=original, original_number=2)
    file(clerk, world.tray_paper, world)
    assert clerk.get(address(following)).context["desk"].dossier == world.family

    clerk.post(door(world.tray_paper), {"reason": "x"})

    assert clerk.get(address(following)).context["desk"].dossier is None


def test_without_a_reason_the_paper_stays_and_the_clerk_is_told(
    clerk: Client, world: World
) -> None:
    file(clerk, world.tray_paper, world)

    answer = clerk.post(door(world.tray_paper), {"reason": " "}, follow=True)

    assert [message.level_tag for message in answer.context["messages"]][-1:] == ["error"]
    world.tray_paper.refresh_from_db()
    assert world.tray_paper.is_on_shelf


def test_a_reference_one_may_not_file_in_is_as_if_it_were_not_there(
    client: Client, world: World
) -> None:
    paper = world.papers["civil"]
    client.force_login(world.users["registration_worker"])
    there = reverse("dossiers:refile", args=[paper.uid])

    said = [
        [str(one) for one in client.post(there, told, follow=True).context["messages"]]
        for told in (
            {"reference": world.hidden.reference, "reason": "x"},
            {"reference": "1900/9999", "reason": "x"},
        )
    ]
    client.post(there, {"reference": world.others.reference, "reason": "x"})

    assert said[0] == said[1]
    paper.refresh_from_db()
    assert paper.dossier == world.others


def test_the_page_of_a_paper_offers_the_way_back_to_who_changes_the_dossier(
    client: Client, world: World
) -> None:
    paper = world.papers["civil"]
    page = reverse("dossiers:document", args=[paper.uid])

    client.force_login(world.users["registration_worker"])
    offered = client.get(page).content.decode()
    client.force_login(world.users["educator"])
    client.post(door(paper), {"reason": "x"})

    assert door(paper) in offered
    assert Page.objects.get(document=paper).document.is_on_shelf
