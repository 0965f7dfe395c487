"""The list of pages set aside: every one of the desk's, the written ones first; the way back."""

from django.test import Client
from django.urls import reverse

from dossiers.models import Document, JournalEntry, Page
from dossiers.tests.factories import captured
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState


def set_aside(world: World, **fields) -> Page:
    """Return the last page of a file whose other page is in the tray."""
    paper = captured(b"%PDF", pages=2, unit=world.units["civil_registration"])
    last = paper.pages.get(number=2)
    Page.objects.filter(pk=last.pk).update(document=None, number=0, is_read=True, **fields)
    last.refresh_from_db()
    return last


def test_desk_of_another_unit_sees_and_takes_nothing(client: Client, world: World) -> None:
    page = set_aside(world)
    client.force_login(world.users["social_worker"])

    shown = client.get(reverse("dossiers:aside"))
    taken = client.post(reverse("dossiers:aside_back", args=[page.uid]))

    assert page.uid not in shown.content.decode()
    assert taken.status_code == 404


def test_written_pages_come_before_blank_ones_and_sheets(clerk: Client, world: World) -> None:
    sheet = set_aside(world, sheet_code="abc.")
    blank = set_aside(world, is_blank=True)
    written = set_aside(world)

    shown = clerk.get(reverse("dossiers:aside")).context["pages"]

    assert shown == [written, blank, sheet]
    assert JournalEntry.objects.filter(detail__verb="pages set aside shown").count() == 1


def test_page_is_found_after_all_its_siblings_were_filed(clerk: Client, world: World) -> None:
    page = set_aside(world)
    sibling = page.original.pages.get(original_number=1).document
    sibling.state, sibling.dossier, sibling.kind = (
        DocumentState.FILED, world.papers["civil"].dossier, world.papers["civil"].kind,
    )  # fmt: skip
    sibling.save()

    shown = clerk.get(reverse("dossiers:aside")).context["pages"]
    clerk.post(reverse("dossiers:aside_back", args=[page.uid]))

    assert [(one, one.pile) for one in shown] == [(page, None)]
    page.refresh_from_db()
    assert page.document is not None
    assert clerk.get(reverse("dossiers:file", args=[page.document.uid])).status_code == 200


def test_page_of_a_pile_in_the_tray_leads_to_it(clerk: Client, world: World) -> None:
    page = set_aside(world)
    sibling = page.original.pages.get(original_number=1).document

    shown = clerk.get(reverse("dossiers:aside"))

    assert reverse("dossiers:pile", args=[sibling.uid]) in shown.content.decode()


def test_second_press_says_that_it_is_done(clerk: Client, world: World) -> None:
    page = set_aside(world)
    door = reverse("dossiers:aside_back", args=[page.uid])
    clerk.post(door)

    answer = clerk.post(door, follow=True)

    said = [str(message) for message in answer.context["messages"]]
    assert said[-1] == "هذه الصفحة موجودة أصلا في وثيقة."
    assert Document.objects.filter(pages__original=page.original).count() == 2


def test_page_of_a_filed_paper_is_not_brought_back(clerk: Client, world: World) -> None:
    page = world.papers["civil"].pages.get()

    assert clerk.post(reverse("dossiers:aside_back", args=[page.uid])).status_code == 404
