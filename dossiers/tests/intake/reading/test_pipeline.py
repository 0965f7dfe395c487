"""A worker may die anywhere: nothing is lost, nothing doubled, the next one goes on."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from dossiers.intake.reading import lease, pipeline
from dossiers.intake.reading.reader import PageNotReadError, reader_of_this_thread
from dossiers.intake.reading.tasks import read_document
from dossiers.models import Document, JournalEntry, Page, ReadingJob
from dossiers.storage.private_files import PrivateStorage, private_storage
from dossiers.tests.factories import DocumentFactory, captured
from dossiers.tests.intake.conftest import FRENCH_LINE, as_bytes, draw_page, pdf_of
from dossiers.vocabulary import DocumentState, TextSource


class KilledError(BaseException):
    """Stands for a kill -9: nothing of ours catches it."""


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    return pdf_of(draw_page(), draw_page("محضر الجلسة"))


def die_when(monkeypatch, name: str, *, call: int = 1) -> None:
    """Let the n-th call of a function of the pipeline be the end of the worker."""
    real = getattr(pipeline, name)
    calls = 0

    def deadly(*args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise KilledError
        return real(*args, **named)

    monkeypatch.setattr(pipeline, name, deadly)
    if real in pipeline.STAGES:
        stages = tuple(deadly if stage is real else stage for stage in pipeline.STAGES)
        monkeypatch.setattr(pipeline, "STAGES", stages)


def forget_the_dead(document: Document) -> None:
    """Make the lease one of a process that is gone."""
    job = ReadingJob.objects.get(document=document)
    host = job.lease_by.split(":")[0]
    ReadingJob.objects.filter(pk=job.pk).update(lease_by=f"{host}:999999999:1:dead")


@pytest.mark.django_db
class TestRefusals:
    """What is left alone, and what is given up with a reason."""

    def test_paper_in_other_hands_is_left_alone(self, reader, two_pages):
        document = captured(two_pages, pages=2)
        lease.claim(document.pk)

        assert pipeline.process(document.pk, reader=reader) is False
        assert lease.claim(document.pk) is None

    def test_finished_paper_is_left_alone(self, reader):
        document = DocumentFactory(read=True)

        assert pipeline.process(document.pk, reader=reader) is False

    def test_without_models_papers_wait_and_nothing_is_counted(self, monkeypatch, two_pages):
        document = captured(two_pages, pages=2)
        monkeypatch.setattr(pipeline, "models_are_there", lambda: False)

        assert pipeline.process(document.pk) is False

        document.refresh_from_db()
        job = document.reading_job
        assert (document.state, job.attempts, job.failure) == ("captured", 0, "")

    def test_lost_original_is_told_and_can_be_tried_again(self, reader, two_pages):
        document = captured(two_pages, pages=2)
        private_storage.delete(document.originals.get().stored_name)

        pipeline.process(document.pk, reader=reader)

        document.refresh_from_db()
        assert (document.failure, document.state) == ("not_stored", DocumentState.CAPTURED)
        assert document.reading_job.lease_by == ""

    def test_unreadable_file_is_given_up_with_its_reason(self, reader):
        document = captured(b"%PDF-1.4 torn")

        pipeline.process(document.pk, reader=reader)

        document.refresh_from_db()
        assert document.failure == "unreadable"

    def test_paper_that_kills_every_worker_is_given_up(self, reader, two_pages):
        document = captured(two_pages, pages=2)
        ReadingJob.objects.update(attempts=pipeline.MAX_ATTEMPTS)

        pipeline.process(document.pk, reader=reader)

        document.refresh_from_db()
        assert document.failure == "interrupted"

    def test_database_trouble_is_waited_out(self, reader, two_pages, monkeypatch):
        document = captured(two_pages, pages=2)

        def locked(work: object) -> None:
            raise OperationalError("database is locked")

        monkeypatch.setattr(pipeline, "STAGES", (locked,))
        pipeline.process(document.pk, reader=reader)

        document.refresh_from_db()
        job = document.reading_job
        assert (job.failure, job.lease_by) == ("", "")
        assert job.lease_until > timezone.now()

    def test_one_page_that_cannot_be_read_does_not_hold_up_the_others(
        self, reader, two_pages, monkeypatch
    ):
        document = captured(two_pages, pages=2)
        real, calls = reader.read, []

        def fail_once(picture: object, **told: object) -> object:
            calls.append(picture)
            if len(calls) == 1:
                raise PageNotReadError("the child died")
            return real(picture, **told)

        monkeypatch.setattr(reader, "read", fail_once)
        pipeline.process(document.pk, reader=reader)

        document.refresh_from_db()
        assert (document.state, document.is_damaged) == (DocumentState.READ, True)
        assert (document.pages_read, document.page_count) == (1, 2)

    def test_reader_that_lost_its_lease_writes_nothing(self, reader, two_pages, monkeypatch):
        document = captured(two_pages, pages=2)
        real = reader.read

        def lose_lease(picture: object, **told: object) -> object:
            ReadingJob.objects.update(lease_by="somebody:1:1:else")
            return real(picture, **told)

        monkeypatch.setattr(reader, "read", lose_lease)
        before = private_storage.names()
        pipeline.process(document.pk, reader=reader)

        assert not Page.objects.filter(is_read=True).exists()
        assert private_storage.names() == before


@pytest.mark.django_db
def test_paper_is_read_page_by_page(reader, two_pages):
    document = captured(two_pages, pages=2)

    assert pipeline.process(document.pk, reader=reader) is True

    document.refresh_from_db()
    assert document.state == DocumentState.READ
    assert (document.page_count, document.pages_read) == (2, 2)
    assert not ReadingJob.objects.exists()
    first, second = document.pages.order_by("number")
    assert FRENCH_LINE in first.text
    assert "الجلسة" in second.text
    assert first.text_source == TextSource.READ
    layout = json.loads(private_storage.read(first.words_name))
    assert (layout["width"], layout["height"]) == (first.width, first.height)
    assert private_storage.read(first.image_name)[8:12] == b"WEBP"
    assert JournalEntry.objects.filter(detail__verb="read").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("point", "call"),
    [
        ("read_pages", 1),
        ("_read_page", 1),
        ("_save_page", 1),
        ("_read_page", 2),
        ("_save_page", 2),
        ("suggest_fields", 1),
        ("conclude", 1),
    ],
)
def test_worker_killed_at_any_stage_loses_and_doubles_nothing(
    reader, two_pages, monkeypatch, point, call
):
    document = captured(two_pages, pages=2)
    with monkeypatch.context() as patch:
        die_when(patch, point, call=call)
        with pytest.raises(KilledError):
            pipeline.process(document.pk, reader=reader)
    forget_the_dead(document)

    assert lease.release_dead() == 1
    assert pipeline.process(document.pk, reader=reader) is True

    document.refresh_from_db()
    assert (document.state, document.pages_read) == (DocumentState.READ, 2)
    assert document.pages.filter(is_read=True).count() == 2
    assert JournalEntry.objects.filter(detail__verb="read").count() == 1


@pytest.mark.django_db
def test_lease_of_a_living_worker_stands_until_its_term(two_pages):
    document = captured(two_pages, pages=2)
    token = lease.claim(document.pk)

    assert lease.release_dead() == 0
    ReadingJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert lease.claim(document.pk) not in (None, token)
    with pytest.raises(lease.LeaseLostError):
        lease.renew(document.pk, token)


@pytest.mark.django_db
def test_task_is_a_wake_up_call_with_an_id_only(models):
    document = captured(as_bytes(draw_page()))

    result = read_document.enqueue(document.pk)
    read_document.call(document.pk)
    reader_of_this_thread().close()

    assert (result.args, result.kwargs) == ([document.pk], {})
    document.refresh_from_db()
    assert document.state == DocumentState.READ


@pytest.mark.django_db
def test_read_paper_suggests_what_is_printed_with_its_place(reader):
    lines = ("شهادة السكنى", "الاسم الكامل : إلياس وردمران", "حرر بتارودانت في 14 مارس 2023")
    document = captured(as_bytes(draw_page(*lines)))

    pipeline.process(document.pk, reader=reader)

    page = document.pages.get()
    values = {one.field: one for one in document.suggestions.all()}
    assert values["kind"].value == "AD01"
    assert values["issued_on"].value == "2023-03-14"
    assert values["person"].shown == "إلياس وردمران"
    left, top, right, bottom = values["kind"].box
    assert 0 <= left < right <= page.width
    assert 0 <= top < bottom < values["person"].box[1]


@pytest.mark.django_db
def test_print_that_the_finders_stumble_over_holds_up_no_paper(reader, monkeypatch):
    def stumble(*args: object, **named: object) -> None:
        raise ValueError("an odd page")

    monkeypatch.setattr("dossiers.intake.suggestions.store.suggest", stumble)
    document = captured(as_bytes(draw_page()))

    pipeline.process(document.pk, reader=reader)

    document.refresh_from_db()
    assert document.state == DocumentState.READ
    assert document.suggestions.count() == 0


# A real worker, really killed.


@pytest.fixture
def place(tmp_path, models, transactional_db) -> Iterator[Path]:
    """A place of its own with one captured paper of four pages; the worker is a process."""
    if connection.vendor != "sqlite":
        pytest.skip("the killed worker is tried on SQLite, the default place")
    store = PrivateStorage(root=tmp_path / "store", keys=tmp_path / "keys")
    captured(
        pdf_of(*(draw_page(f"الصفحة رقم {number}") for number in range(1, 5))), pages=4, store=store
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "aman.sqlite3")])
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


def start_worker(place: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "AMAN_VAR_DIR": str(place),
        "DJANGO_SETTINGS_MODULE": "aman_site.settings.embedded",
    }
    command = [sys.executable, "manage.py", "work", "--once", "--processes", "1"]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )


def look(place: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(place / "aman.sqlite3", timeout=20) as database:
        return database.execute(query).fetchall()


def wait_until(condition: object, *, limit_s: float = 180.0) -> None:
    """Look again and again until something holds; fail after a while."""
    until = time.monotonic() + limit_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, "it did not come to pass in time"
        threading.Event().wait(0.05)


def test_killed_worker_process_is_followed_by_one_that_finishes(place):
    first = start_worker(place)
    wait_until(lambda: look(place, "select pages_read from dossiers_document")[0][0] >= 1)
    first.kill()
    first.wait()
    ((state, pages),) = look(place, "select state, pages_read from dossiers_document")
    assert (state, pages < 4) == ("captured", True)

    assert start_worker(place).wait(timeout=180) == 0

    assert look(place, "select state, pages_read from dossiers_document") == [("read", 4)]
    assert look(place, "select * from dossiers_readingjob") == []
    texts = [text for (text,) in look(place, "select text from dossiers_page order by number")]
    assert all(f"الصفحة رقم {number}" in text for number, text in enumerate(texts, 1))
    names = look(
        place, "select image_name, screen_name, thumbnail_name, words_name from dossiers_page"
    )
    store = PrivateStorage(root=place / "store", keys=place / "keys")
    assert all(store.read(str(name)) for row in names for name in row)
