"""Make this place ready to serve: translations, models, database, static files, contents.

Every step is idempotent and quick when there is nothing to do.
"""

import io
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.core.management.base import BaseCommand

from aman_site.catalogues import compile_catalogues
from aman_site.contents import DEMO, EMPTY, mark_contents, read_contents
from aman_site.prepared_place import Preparation, write_preparation
from aman_site.runner.terminal import say, step
from dossiers.storage import installation


class Command(BaseCommand):
    """Prepare this place; `--empty` leaves the demo out, for good."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--empty`."""
        parser.add_argument("--empty", action="store_true", help="no demo, now and later")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order."""
        var = Path(settings.AMAN_VAR_DIR)
        var.mkdir(parents=True, exist_ok=True)
        # Whatever made it: nobody else on the machine looks in.
        var.chmod(0o700)
        # Before the first change: neither is the other's database migrated nor the demo begun.
        require_own_store(installation.look())
        # On a server nobody brings the demo by forgetting a word.
        is_empty = options["empty"] or not settings.AMAN_DEMO_ALLOWED
        has_demo = wants_demo(var=var, empty=is_empty)
        with step("Translations"):
            compile_catalogues()
        self.install_models()
        run_step("Database", "migrate", interactive=False, verbosity=0)
        require_own_store(installation.settle())
        write_preparation(
            var,
            Preparation.now(
                var=var,
                settings=os.environ["DJANGO_SETTINGS_MODULE"],
                database=settings.DATABASES["default"],
            ),
        )
        run_step("Units and kinds of paper", "load_reference")
        run_step("Search index", "index", "rebuild", if_needed=True)
        run_step("Static files", "collectstatic", interactive=False, verbosity=0)
        run_step("Public pages", "load_public_content")
        if has_demo:
            run_step("Demo: families and sign-ins", "load_demo", people_only=True)

    def install_models(self) -> None:
        """Bring the reading models; without them papers are accepted and wait."""
        try:
            run_step(
                "Reading models (Arabic, French)",
                "install_ocr_models",
                into=str(settings.AMAN_OCR_MODELS_DIR),
            )
        except CommandError as error:
            say(f"  {error}\n  The site starts all the same: papers are accepted and wait.")


def require_own_store(finding: installation.Finding) -> None:
    """Raise CommandError where the store is not that of this database, or is not seen."""
    if finding.sentence:
        raise CommandError(finding.sentence)


def run_step(title: str, command: str, *arguments: str, **options: Any) -> None:
    """Run one command as a step; what it says stands below the title."""
    with step(title):
        call_command(command, *arguments, stdout=Below(), **options)


class Below(io.TextIOBase):
    """Prints what it is given at once, set in from the edge."""

    def write(self, text: str) -> int:
        """Print the lines."""
        for line in text.splitlines():
            if line.strip():
                say(f"  {line}")
        return len(text)


def wants_demo(*, var: Path, empty: bool) -> bool:
    """Tell whether this place shows the demo; the first start decides for ever.

    A place that was started empty may hold real families by now: the demo is
    never poured into it.
    """
    if not read_contents(var):
        mark_contents(var, EMPTY if empty else DEMO)
    first = read_contents(var)
    if first == EMPTY and not empty:
        say("• This place was started with --empty and stays without the demo")
    if first == DEMO and empty:
        raise CommandError(
            "This place holds the demo already. For an empty one choose another folder: "
            "AMAN_VAR_DIR=/a/new/folder ./aman run --empty"
        )
    return first == DEMO
