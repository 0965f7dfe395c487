"""Collect the strings that need a translation into locale/ (needs gettext's programs)."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

# What no translator should see: generated, foreign or private folders.
IGNORED = (
    ".venv/*",
    ".cache/*",
    "var/*",
    "static-collected/*",
    "node_modules/*",
    "*/tests/*",
    "tests/*",
)


class Command(BaseCommand):
    """Update the catalogues of Arabic and French."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run makemessages with the options of this project."""
        call_command(
            "makemessages",
            locale=[code for code, _name in settings.LANGUAGES if code != "en"],
            ignore_patterns=list(IGNORED),
            extensions=["html", "txt", "py"],
            symlinks=True,
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            verbosity=options["verbosity"],
        )
