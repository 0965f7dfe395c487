"""Papers of the tray go into the trash with a reason, and come back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from dossiers.documents.file import retry_document
from dossiers.documents.trash import mark_rescan, restore_document, trash_document
from dossiers.errors import RefusedError
from dossiers.intake.reading import lease
from dossiers.models import Document, Dossier, JournalEntry
from dossiers.tests.factories import DocumentFactory
from dossiers.vocabulary import DocumentState, DossierState

pytestmark = pytest.mark.django_db


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


class TestFiledPaper:
    """A paper that was put into a dossier wrongly."""

    @pytest.mark.parametrize(
        ("name", "who"),
        [
            ("civil", "scanning_desk"),
            ("civil", "educator"),
            ("medical", "registration_worker"),
            ("civil", "other_social_worker"),
        ],
    )
    def test_who_does_not_change_the_dossier_or_read_the_class_throws_nothing_away(
        self, world, name, who
    ):
        with pytest.raises(PermissionDenied):
            trash_document(document=world.papers[name], reason="x", by=world.users[who])

        assert lines("trashed") == 0

    def test_a_closed_dossier_keeps_its_papers(self, world):
        paper = world.papers["civil"]
        Dossier.objects.filter(pk=paper.dossier_id).update(state=DossierState.CLOSED)

        with pytest.raises(PermissionDenied):
            trash_document(document=paper, reason="x", by=world.users["director"])

    def test_it_leaves_dossier_and_search_at_once_and_comes_back_verified(self, world):
        paper, worker = world.papers["civil"], world.users["social_worker"]
        Document.objects.filter(pk=paper.pk).update(state=DocumentState.VERIFIED)
        paper.refresh_from_db()
        version = paper.version

        trash_document(document=paper, reason="ورقة أسرة أخرى", by=worker)

        paper.refresh_from_db()
        assert (paper.state, paper.version > version) == (DocumentState.TRASHED, True)
        assert not Document.objects.visible_to(worker).filter(pk=paper.pk).exists()
        assert paper in Document.objects.in_trash_of(worker)
        assert paper not in Document.objects.in_trash_of(world.users["scanning_desk"])
        assert JournalEntry.objects.get(detail__verb="trashed").folder_id == paper.dossier_id

        restore_document(document=paper, by=worker)

        paper.refresh_from_db()
        assert paper.state == DocumentState.VERIFIED
        assert Document.objects.visible_to(worker).filter(pk=paper.pk).exists()

    def test_who_does_not_read_the_class_takes_nothing_out(self, world):
        paper = world.papers["medical"]
        trash_document(document=paper, reason="x", by=world.users["social_worker"])

        assert paper not in Document.objects.in_trash_of(world.users["registration_worker"])
        paper.refresh_from_db()
        with pytest.raises(PermissionDenied):
            restore_document(document=paper, by=world.users["registration_worker"])

    def test_it_is_thrown_away_on_its_page_and_taken_back_from_the_trash(
        self, client: Client, world
    ):
        paper = world.papers["civil"]
        client.force_login(world.users["social_worker"])
        page = client.get(reverse("dossiers:document", args=[paper.uid])).content.decode()
        door = reverse("dossiers:discard_filed", args=[paper.uid])

        without_reason = client.post(door, {"reason": " "})
        client.post(door, {"reason": "of another family"})
        trash = client.get(reverse("dossiers:trash")).content.decode()
        client.post(reverse("dossiers:restore", args=[paper.uid]))

        assert f'formaction="{door}"' in page
        assert without_reason.url == reverse("dossiers:document", args=[paper.uid])
        assert "of another family" in trash
        assert paper.dossier.reference in trash
        paper.refresh_from_db()
        assert paper.is_on_shelf


def test_the_trash_of_other_units_is_not_shown(client: Client, world, desk):
    trash_document(document=world.tray_paper, reason="secret words", by=desk)
    client.force_login(world.users["social_worker"])

    assert b"secret words" not in client.get(reverse("dossiers:trash")).content
    answer = client.post(reverse("dossiers:restore", args=[world.tray_paper.uid]))
    assert answer.status_code == 404
