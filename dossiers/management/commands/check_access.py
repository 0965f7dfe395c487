"""Prove that derived rights, Reach and (with --full) every list equal the grants."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers import consistency

Check = tuple[str, Callable[[], Iterator[str]]]
QUICK: tuple[Check, ...] = (
    ("derived rights are those of the grants", consistency.check_derived_rights),
    ("reach is the tree", consistency.check_reach),
    ("every dossier has somebody who may share it", consistency.check_somebody_shares),
)
FULL: tuple[Check, ...] = (("everybody's lists equal the walk", consistency.check_lists),)
# After so many breaks of one kind the rest is only counted.
SHOWN = 20


class Command(BaseCommand):
    """`./aman check access [--full]`."""

    help = "Prove that what is stored about access tells the same as the grants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the long form."""
        parser.add_argument("--full", action="store_true", help="also compare everybody's lists")

    def handle(self, **options: Any) -> None:
        """Run the checks; end with an error if one of them fails."""
        breaks = sum(self._run(*check) for check in QUICK + (FULL if options["full"] else ()))
        if breaks:
            raise CommandError(f"{breaks} breaks. Rights must be mended before work goes on.")

    def _run(self, title: str, check: Callable[[], Iterator[str]]) -> int:
        started = perf_counter()
        found = list(check())
        verdict = "yes" if not found else f"NO, {len(found)} breaks"
        self.stdout.write(f"{title}: {verdict} ({perf_counter() - started:.1f} s)")
        for sentence in found[:SHOWN]:
            self.stdout.write(f"  {sentence}")
        return len(found)
