"""The migration that gave files a table of their own loses no row, forwards and backwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dossiers.tests.factories import DocumentFactory, OriginalFactory, PageFactory, UnitFactory

BEFORE = [("dossiers", "0008_procedures_and_their_papers")]
AFTER = [("dossiers", "0011_papers_without_files")]

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(target: list[tuple[str, str]]) -> Any:
    """Bring the archive to a step; return its models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def now() -> Iterator[list[tuple[str, str]]]:
    """The newest step, to which the database comes back whatever happens."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("dossiers")
    yield leaves
    MigrationExecutor(connection).migrate(leaves)


def test_each_paper_gets_its_file_and_the_same_pages(now: object) -> None:
    unit = UnitFactory()
    old = migrate(BEFORE)
    read = old.get_model("dossiers", "Document").objects.create(
        unit_id=unit.pk,
        stored_name="ab/cd.age",
        upload_name="act.pdf",
        media_type="application/pdf",
        size_bytes=9,
        sha256="1" * 64,
        upload_id="sent-0",
        page_count=2,
        state="read",
    )
    for number in (1, 2):
        old.get_model("dossiers", "Page").objects.create(document=read, number=number)
    waiting = old.get_model("dossiers", "Document").objects.create(
        unit_id=unit.pk, stored_name="ef/gh.age", sha256="2" * 64, page_count=3
    )

    new = migrate(AFTER)

    Page = new.get_model("dossiers", "Page")
    places = "original_number", "number", "original__stored_name", "original__upload_id"
    assert list(Page.objects.filter(document=read.pk).order_by("number").values_list(*places)) == [
        (1, 1, "ab/cd.age", "sent-0"),
        (2, 2, "ab/cd.age", "sent-0"),
    ]
    assert Page.objects.filter(document=waiting.pk, is_read=False).count() == 3
    file = new.get_model("dossiers", "Original").objects.get(sha256="1" * 64)
    assert (file.captured_at, file.size_bytes, file.page_count) == (read.captured_at, 9, 2)
    # The next file gets a number of its own.
    new.get_model("dossiers", "Original").objects.create(unit_id=unit.pk, sha256="3" * 64)


def test_each_file_goes_back_to_its_paper(now: object) -> None:
    paper = DocumentFactory(read=True)
    PageFactory(document=paper, original__stored_name="ab/cd.age", original__upload_id="sent-0")

    old = migrate(BEFORE)

    document = old.get_model("dossiers", "Document").objects.get(pk=paper.pk)
    assert (document.stored_name, document.upload_id) == ("ab/cd.age", "sent-0")
    assert document.media_type == "image/jpeg"


def test_papers_that_were_split_do_not_go_back_to_share_a_file(now: object) -> None:
    original = OriginalFactory(page_count=2)
    for number in (1, 2):
        PageFactory(original=original, original_number=number)

    with pytest.raises(RuntimeError, match="split"):
        migrate(BEFORE)
