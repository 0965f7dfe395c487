"""The triggers by which the database refuses to change the journal, and how to lift them.

They are lifted only to empty a database as a whole (`manage.py flush`, tests) and by
the tests that tamper. Nobody else calls this.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

TABLE = "dossiers_journalentry"
# Their names on SQLite and on PostgreSQL (migration 0003).
EXPECTED = {
    "sqlite": {"journal_refuses_update", "journal_refuses_delete"},
    "postgresql": {"journal_refuses"},
}


def standing_triggers() -> set[str]:
    """Return the names of the triggers that guard the journal now."""
    if connection.vendor == "sqlite":
        return set(_sqlite_triggers())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND NOT tgisinternal AND tgenabled <> 'D'",
            [TABLE],
        )
        return {name for (name,) in cursor.fetchall()}


def is_locked() -> bool:
    """Tell whether the database refuses to change the journal."""
    return EXPECTED[connection.vendor] <= standing_triggers()


@contextmanager
def lifted() -> Iterator[None]:
    """Let the journal be changed inside the block."""
    if connection.vendor == "sqlite":
        with _lifted_on_sqlite():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


@contextmanager
def _lifted_on_sqlite() -> Iterator[None]:
    """Drop the triggers and make them again from their own text; all or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        triggers = _sqlite_triggers()
        for name in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for statement in triggers.values():
            cursor.execute(statement)


def _sqlite_triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE]
        )
        return dict(cursor.fetchall())
