"""Prove that nobody changed, removed or added a line of the journal behind its back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers import journal
from dossiers.journal import triggers
from dossiers.models import JournalEntry


class Command(BaseCommand):
    """`./aman check journal`."""

    help = "Verify the chain of the journal and the lock of its table."

    def handle(self, **options: Any) -> None:
        """Walk the whole chain; end with an error at any break."""
        breaks = list(journal.verify_chain())
        if not triggers.is_locked():
            breaks.append("the database would let the journal be changed: its triggers are gone")
        for sentence in breaks:
            self.stdout.write(f"  {sentence}")
        lines = JournalEntry.objects.count()
        if breaks:
            raise CommandError(f"The journal of {lines} lines has {len(breaks)} breaks.")
        self.stdout.write(f"The journal is whole: {lines} lines, each follows from the one before.")
