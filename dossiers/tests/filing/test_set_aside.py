"""A page set aside comes back to the tray as a paper of its own."""

import pytest
from django.core.exceptions import PermissionDenied

from dossiers.errors import RefusedError
from dossiers.filing.set_aside import bring_page_back
from dossiers.models import Document, JournalEntry, Page
from dossiers.tests.factories import OriginalFactory, PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState

pytestmark = pytest.mark.django_db


def page_aside(world: World, **fields) -> Page:
    original = OriginalFactory(unit=world.units["civil_registration"], page_count=3)
    return PageFactory(document=None, number=0, original=original, original_number=3, **fields)


def test_who_does_not_file_at_the_desk_brings_nothing_back(world: World) -> None:
    page = page_aside(world)

    with pytest.raises(PermissionDenied):
        bring_page_back(page=page, by=world.users["educator"])

    page.refresh_from_db()
    assert page.is_set_aside


def test_page_that_lies_in_a_paper_is_not_taken_out_of_it(world: World) -> None:
    page = world.tray_paper.pages.get()

    with pytest.raises(RefusedError):
        bring_page_back(page=page, by=world.users["scanning_desk"])

    assert world.tray_paper.pages.get() == page


def test_page_is_a_paper_of_the_tray_again(world: World) -> None:
    page = page_aside(world)
    desk = world.users["scanning_desk"]

    paper = bring_page_back(page=page, by=desk)

    assert list(paper.pages.all()) == [page]
    assert (paper.state, paper.page_count, paper.pages_read) == (DocumentState.READ, 1, 1)
    assert Document.objects.in_tray_of(desk).filter(pk=paper.pk).exists()
    assert not Page.objects.set_aside_for(desk).exists()
    assert JournalEntry.objects.get(detail__verb="page brought back").thing == str(paper)


def test_page_that_was_not_read_comes_back_to_be_tried_again(world: World) -> None:
    page = page_aside(world, is_read=False)

    paper = bring_page_back(page=page, by=world.users["scanning_desk"])

    assert (paper.state, paper.has_failed) == (DocumentState.CAPTURED, True)
