"""The database refuses to change the journal, whoever asks and by whatever way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dossiers import journal
from dossiers.journal import triggers
from dossiers.journal.things import Subject
from dossiers.models import JournalEntry
from dossiers.vocabulary import JournalAction


def write_a_line() -> JournalEntry:
    return journal.record(by=None, action=JournalAction.VIEW, thing=Subject.of_text("2026/0001"))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda rows: rows.update(actor_id=99), id="update by the ORM"),
        pytest.param(lambda rows: rows.delete(), id="delete by the ORM"),
        pytest.param(lambda rows: run("DELETE FROM dossiers_journalentry"), id="delete by SQL"),
        pytest.param(
            lambda rows: run("UPDATE dossiers_journalentry SET reason = ''"), id="update by SQL"
        ),
    ],
)
def test_the_database_refuses_to_change_a_line(change: Callable[[Any], Any]) -> None:
    write_a_line()

    with pytest.raises(DatabaseError), transaction.atomic():
        change(JournalEntry.objects.all())

    assert list(journal.verify_chain()) == []


@pytest.mark.django_db
def test_the_lock_stands_again_after_it_was_lifted() -> None:
    with triggers.lifted():
        assert connection.vendor != "sqlite" or not triggers.is_locked()

    assert triggers.is_locked()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", ["first", "second"])
def test_a_test_with_real_transactions_finds_an_empty_journal_and_a_lock(_round: str) -> None:
    assert not JournalEntry.objects.exists()
    assert triggers.is_locked()

    write_a_line()
