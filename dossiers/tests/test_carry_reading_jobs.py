"""The migration that gave the queue a table of its own keeps every value, both ways."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dossiers.tests.factories import UnitFactory

BEFORE = [("dossiers", "0043_typed_journal")]
AFTER = [("dossiers", "0046_document_without_queue")]
QUEUE = ("lease_by", "lease_until", "attempts", "failure")
UNTIL = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(target: list[tuple[str, str]]) -> Any:
    """Bring the archive to a step; return its models as they were then."""
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """Bring the database back to the newest step, whatever happens."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("dossiers")
    yield
    MigrationExecutor(connection).migrate(leaves)


def test_each_paper_keeps_its_place_in_the_queue_and_gets_it_back() -> None:
    unit = UnitFactory()
    rows: dict[tuple[str, int], tuple[Any, ...]] = {
        ("captured", 0): ("", None, 0, ""),
        ("captured", 1): ("host:1:2:token", UNTIL, 3, ""),
        ("captured", 2): ("", None, 40, "interrupted"),
        ("rescan", 3): ("", None, 0, "unreadable"),
        ("trashed", 4): ("", None, 0, "unreadable"),
        ("read", 5): ("", None, 0, ""),
    }
    old = migrate(BEFORE).get_model("dossiers", "Document")
    ids = {
        old.objects.create(
            unit_id=unit.pk, state=state, uid=f"p{n}", **dict(zip(QUEUE, row, strict=True))
        ).pk: row
        for (state, n), row in rows.items()
    }

    jobs = migrate(AFTER).get_model("dossiers", "ReadingJob")

    carried = {pk: tuple(row) for pk, *row in jobs.objects.values_list("pk", *QUEUE)}
    assert carried == dict(list(ids.items())[:5])

    back = migrate(BEFORE).get_model("dossiers", "Document")
    assert {pk: tuple(row) for pk, *row in back.objects.values_list("pk", *QUEUE)} == ids
    assert set(back.objects.values_list("stage", flat=True)) == {"captured"}
