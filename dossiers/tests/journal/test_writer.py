"""The journal is appended to, never changed, and shows it when somebody did."""

import pytest

from dossiers import journal
from dossiers.journal import triggers
from dossiers.journal.things import Subject
from dossiers.models import JournalEntry
from dossiers.tests.factories import UserFactory
from dossiers.vocabulary import JournalAction

pytestmark = pytest.mark.django_db


def three_lines() -> list[JournalEntry]:
    user = UserFactory()
    return [
        journal.record(
            by=user,
            action=JournalAction.VIEW,
            thing=Subject.of_text(f"2026/000{number}"),
            hits=number,
        )
        for number in range(3)
    ]


def test_a_line_cannot_be_changed_or_deleted() -> None:
    line = three_lines()[1]

    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()


def test_an_untouched_journal_verifies() -> None:
    three_lines()

    assert list(journal.verify_chain()) == []


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda rows: rows.filter(pk=rows[1].pk).update(actor_id=99), id="changed"),
        pytest.param(lambda rows: rows.filter(pk=rows[1].pk).delete(), id="removed"),
        pytest.param(lambda rows: rows.filter(pk=rows[2].pk).delete(), id="last line cut off"),
    ],
)
def test_a_tampered_journal_is_found_out(tamper: object) -> None:
    three_lines()

    with triggers.lifted():
        tamper(JournalEntry.objects.order_by("pk"))  # type: ignore[operator]

    assert list(journal.verify_chain())
