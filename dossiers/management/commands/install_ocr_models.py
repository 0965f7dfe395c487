"""Bring the reading models for Arabic, French and page orientation, once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from dossiers.intake.reading.ocr.install_models import InstallError, install


class Command(BaseCommand):
    """Fetch and unpack them; end with a clear sentence when that is not possible."""

    help = __doc__
    # Nothing here needs a database or a sound project.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--into`."""
        parser.add_argument("--into", default="", help="folder (default: AMAN_OCR_MODELS_DIR)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Install them unless they are there."""
        folder = Path(options["into"] or settings.AMAN_OCR_MODELS_DIR)
        try:
            is_new = install(folder)
        except InstallError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] and is_new:
            self.stdout.write("Reading models installed.")
