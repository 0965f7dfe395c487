"""A file is captured whole or leaves nothing behind."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from dossiers import journal
from dossiers.intake.capture import accept
from dossiers.intake.capture.accept import Refusal, accept_upload
from dossiers.models import Document, JournalEntry, Original
from dossiers.storage.disk_space import DiskFullError
from dossiers.storage.private_files import checksum, private_storage
from dossiers.tests.intake.conftest import as_bytes, draw_page
from dossiers.vocabulary import DocumentState, JournalAction


@pytest.fixture(scope="module")
def scan() -> bytes:
    return as_bytes(draw_page())


def hand_in(world, data: bytes, *, name: str = "scan.png", by: str = "scanning_desk", **more):
    """Bring a file to the registration desk's tray."""
    return accept_upload(
        file=io.BytesIO(data),
        name=name,
        unit=world.units["civil_registration"],
        by=world.users[by],
        **more,
    )


def traces() -> tuple[int, int, set[str]]:
    """Return what a capture leaves: rows, journal lines, stored files."""
    captures = JournalEntry.objects.filter(action=JournalAction.CAPTURE)
    return Document.objects.count(), captures.count(), private_storage.names()


def test_refused_file_leaves_nothing_behind(world):
    before = traces()

    with pytest.raises(Refusal) as refusal:
        hand_in(world, b"<html>")

    assert refusal.value.code == "wrong_type"
    assert traces() == before


def test_who_may_not_capture_there_leaves_nothing_behind(world, scan):
    before = traces()

    with pytest.raises(PermissionDenied):
        hand_in(world, scan, by="educator")

    assert traces() == before


def test_paper_whose_journal_line_fails_is_not_captured(world, scan, monkeypatch):
    before = traces()

    def fail(**line: object) -> None:
        raise DatabaseError("the journal is away")

    monkeypatch.setattr(journal, "record", fail)

    with pytest.raises(DatabaseError):
        hand_in(world, scan)
    assert traces() == before


def test_full_disk_is_an_error_and_no_paper(world, scan, monkeypatch):
    before = traces()

    def full(plain: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(accept.private_storage, "put", full)

    with pytest.raises(DiskFullError):
        hand_in(world, scan)
    assert traces() == before


def test_captured_paper_is_sealed_checksummed_and_told(world, scan):
    document = hand_in(world, scan, name="C:\\desk\\رقية\x07.png").document

    assert document.state == DocumentState.CAPTURED
    original = document.originals.get()
    assert private_storage.read(original.stored_name) == scan
    assert original.sha256 == checksum(scan)
    assert original.upload_name == "رقية.png"
    assert (original.media_type, original.page_count) == ("image/png", 1)
    assert [page.original_number for page in document.pages.all()] == [1]
    line = JournalEntry.objects.get(action=JournalAction.CAPTURE, thing=str(document))
    assert line.actor_id == world.users["scanning_desk"].pk


def test_same_upload_id_twice_is_one_paper(world, scan):
    first = hand_in(world, scan, upload_id="abc-0")

    again = hand_in(world, scan, upload_id="abc-0")

    assert (again.document, again.is_new) == (first.document, False)
    assert Original.objects.filter(sha256=checksum(scan)).count() == 1


def test_upload_id_of_somebody_else_opens_nothing(world, scan):
    hand_in(world, scan, upload_id="abc-0")
    before = traces()

    with pytest.raises(Exception, match=r"(?i)unique"):
        hand_in(world, scan, by="registration_worker", upload_id="abc-0")

    assert private_storage.names() == before[2]


def test_same_bytes_again_are_captured_and_point_to_the_first(world, scan):
    first = hand_in(world, scan)

    second = hand_in(world, scan)

    assert first.duplicate_of is None
    assert second.duplicate_of == first.original
    assert second.document != first.document
