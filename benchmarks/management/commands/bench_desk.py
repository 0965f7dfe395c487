"""Pages a minute of the whole desk beside the bare engine and OCRmyPDF, in one run."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.desk import (
    BARE,
    DESK,
    DESK_READING,
    RIVAL,
    Pace,
    pace_of_bare_engine,
    pace_of_desk,
    pace_of_rival,
)
from dossiers.intake.reading.ocr.models import models_are_there


class Command(BaseCommand):
    """`./aman bench desk FILE…`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", nargs="+", type=Path, help="pictures, one page each")
        parser.add_argument("--processes", type=int, default=2)
        parser.add_argument("--rounds", type=int, default=1, help="the best of so many counts")
        parser.add_argument("--json", action="store_true", help="one line of JSON for each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure all of them by turns, then compare."""
        if not models_are_there():
            raise CommandError("The reading models are missing: ./aman manage install_ocr_models")
        best: dict[str, Pace] = {}
        for _round in range(options["rounds"]):
            for measure in (pace_of_bare_engine, pace_of_desk, pace_of_rival):
                for pace in measure(options["files"], processes=options["processes"]):
                    if pace.name not in best or pace.a_minute > best[pace.name].a_minute:
                        best[pace.name] = pace
        for pace in best.values():
            self.stdout.write(json.dumps(pace.as_row()) if options["json"] else _line(pace))
        if not options["json"]:
            self._compare(best)

    def _compare(self, best: dict[str, Pace]) -> None:
        for rival in (BARE, RIVAL):
            if rival not in best:
                self.stdout.write(f"{rival} is not installed here: not compared")
                continue
            for desk in (DESK, DESK_READING):
                ratio = best[desk].a_minute / best[rival].a_minute
                self.stdout.write(f"{desk}: {ratio:.2f} × {rival}")


def _line(pace: Pace) -> str:
    return (
        f"{pace.name:14}{pace.a_minute:7.1f} pages a minute"
        f"  ({pace.pages} pages in {pace.seconds:.1f} s)"
    )
