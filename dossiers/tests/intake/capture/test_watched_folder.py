"""A watched folder: nothing is taken half-written, twice, or lost when it dies."""

import html
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from dossiers import expiry
from dossiers.intake.capture import watched_folder
from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.capture.watched_folder import (
    FileOutcome,
    FolderTakenError,
    WatchedFolder,
    watching_alone,
)
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import Original, RefusedFile, Unit
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import UnitFactory
from dossiers.tests.intake.conftest import as_bytes, draw_page, pdf_of

pytestmark = pytest.mark.django_db
SCAN = pdf_of(draw_page())


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(code="health")


@pytest.fixture
def watched(tmp_path: Path, unit: Unit) -> WatchedFolder:
    """A folder whose files are settled at once."""
    return WatchedFolder(folder=tmp_path, unit=unit, settle_s=0)


def put(folder: Path, name: str = "scan.pdf", data: bytes = SCAN) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


class TestRefusals:
    """What stays where it is, and what is put aside with a sentence."""

    def test_file_that_still_changes_waits(self, tmp_path, unit):
        watched = WatchedFolder(folder=tmp_path, unit=unit, settle_s=3600)
        put(tmp_path)

        assert watched.look() == [FileOutcome.WAITS]
        assert watched.look() == [FileOutcome.WAITS]
        assert not Original.objects.exists()

    def test_file_that_somebody_has_open_for_writing_waits(self, watched, tmp_path):
        path = put(tmp_path)

        with path.open("ab"):
            assert watched.look() == [FileOutcome.WAITS]
        assert watched.look() == [FileOutcome.TAKEN]

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            pytest.param("a.pdf", SCAN[: len(SCAN) // 2], id="half a PDF"),
            pytest.param("a.jpg", as_bytes(draw_page(), "JPEG")[:-9000], id="half a JPEG"),
            pytest.param("a.png", as_bytes(draw_page())[:-200], id="half a PNG"),
            pytest.param("a.pdf", b"\r\n" + SCAN[: len(SCAN) // 2], id="half a PDF after rubbish"),
            pytest.param("a.tif", as_bytes(draw_page(), "TIFF")[:200_000], id="half a TIFF"),
            pytest.param(
                "a.tif",
                as_bytes(draw_page(), "TIFF", compression="tiff_lzw")[:-9000],
                id="LZW TIFF",
            ),
            pytest.param("a.bmp", as_bytes(draw_page(), "BMP")[:-9000], id="half a BMP"),
            pytest.param("a.webp", as_bytes(draw_page(), "WEBP")[:-9000], id="half a WebP"),
            pytest.param("a.heic", as_bytes(draw_page(), "HEIF")[:-9000], id="half a HEIC"),
            pytest.param("a.tif", b"", id="nothing yet"),
        ],
    )
    def test_file_without_its_end_is_waited_for(self, watched, tmp_path, name, data):
        put(tmp_path, name, data)

        assert watched.look() == [FileOutcome.WAITS]

    def test_file_whose_end_never_comes_is_taken_as_it_is(self, watched, tmp_path, monkeypatch):
        monkeypatch.setattr(watched_folder, "UNFINISHED_S", 0)
        put(tmp_path, "a.jpg", as_bytes(draw_page(), "JPEG")[:-9000])

        assert watched.look() == [FileOutcome.TAKEN]
        assert Original.objects.get().is_damaged

    @pytest.mark.parametrize(
        "name",
        [
            ".scan.pdf",
            "~scan.pdf",
            "~$ملف.docx",
            "scan.pdf.part",
            "scan.TMP",
            "Thumbs.db",
            "desktop.ini",
            "Desktop.INI",
            ".DS_Store",
            "._scan.pdf",
        ],
    )
    def test_names_of_unfinished_files_are_passed_over(self, watched, tmp_path, name):
        put(tmp_path, name)

        assert watched.look() == []

    def test_links_and_folders_are_passed_over(self, watched, tmp_path):
        outside = tmp_path / "taken"
        outside.mkdir()
        put(outside)
        (tmp_path / "link.pdf").symlink_to(outside / "scan.pdf")

        assert watched.look() == []

    def test_refused_file_lies_aside_with_a_sentence_in_both_languages(self, watched, tmp_path):
        put(tmp_path, "notes.txt", b"only words")

        assert watched.look() == [FileOutcome.REFUSED]

        assert (tmp_path / "refused" / "notes.txt").read_bytes() == b"only words"
        arabic, french = (tmp_path / "refused" / "notes.txt.txt").read_text().splitlines()
        assert (arabic, french) != (Refusal("wrong_type").reason,) * 2
        assert "PDF" in arabic
        assert "PDF" in french
        assert watched.look() == []

    def test_refusal_is_told_in_the_tray_of_its_unit_and_nowhere_else(self, world, tmp_path):
        for number, unit in enumerate((world.tray_paper.unit, UnitFactory(code="elsewhere"))):
            folder = tmp_path / str(number)
            folder.mkdir()
            put(folder, f"وصفة {number}.docx", b"only words %d" % number)
            WatchedFolder(folder=folder, unit=unit, settle_s=0).look()

        client = Client()
        client.force_login(world.users["registration_worker"])
        page = client.get("/fr/dossiers/tray/").content.decode()

        assert '<bdi class="outcome-name">وصفة 0.docx</bdi>' in page
        with override("fr"):
            assert Refusal("wrong_type").reason in html.unescape(page)
        assert "وصفة 1.docx" not in page

    def test_refusal_is_forgotten_after_a_week(self, world, tmp_path):
        watched = WatchedFolder(folder=tmp_path, unit=world.tray_paper.unit, settle_s=0)
        put(tmp_path, "old.docx", b"only words")
        watched.look()
        RefusedFile.objects.update(refused_at=timezone.now() - timedelta(days=7, minutes=1))

        assert not RefusedFile.objects.told_to(world.users["registration_worker"])
        put(tmp_path, "new.docx", b"other words")
        watched.look()
        expiry.clear_expired()
        assert [file.name for file in RefusedFile.objects.all()] == ["new.docx"]

    @pytest.mark.parametrize("trouble", [ScannerAwayError(), OSError(28, "full")])
    def test_trouble_of_the_house_leaves_the_file_where_it_is(
        self, watched, tmp_path, monkeypatch, trouble
    ):
        path = put(tmp_path)

        def fail(**_told: object) -> None:
            raise trouble

        with monkeypatch.context() as patch:
            patch.setattr(watched_folder, "accept_upload", fail)
            assert watched.look() == [FileOutcome.WAITS]
        assert path.exists()
        assert watched.look() == [FileOutcome.TAKEN]

    def test_trouble_that_lasts_is_told_once(self, watched, tmp_path, monkeypatch, caplog):
        def fail(**_told: object) -> None:
            raise OSError(13, "denied")

        monkeypatch.setattr(watched_folder, "accept_upload", fail)
        put(tmp_path)
        for _time in range(3):
            assert watched.look() == [FileOutcome.WAITS]

        assert caplog.messages == ["a watched file waits: EACCES"]

    def test_what_met_trouble_is_left_alone_for_a_while(self, watched, tmp_path, monkeypatch):
        def fail(**_told: object) -> None:
            raise OSError(13, "denied")

        watched.settle_s = 1e-9
        monkeypatch.setattr(watched_folder, "TROUBLE_SETTLES", 1e12)
        put(tmp_path)
        watched.look()
        with monkeypatch.context() as patch:
            patch.setattr(watched_folder, "accept_upload", fail)
            watched.look()

        assert watched.look() == [FileOutcome.WAITS]

    def test_a_folder_is_watched_by_one_process_only(self, tmp_path):
        with watching_alone(tmp_path), pytest.raises(FolderTakenError), watching_alone(tmp_path):
            pass

    def test_unknown_units_and_folders_are_told(self, tmp_path, unit):
        with pytest.raises(CommandError, match="health"):
            call_command("watch", str(tmp_path), "--unit", "nowhere")
        with pytest.raises(CommandError, match="no folder"):
            call_command("watch", str(tmp_path / "nowhere"))


def test_whole_file_is_captured_and_moved(watched, tmp_path, unit):
    put(tmp_path)

    assert watched.look() == [FileOutcome.TAKEN]

    original = Original.objects.get()
    assert (original.unit, original.captured_by, original.upload_name) == (unit, None, "scan.pdf")
    assert private_storage.read(original.stored_name) == SCAN
    assert (tmp_path / "taken" / "scan.pdf").read_bytes() == SCAN
    assert watched.look() == []


def test_scanner_that_writes_the_pdf_again_page_by_page_makes_one_document(tmp_path, unit):
    watched = WatchedFolder(folder=tmp_path, unit=unit, settle_s=0.1)
    pages = [draw_page(f"صفحة {number}") for number in range(3)]

    for count in (1, 2, 3):
        put(tmp_path, data=pdf_of(*pages[:count]))
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            assert watched.look() == [FileOutcome.WAITS]
    until = time.monotonic() + 60
    while FileOutcome.TAKEN not in watched.look() and time.monotonic() < until:
        pass

    assert [original.page_count for original in Original.objects.all()] == [3]


def test_with_delete_nothing_stays_in_clear(tmp_path, unit):
    put(tmp_path)

    WatchedFolder(folder=tmp_path, unit=unit, settle_s=0, delete=True).look()

    assert list(tmp_path.iterdir()) == []
    assert Original.objects.count() == 1


def test_killed_between_capture_and_move_it_is_the_same_paper(watched, tmp_path, monkeypatch):
    class KilledError(BaseException):
        pass

    def die(*_told: object) -> None:
        raise KilledError

    put(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(watched_folder, "_move", die)
        with pytest.raises(KilledError):
            watched.look()

    assert watched.look() == [FileOutcome.TAKEN]
    assert Original.objects.count() == 1
    assert (tmp_path / "taken" / "scan.pdf").exists()


def test_the_same_name_again_is_another_paper(watched, tmp_path):
    put(tmp_path)
    watched.look()
    put(tmp_path)

    assert watched.look() == [FileOutcome.TAKEN]
    assert Original.objects.count() == 2
    assert {path.name for path in (tmp_path / "taken").iterdir()} == {"scan.pdf", "scan-2.pdf"}


def test_a_name_that_is_no_utf8_is_taken_like_any_other(watched, tmp_path):
    path = tmp_path / os.fsdecode("reçu.pdf".encode("latin-1"))
    path.write_bytes(SCAN)

    assert watched.look() == [FileOutcome.TAKEN]
    assert Original.objects.get().upload_name == "re\N{REPLACEMENT CHARACTER}u.pdf"


@pytest.mark.parametrize("data", [SCAN, b"only words"], ids=["captured", "refused"])
def test_what_replaces_a_file_while_it_is_looked_into_is_taken_next(
    watched, tmp_path, monkeypatch, data
):
    path = put(tmp_path, data=data)

    def be_replaced(**told: Any) -> Any:
        try:
            return accept_upload(**told)
        finally:
            newer = put(tmp_path, "newer", as_bytes(draw_page()))
            newer.rename(path)

    with monkeypatch.context() as patch:
        patch.setattr(watched_folder, "accept_upload", be_replaced)
        watched.look()

    assert watched.look() == [FileOutcome.TAKEN]
    assert Original.objects.filter(media_type="image/png").count() == 1


def test_the_longest_of_names_finds_room_for_its_sentence_and_its_number(watched, tmp_path):
    name = "ورقة" * 31 + ".pdf"
    for data in (b"only words", b"other words"):
        put(tmp_path, name, data)
        assert watched.look() == [FileOutcome.REFUSED]

    assert len(list((tmp_path / "refused").iterdir())) == 4


@pytest.mark.django_db(transaction=True)
def test_command_takes_what_is_there_and_stops(tmp_path, unit):
    put(tmp_path, "one.pdf")
    put(tmp_path, "two.png", as_bytes(draw_page()))
    os.utime(tmp_path / "one.pdf")

    call_command("watch", str(tmp_path), "--unit", "health", "--settle", "0", "--once")

    assert Original.objects.filter(unit=unit).count() == 2
