"""Stored files that nothing refers to go, slowly; a paper's files never."""

import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from dossiers.intake import orphans
from dossiers.intake.storage import PrivateStorage, StoreError, private_storage
from dossiers.models import Original
from dossiers.tests.factories import DocumentFactory, PageFactory

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


def test_old_file_without_a_paper_is_put_aside_and_later_deleted(db, monkeypatch):
    name = private_storage.put(b"crashed before the commit")
    age(name)

    assert orphans.sweep() >= 1

    assert not private_storage.exists(name)
    assert (private_storage.aside / name).exists()
    monkeypatch.setattr(orphans, "KEPT_ASIDE_S", -1)
    orphans.sweep()
    assert not (private_storage.aside / name).exists()
    with pytest.raises(StoreError):
        private_storage.read(name)


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
