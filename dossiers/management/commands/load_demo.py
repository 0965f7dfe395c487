"""Bring invented families, sign-ins and papers; the worker reads the papers as any other.

Safe to repeat: what is there is left alone, what is missing is brought.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dossiers.demo.accounts import make_accounts
from dossiers.demo.archive import find_dossier, open_dossier
from dossiers.demo.bringing import Bringing
from dossiers.demo.families import make_families


class Command(BaseCommand):
    """Load the demo; `--follow` files its papers as the worker reads them."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two halves."""
        parser.add_argument(
            "--people-only", action="store_true", help="families and sign-ins, no papers yet"
        )
        parser.add_argument(
            "--follow", action="store_true", help="bring the papers, file them as they are read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring what is missing."""
        mark = Path(settings.AMAN_VAR_DIR) / "contents"
        begun_empty = mark.exists() and mark.read_text().strip() == "empty"
        if begun_empty or not settings.AMAN_DEMO_ALLOWED:
            raise CommandError("This place is not the demo's: no invented family is brought here.")
        families = make_families()
        users = make_accounts()
        if not options["follow"]:
            missing = [family for family in families if find_dossier(family) is None]
            for family in missing:
                open_dossier(family, users=users)
            self.say(f"Demo: {len(missing)} new families of {len(families)}.")
        if options["people_only"]:
            return
        bringing = Bringing(families=families, users=users, say=self.say)
        if options["follow"]:
            bringing.bring_and_file()
        else:
            bringing.bring_all()

    def say(self, text: str) -> None:
        """Print one line at once."""
        self.stdout.write(text)
        self.stdout.flush()
