"""The journal: who did what, when, on what. Append-only; written by dossiers.journal alone."""

from typing import Any, NoReturn

from django.db import models

from dossiers.reasons import LONG_REASON_MAX
from dossiers.vocabulary import JournalAction

from .identity import NotIndexedByWagtail


class JournalEntry(NotIndexedByWagtail):
    """One line. Holds ids and references, never the name of a person.

    `actor_id` and `folder_id` (a unit or a dossier) are plain numbers: a line survives the
    deletion of what it names. `hash` covers the line and the hash before it, of the thing its
    text; the columns `thing_model`, `thing_id` and `thing_page` say the same for queries
    (`dossiers.journal.things`).
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=12, choices=JournalAction)
    thing = models.CharField(max_length=60, blank=True)
    # Null where the line is about no thing: the columns came later, to a table that is never
    # made anew, because its triggers would go with it.
    thing_model = models.CharField(max_length=30, null=True)
    thing_id = models.CharField(max_length=40, null=True)
    thing_page = models.PositiveIntegerField(null=True)
    folder_id = models.BigIntegerField(null=True, db_index=True)
    detail = models.JSONField(default=dict)
    reason = models.CharField(max_length=LONG_REASON_MAX, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["at"], name="journal_at"),
            models.Index(fields=["thing_model", "thing_id"], name="journal_thing"),
        ]

    def __str__(self) -> str:
        return f"journal line {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; refuse to change one."""
        if self.pk:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("a journal line is never changed or deleted")


class JournalHead(NotIndexedByWagtail):
    """The hash of the last line; its row is the lock that puts the lines in one order."""

    hash = models.CharField(max_length=64, default="0" * 64)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"journal of {self.count} lines"
