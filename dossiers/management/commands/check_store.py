"""Prove that every file the database speaks of is stored, and nothing else."""

from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from dossiers.storage import installation, orphans


class Command(BaseCommand):
    """`./aman check store`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--deep", action="store_true", help="open every original and compare its checksum"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what is missing, changed or without a paper; fail for the first two."""
        finding = installation.look()
        if finding.sentence:
            raise CommandError(finding.sentence)
        lost = [f"missing: {name}" for name in sorted(orphans.find_missing())]
        if options["deep"]:
            lost += [f"not what was captured: {name}" for name in orphans.find_changed()]
        for line in lost:
            self.stdout.write(line)
        strays = len(orphans.find_orphans())
        self.stdout.write(
            f"{strays} stored files without a paper (the worker puts them aside; "
            "many it leaves to you: ./aman manage sweep_store)"
        )
        if lost:
            raise CommandError(f"{len(lost)} files are missing or changed.")
        self.stdout.write("Every file of every paper is there.")
