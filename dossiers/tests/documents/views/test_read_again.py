"""Having a paper read again in another way: who may, what is kept, what comes of it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.documents.read_again import reread_document
from dossiers.intake.reading import pipeline
from dossiers.intake.reading.ocr.models import models_are_there
from dossiers.intake.reading.read_as import ReadAs as SpokenReadAs
from dossiers.intake.reading.reader import Reader
from dossiers.models import Document, JournalEntry
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import DocumentFactory, PageFactory, captured
from dossiers.tests.intake.conftest import FRENCH_LINE, as_bytes, draw_page
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState, ReadAs

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_sides(world: World) -> Document:
    document = DocumentFactory(read=True, unit=world.units["civil_registration"], pages_read=2)
    PageFactory(document=document, number=1, text="قديم", confidence=40.0)
    PageFactory(document=document, number=2, text="جيد", confidence=95.0)
    return document


def ask(client: Client, document: Document, **data: object) -> int:
    return client.post(reverse("dossiers:reread", args=[document.uid]), data).status_code


def test_words_are_the_same_on_both_sides_of_the_pipe() -> None:
    assert set(ReadAs.values) == {str(one) for one in SpokenReadAs}


def test_who_does_not_work_at_the_tray_changes_nothing(client, world, two_sides) -> None:
    client.force_login(world.users["social_worker"])

    assert ask(client, two_sides, read_as="arabic") == 404
    assert two_sides.pages.filter(is_read=True).count() == 2
    assert not JournalEntry.objects.filter(detail__read_as="arabic").exists()


def test_filed_paper_is_not_read_again(client, world) -> None:
    client.force_login(world.users["director"])
    filed = world.papers["civil"]

    assert ask(client, filed, read_as="arabic") == 404
    filed.refresh_from_db()
    assert filed.state == DocumentState.FILED


def test_one_page_is_sent_back_and_its_words_stay_meanwhile(client, world, two_sides) -> None:
    client.force_login(world.users["scanning_desk"])

    assert ask(client, two_sides, read_as="arabic", number=1) == 302

    two_sides.refresh_from_db()
    first, second = two_sides.pages.order_by("number")
    assert (two_sides.state, two_sides.pages_read) == (DocumentState.CAPTURED, 1)
    assert (first.is_read, first.read_as, first.text) == (False, ReadAs.ARABIC, "قديم")
    assert (second.is_read, second.read_as) == (True, ReadAs.BOTH)
    line = JournalEntry.objects.get(detail__verb="sent to be read again")
    assert (line.detail["read_as"], line.detail["page"]) == ("arabic", 1)


@pytest.mark.parametrize("data", [{}, {"read_as": "greek"}, {"read_as": "arabic", "number": 9}])
def test_choice_that_is_none_changes_nothing(client, world, two_sides, data) -> None:
    client.force_login(world.users["scanning_desk"])

    assert ask(client, two_sides, **data) == 302
    two_sides.refresh_from_db()
    assert two_sides.state == DocumentState.READ


def test_form_stands_beside_the_pages(client, world, two_sides) -> None:
    client.force_login(world.users["scanning_desk"])

    screen = client.get(reverse("dossiers:file", args=[two_sides.uid])).content.decode()

    assert reverse("dossiers:reread", args=[two_sides.uid]) in screen


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A child that reads."""
    if not models_are_there():
        pytest.skip("the reading models are missing: ./aman test brings them")
    reader = Reader()
    yield reader
    reader.close()


def test_french_alone_leaves_no_arabic_letter(reader, world) -> None:
    document = captured(as_bytes(draw_page()), unit=world.units["civil_registration"])
    pipeline.process(document.pk, reader=reader)
    before = document.pages.get()
    assert "المملكة" in before.text

    reread_document(document=document, by=world.users["scanning_desk"], read_as="french")
    pipeline.process(document.pk, reader=reader)

    document.refresh_from_db()
    after = document.pages.get()
    assert document.state == DocumentState.READ
    assert FRENCH_LINE in after.text
    assert "المملكة" not in after.text
    assert not private_storage.exists(before.words_name)
