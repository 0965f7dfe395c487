"""A page is turned and cropped by hand, and that is taken back; the original stays as it is."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.documents.page_edits import stamp_of
from dossiers.models import Document, JournalEntry, Page
from dossiers.storage.private_files import private_storage
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState


@pytest.fixture
def page(world: World) -> Page:
    """A page of 100 by 200 pixels whose original is twice as large and lies on its side."""
    found = world.tray_paper.pages.get()
    layout = {"words": [], "to_original": [[0, 2, 0], [-2, 0, 200], [0, 0, 1]]}
    layout |= {"width": 100, "height": 200}
    found.words_name = private_storage.put(json.dumps(layout).encode())
    found.width, found.height, found.rotation = 100, 200, 90
    found.save()
    return found


def do(clerk: Client, page: Page, step: str, **more: object) -> int:
    told = {"do": step, "stamp": stamp_of(page)} | more
    status: int = clerk.post(address(page), told).status_code
    page.refresh_from_db()
    return status


def address(page: Page) -> str:
    return reverse("dossiers:page_picture", args=[page.document.uid, page.uid])


def let_it_be_read(page: Page) -> None:
    """Do what the worker does to the rows."""
    Page.objects.filter(pk=page.pk).update(is_read=True)
    Document.objects.filter(pk=page.document_id).update(state=DocumentState.READ)
    page.refresh_from_db()


def test_filed_page_is_not_touched(clerk: Client, world: World) -> None:
    filed = world.papers["civil"].pages.get()

    assert clerk.post(address(filed), {"do": "turn_right"}).status_code == 404


def test_second_of_two_people_is_told_and_changes_nothing(clerk: Client, page: Page) -> None:
    assert do(clerk, page, "turn_right", stamp="of an hour ago") == 409
    assert page.instructions == []


@pytest.mark.parametrize(
    "box",
    [
        {"left": 60, "top": 0, "right": 40, "bottom": 100},
        {"left": 0, "top": 0, "right": 1, "bottom": 100},
        {"left": -5, "top": 0, "right": 100, "bottom": 100},
        {},
    ],
    ids=["inside out", "nothing left", "outside", "empty"],
)
def test_impossible_box_is_refused(clerk: Client, page: Page, box: dict) -> None:
    assert do(clerk, page, "crop", **box) == 422
    assert page.instructions == []


def test_turn_counts_from_how_the_page_lies_and_is_told(clerk: Client, page: Page) -> None:
    assert do(clerk, page, "turn_right") == 302

    assert (page.instructions, page.is_read) == ([{"do": "turn", "quarters": 2}], False)
    assert page.document.state == DocumentState.CAPTURED
    assert JournalEntry.objects.filter(detail__verb="page turned").count() == 1


def test_crop_is_kept_in_pixels_of_the_original(clerk: Client, page: Page) -> None:
    do(clerk, page, "crop", left=10, top=25, right=90, bottom=75)

    assert page.instructions == [
        {"do": "crop", "corners": [[100, 180], [100, 20], [300, 20], [300, 180]]}
    ]


def test_cropped_page_is_turned_within_its_box(clerk: Client, page: Page) -> None:
    do(clerk, page, "crop", left=10, top=25, right=90, bottom=75)
    let_it_be_read(page)

    do(clerk, page, "turn_right")

    assert page.instruction["corners"] == [[300, 180], [100, 180], [100, 20], [300, 20]]


def test_all_is_taken_back_step_by_step_or_at_once(clerk: Client, page: Page) -> None:
    for step in ("turn_right", "turn_left", "turn_over"):
        do(clerk, page, step)
        let_it_be_read(page)

    do(clerk, page, "undo")
    assert len(page.instructions) == 2
    let_it_be_read(page)
    do(clerk, page, "reset")

    assert page.instructions == []
