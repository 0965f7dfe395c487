"""A disk that is full: said clearly, and room is made for the database to go on."""

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from dossiers.intake.reading.reader import reader_of_this_thread
from dossiers.storage import disk_space
from dossiers.storage.disk_space import DiskFullError, is_disk_full
from dossiers.tests.factories import DocumentFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState
from dossiers.worker import Worker

MORE_THAN_ANY_DISK = 2**60


def of_the_database(code: int) -> OperationalError:
    """Return what Django raises for an error of SQLite."""
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    error = OperationalError("as SQLite says it")
    error.__cause__ = cause
    return error


@pytest.fixture
def reserve() -> Path:
    """A reserve that was set aside."""
    path = Path(settings.AMAN_VAR_DIR) / "reserve"
    path.unlink(missing_ok=True)
    disk_space.keep_reserve()
    assert path.stat().st_blocks * 512 >= disk_space.RESERVE_BYTES
    return path


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (OSError(errno.EACCES, "no"), False),
        (of_the_database(sqlite3.SQLITE_BUSY), False),
        (ValueError("no"), False),
        (None, False),
        (OSError(errno.ENOSPC, "no space"), True),
        (of_the_database(sqlite3.SQLITE_FULL), True),
        (DiskFullError(), True),
    ],
)
def test_full_disk_is_known_by_its_error(error: BaseException | None, is_full: bool) -> None:
    assert is_disk_full(error) is is_full


def test_no_reserve_is_set_aside_from_what_the_floor_needs(settings: Any) -> None:
    disk_space.give_up_reserve()
    settings.AMAN_DISK_FLOOR_BYTES = MORE_THAN_ANY_DISK

    disk_space.keep_reserve()

    assert not (Path(settings.AMAN_VAR_DIR) / "reserve").exists()


def test_file_below_the_floor_leaves_the_reserve(reserve: Path, settings: Any) -> None:
    settings.AMAN_DISK_FLOOR_BYTES = MORE_THAN_ANY_DISK

    with pytest.raises(DiskFullError), disk_space.telling_of_a_full_disk():
        disk_space.require_room(1)

    assert reserve.exists()


@pytest.mark.django_db(transaction=True)
def test_no_page_is_read_below_half_of_the_floor(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossiers.worker.models_are_there", lambda: True)
    monkeypatch.setattr("dossiers.worker.pipeline.process", pytest.fail)
    document = DocumentFactory(state=DocumentState.CAPTURED)
    settings.AMAN_DISK_FLOOR_BYTES = MORE_THAN_ANY_DISK

    did_something = Worker(processes=1)._do_something(reader_of_this_thread())

    assert not did_something
    document.refresh_from_db()
    assert document.state == DocumentState.CAPTURED


@pytest.mark.django_db
def test_page_that_meets_a_full_disk_says_so_and_gives_the_reserve_up(
    client: Client, world: World, reserve: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise of_the_database(sqlite3.SQLITE_FULL)

    client.force_login(world.users["director"])
    client.raise_request_exception = False
    monkeypatch.setattr("dossiers.search_pages.views.home.bounded_count", refuse)

    answer = client.get(reverse("dossiers:home"))

    assert answer.status_code == 507
    assert not reserve.exists()
