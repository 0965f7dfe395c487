"""A worker that does not see the store waits, and goes on when the store is back."""

import html
import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.capture.watched_folder import FileOutcome, WatchedFolder
from dossiers.intake.reading import pipeline
from dossiers.models import Document, Installation, ReadingJob
from dossiers.storage import installation
from dossiers.storage.private_files import StoreAwayError, private_storage
from dossiers.tests.factories import UnitFactory
from dossiers.tests.intake.conftest import as_bytes, draw_page
from dossiers.tests.world import build_world
from dossiers.vocabulary import DocumentState
from dossiers.worker import Worker

ON_A_SERVER = {
    "DJANGO_SETTINGS_MODULE": "aman_site.settings.production",
    "AMAN_SECRET_KEY": "only-for-this-test-" * 4,
    "AMAN_HOSTS": "aman.example",
    "AMAN_BASE_URL": "https://aman.example",
}


@pytest.fixture
def place(db, tmp_path, settings) -> Path:
    """A place of its own whose store is guarded, as a site's or worker's is."""
    settings.AMAN_VAR_DIR = tmp_path
    Installation.objects.update(is_marked=False)
    assert installation.guard_store().state is installation.State.FITS
    return tmp_path


@pytest.fixture
def paper(place: Path) -> Document:
    """A captured paper."""
    file = io.BytesIO(as_bytes(draw_page()))
    return accept_upload(file=file, name="scan.png", unit=UnitFactory(), by=None).document


def unplug(place: Path) -> None:
    """Leave the empty folder that a disk leaves which is not mounted."""
    (place / "store").rename(place / "disk")
    (place / "store").mkdir()


def plug_in(place: Path) -> None:
    (place / "store").rmdir()
    (place / "disk").rename(place / "store")


@pytest.mark.django_db
def test_paper_whose_store_is_away_does_not_fail_however_often_it_is_tried(
    place: Path, paper: Document, models: None
) -> None:
    unplug(place)

    for _attempt in range(pipeline.MAX_ATTEMPTS + 2):
        ReadingJob.objects.update(lease_until=None)
        assert pipeline.process(paper.pk)

    paper.refresh_from_db()
    job = paper.reading_job
    assert (paper.state, job.failure, job.attempts) == (DocumentState.CAPTURED, "", 0)


@pytest.mark.django_db(transaction=True)
def test_worker_takes_up_nothing_while_the_store_is_away(
    place: Path, paper: Document, models: None
) -> None:
    unplug(place)

    assert not Worker(processes=1)._do_something(reader=None)

    job = ReadingJob.objects.get(document=paper)
    assert (job.attempts, job.lease_by) == (0, "")
    assert list((place / "store").iterdir()) == []


@pytest.mark.django_db
def test_upload_is_not_acknowledged_while_the_store_is_away(place: Path) -> None:
    unplug(place)

    with pytest.raises(OSError, match="not seen"):
        accept_upload(
            file=io.BytesIO(as_bytes(draw_page())), name="scan.png", unit=UnitFactory(), by=None
        )

    assert not Document.objects.exists()


@pytest.fixture
def worker(place: Path, paper: Document, models: None) -> Iterator[subprocess.Popen[str]]:
    """A worker process of this place that starts while the store is away."""
    environment = os.environ | {"AMAN_VAR_DIR": str(place)}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(place / "aman.sqlite3")])
        environment["DJANGO_SETTINGS_MODULE"] = "aman_site.settings.embedded"
    else:
        environment |= ON_A_SERVER | {"AMAN_POSTGRESQL_NAME": connection.settings_dict["NAME"]}
    unplug(place)
    command = [sys.executable, "manage.py", "work", "--once", "--processes", "1"]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.mark.django_db(transaction=True)
def test_worker_process_waits_for_the_store_and_then_reads(
    place: Path, worker: subprocess.Popen[str]
) -> None:
    assert "the worker waits" in next(line for line in worker.stderr or () if "waits" in line)
    assert look(place) == [(DocumentState.CAPTURED, 0, "")]

    plug_in(place)
    worker.communicate()

    [(state, _attempts, image)] = look(place)
    assert (worker.returncode, state) == (0, DocumentState.READ)
    assert private_storage.exists(image)


def look(place: Path) -> list[tuple[str, int, str]]:
    """Return state, attempts and picture of each paper in the worker's database."""
    query = (
        "SELECT state, attempts, image_name FROM dossiers_document document "
        "LEFT JOIN dossiers_readingjob job ON job.document_id = document.id "
        "LEFT JOIN dossiers_page page ON page.document_id = document.id"
    )
    if connection.vendor == "sqlite":
        with sqlite3.connect(place / "aman.sqlite3", timeout=20) as database:
            return database.execute(query).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.django_db
def test_desk_is_told_in_a_sentence_and_keeps_its_papers(place: Path, client: Client) -> None:
    world = build_world()
    unplug(place)
    client.force_login(world.users["scanning_desk"])
    paper = SimpleUploadedFile("scan.png", as_bytes(draw_page()))
    unit = world.units["civil_registration"]

    answer = client.post(
        reverse("dossiers:upload"), {"papers": paper, "unit": unit.uid, "upload_id": "a" * 32}
    )

    assert str(StoreAwayError().reason) in html.unescape(answer.content.decode())


@pytest.mark.django_db
def test_copier_s_file_stays_where_it_is(place: Path) -> None:
    unplug(place)
    folder = place / "copier"
    folder.mkdir()
    (folder / "scan.png").write_bytes(as_bytes(draw_page()))
    watched = WatchedFolder(folder=folder, unit=UnitFactory(), settle_s=0)

    watched.look()

    assert watched.look() == [FileOutcome.WAITS]
    assert (folder / "scan.png").exists()
