"""Papers of the tray go into the trash with a reason, and come back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from dossiers.actions.documents import retry_document
from dossiers.actions.errors import RefusedError
from dossiers.actions.trash import mark_rescan, restore_document, trash_document
from dossiers.intake import lease
from dossiers.models import Document, JournalEntry
from dossiers.tests.factories import DocumentFactory
from dossiers.tests.world import World, make_world
from dossiers.vocabulary import DocumentState

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def desk(world):
    return world.users["scanning_desk"]


def lines(verb: str) -> int:
    return JournalEntry.objects.filter(detail__verb=verb).count()


class TestRefusals:
    """Who may not, without a reason, in the wrong state."""

    def test_who_files_elsewhere_throws_nothing_away(self, world):
        with pytest.raises(PermissionDenied):
            trash_document(
                document=world.tray_paper, reason="twice", by=world.users["social_worker"]
            )
        assert lines("trashed") == 0

    def test_a_filed_paper_is_not_thrown_away_at_the_tray(self, world, desk):
        with pytest.raises(PermissionDenied):
            trash_document(document=world.papers["civil"], reason="x", by=desk)

    def test_nothing_is_thrown_away_without_a_reason(self, world, desk):
        with pytest.raises(RefusedError):
            trash_document(document=world.tray_paper, reason="  ", by=desk)

    def test_only_what_is_in_the_trash_comes_out(self, world, desk):
        with pytest.raises(PermissionDenied):
            restore_document(document=world.tray_paper, by=desk)

    def test_a_paper_that_is_being_read_is_not_marked(self, world, desk):
        paper = DocumentFactory(unit=world.units["civil_registration"])

        with pytest.raises(RefusedError):
            mark_rescan(document=paper, by=desk)


def test_what_is_thrown_away_is_seen_by_nobody_and_comes_back_as_it_was(world, desk):
    paper = world.tray_paper

    trash_document(document=paper, reason=" captured  twice ", by=desk)

    paper.refresh_from_db()
    assert (paper.state, paper.trash_reason) == (DocumentState.TRASHED, "captured twice")
    assert not Document.objects.visible_to(desk).filter(pk=paper.pk).exists()
    assert JournalEntry.objects.get(detail__verb="trashed").reason == "captured twice"

    restore_document(document=paper, by=desk)

    paper.refresh_from_db()
    assert (paper.state, paper.trashed_from, paper.trashed_by) == (DocumentState.READ, "", None)
    assert lines("restored") == 1


def test_the_reader_of_a_paper_that_is_thrown_away_loses_its_lease(world, desk):
    paper = DocumentFactory(unit=world.units["civil_registration"])
    token = lease.claim(paper.pk)

    trash_document(document=paper, reason="wrong file", by=desk)

    assert token
    with pytest.raises(lease.LeaseLostError):
        lease.renew(paper.pk, token)
    restore_document(document=paper, by=desk)
    assert lease.claim(paper.pk)


def test_a_failed_paper_is_marked_and_may_be_kept_after_all(world, desk):
    paper = DocumentFactory(unit=world.units["civil_registration"], failure="unreadable")

    mark_rescan(document=paper, by=desk)

    paper.refresh_from_db()
    assert paper.state == DocumentState.RESCAN
    retry_document(document=paper, by=desk)
    paper.refresh_from_db()
    assert (paper.state, paper.failure) == (DocumentState.CAPTURED, "")


def test_the_trash_tells_reason_and_person_and_gives_back(client: Client, world, desk):
    client.force_login(desk)
    client.post(reverse("dossiers:discard", args=[world.tray_paper.uid]), {"reason": "صورة مكررة"})

    said = client.get(reverse("dossiers:trash")).content.decode()
    client.post(reverse("dossiers:restore", args=[world.tray_paper.uid]))

    assert "صورة مكررة" in said
    assert desk.username in said
    world.tray_paper.refresh_from_db()
    assert world.tray_paper.state == DocumentState.READ


def test_the_trash_of_other_units_is_not_shown(client: Client, world, desk):
    trash_document(document=world.tray_paper, reason="secret words", by=desk)
    client.force_login(world.users["social_worker"])

    assert b"secret words" not in client.get(reverse("dossiers:trash")).content
    answer = client.post(reverse("dossiers:restore", args=[world.tray_paper.uid]))
    assert answer.status_code == 404
