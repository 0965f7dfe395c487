"""Stored files that nothing refers to go, slowly; a paper's files never."""

import json
import os
import time
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from dossiers.models import Installation, Original
from dossiers.storage import installation, orphans
from dossiers.storage.backup_mark import MARK
from dossiers.storage.private_files import PrivateStorage, private_storage
from dossiers.tests.factories import DocumentFactory, OriginalFactory, PageFactory

pytestmark = pytest.mark.django_db

LONG_AGO_S = 3 * 60 * 60


def age(name: str, seconds: float = LONG_AGO_S) -> None:
    """Make a stored file older than it is."""
    then = time.time() - seconds
    os.utime(private_storage._path(name), (then, then))


@pytest.fixture
def paper():
    """A paper with files of every sort, all old."""
    page = PageFactory(document=DocumentFactory(filed=True))
    for column in ("image_name", "screen_name", "thumbnail_name", "words_name"):
        setattr(page, column, private_storage.put(column.encode()))
        age(getattr(page, column))
    page.save()
    page.original.stored_name = private_storage.put(b"original")
    age(page.original.stored_name)
    page.original.save()
    return page


def test_file_of_a_capture_under_way_is_left_alone(db):
    name = private_storage.put(b"not committed yet")

    orphans.sweep()

    assert private_storage.exists(name)


def test_files_of_papers_are_left_alone_however_old(paper):
    orphans.sweep()

    for column in ("image_name", "screen_name", "thumbnail_name", "words_name"):
        assert private_storage.exists(getattr(paper, column))
    assert private_storage.exists(paper.original.stored_name)


@pytest.fixture
def store(tmp_path, settings):
    """A place of its own: a store with this database's id and nothing in it."""
    settings.AMAN_VAR_DIR = tmp_path
    Installation.objects.update(is_marked=False)
    assert installation.settle().state == installation.State.FITS
    return private_storage


def put(count: int, *, is_needed: bool = False) -> list[str]:
    """Store so many old files, of papers or of nobody."""
    names = [private_storage.put(f"{is_needed} {number}".encode()) for number in range(count)]
    for name in names:
        age(name)
        if is_needed:
            OriginalFactory(stored_name=name)
    return names


def write_backup_mark(began: datetime, **changes: str) -> None:
    """Leave the mark that a backup leaves."""
    told = {"place": installation.uid_of_database(), "started_at": began.isoformat()}
    told |= {"finished_at": (began + timedelta(minutes=1)).isoformat()} | changes
    (Path(settings.AMAN_VAR_DIR) / MARK).write_text(json.dumps(told))


@pytest.mark.parametrize(
    ("needed", "orphaned"),
    [(0, 40), (0, 1), (66, 4), (2000, 51)],
    ids=["all", "the only one", "6 in 100", "51 of many"],
)
def test_sweep_that_looks_like_another_database_moves_nothing(
    store, monkeypatch, needed: int, orphaned: int
) -> None:
    names = put(orphaned)
    # The others need not be on the disk to be counted.
    real = store.names()
    monkeypatch.setattr(store, "names", lambda **_: real | {f"x/{n}" for n in range(needed)})
    monkeypatch.setattr(orphans, "referred_to", lambda: {f"x/{n}" for n in range(needed)})

    sweep = orphans.sweep()

    assert sweep.is_refused
    assert all(store.exists(name) for name in names)
    told = Installation.objects.get()
    assert (told.orphans_found, told.files_stored) == (orphaned, needed + orphaned)
    assert told.sweep_refused_at is not None


def test_refused_sweep_is_shown_and_done_when_its_number_is_confirmed(store) -> None:
    names = put(3)
    orphans.sweep()
    said = StringIO()

    call_command("sweep_store", stdout=said)
    with pytest.raises(CommandError, match="There are 3"):
        call_command("sweep_store", "--confirm", "2", stdout=said)
    assert all(store.exists(name) for name in names)
    call_command("sweep_store", "--confirm", "3", stdout=said)

    assert "3 of 3 stored files belong to no paper" in said.getvalue()
    assert store.names_aside() == set(names)
    assert Installation.objects.get().sweep_refused_at is None


@pytest.mark.parametrize("needed", [1, 18, 20])
def test_old_file_without_a_paper_is_put_aside(store, needed: int) -> None:
    put(needed, is_needed=True)
    [name] = put(1)

    sweep = orphans.sweep()

    assert (sweep.found, sweep.is_refused) == (1, False)
    assert not store.exists(name)
    assert store.names_aside() == {name}


@pytest.mark.parametrize(
    ("mark", "is_deleted"),
    [
        pytest.param(None, False, id="no backup"),
        pytest.param({"days_ago": 45}, False, id="backup older than the file"),
        pytest.param({"days_ago": 1, "place": "another"}, False, id="backup of another place"),
        pytest.param({"days_ago": 1, "finished_at": ""}, False, id="backup that did not end"),
        pytest.param({"days_ago": -1}, False, id="backup of tomorrow"),
        pytest.param({"days_ago": 1}, True, id="backup that saw it"),
    ],
)
def test_file_put_aside_is_deleted_only_when_a_backup_has_seen_it(store, mark, is_deleted) -> None:
    put(20, is_needed=True)
    [name] = put(1)
    orphans.sweep()
    then = time.time() - 40 * 24 * 60 * 60
    os.utime(store.aside / name, (then, then))
    if mark is not None:
        began = timezone.now() - timedelta(days=mark.pop("days_ago"))
        write_backup_mark(began, **mark)

    orphans.sweep()

    assert (store.names_aside() == set()) is is_deleted


def test_file_put_aside_lately_is_kept_whatever_the_backups_say(store) -> None:
    put(20, is_needed=True)
    [name] = put(1)
    orphans.sweep()
    write_backup_mark(timezone.now() - timedelta(minutes=5))

    orphans.sweep()

    assert store.names_aside() == {name}


def test_files_put_aside_return_when_a_restored_database_refers_to_them(store) -> None:
    put(20, is_needed=True)
    [name] = put(1)
    orphans.sweep()
    then = time.time() - 400 * 24 * 60 * 60
    os.utime(store.aside / name, (then, then))
    write_backup_mark(timezone.now() - timedelta(days=1))
    OriginalFactory(stored_name=name)

    assert orphans.sweep().returned == 1

    assert store.exists(name)
    assert store.names_aside() == set()


def test_what_was_put_aside_comes_back_when_it_is_asked_for(paper):
    private_storage.put_aside(paper.original.stored_name)

    assert private_storage.read(paper.original.stored_name) == b"original"
    assert private_storage.exists(paper.original.stored_name)


def test_every_column_that_is_filled_from_the_store_is_looked_at():
    columns = {(model.__name__, column) for model, column in orphans.references()}

    assert {("Original", "stored_name"), ("Page", "image_name"), ("Page", "words_name")} <= columns
    # A name kept in another sort of column would not be seen.
    for model in {model for model, _column in orphans.references()}:
        for field in model._meta.get_fields():
            if field.name.endswith("_name"):
                assert isinstance(field, models.CharField)


def test_check_tells_what_is_missing(paper):
    private_storage.delete(paper.image_name)

    with pytest.raises(CommandError, match="missing"):
        call_command("check_store", stdout=StringIO())


def test_check_tells_of_an_original_that_changed(tmp_path, monkeypatch, paper):
    Original.objects.exclude(pk=paper.original.pk).update(stored_name="")
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("check_store", "--deep", stdout=said)

    assert f"not what was captured: {paper.original.stored_name}" in said.getvalue()


def test_stores_keep_apart_what_they_put_aside(tmp_path):
    store = PrivateStorage(root=tmp_path / "one", keys=tmp_path / "keys")
    name = store.put(b"x")
    store.put_aside(name)

    assert store.names() == set()
    assert store.aside == tmp_path / "one-aside"
