"""Django's `flush`, which must be able to empty the journal too: it empties everything.

Tests with real transactions call it after each test. PostgreSQL truncates, which the
journal's triggers let pass; SQLite deletes, which they refuse.
"""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from dossiers.journal import triggers
from dossiers.models import Installation


class Command(flush.Command):
    """Lift the journal's lock for the time of a flush."""

    def handle(self, **options: Any) -> None:
        """Empty every table; the database still belongs to the same place."""
        rows = Installation.objects.using(options["database"])
        installations = list(rows.all())
        self._empty(options)
        # What settles after a flush may have made another one.
        rows.all().delete()
        rows.bulk_create(installations)

    def _empty(self, options: dict[str, Any]) -> None:
        if connections[options["database"]].vendor == "sqlite":
            with triggers.lifted():
                super().handle(**options)
        else:
            super().handle(**options)
