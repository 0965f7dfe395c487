"""The migration that wrote names into their entries loses no unit, forwards and backwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from search.models import NamedEntry, NamePosting
from search.names import put_names
from search.tests.names.people import a_person, found

BEFORE = [("search", "0003_postings_by_unit_and_entry")]

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(target: list[tuple[str, str]]) -> Any:
    """Bring the card index to a step; return its models as they were then."""
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def now() -> Iterator[list[tuple[str, str]]]:
    """The newest step, to which the database comes back whatever happens."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("search")
    yield leaves
    MigrationExecutor(connection).migrate(leaves)


def test_names_go_back_into_postings_and_come_again(now: list[tuple[str, str]]) -> None:
    put_names(a_person("رقية بنت علي العلوي", "!", "Rkia", parents={"mother": "فاطمة"}))
    line = NamedEntry.objects.get().written

    old = migrate(BEFORE).get_model("search", "NamePosting")

    columns = old.objects.order_by("name", "place").values_list("place", "count", "father")
    assert list(columns) == [
        (0, 3, False),
        (1, 3, True),
        (2, 3, False),
        (0, 1, False),
        (0, 1, False),
    ]
    migrate(now)
    assert NamedEntry.objects.get().written == line
    assert NamePosting.objects.count() == 5
    assert found("رقية العلوي") == ["person:1"]
