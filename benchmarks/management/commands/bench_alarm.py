"""Hand in pictures as they are and made worse; tell which alarms were right, and how soon."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand

from benchmarks.reading.alarm import Alarm, alarms_of
from benchmarks.reading.figures import Share, Shares


class Command(BaseCommand):
    """`./aman bench alarm FILE…`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one line of JSON a version")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand in, tell."""
        shares, slowest = Shares(), 0.0
        for alarm in alarms_of(options["files"]):
            shares.add(alarm.version, Share(int(alarm.is_right), 1))
            slowest = max(slowest, alarm.seconds)
            if options["json"]:
                self.stdout.write(json.dumps(alarm.as_row(), ensure_ascii=False))
            elif not alarm.is_right:
                self.stdout.write(_line(alarm))
            self.stdout.flush()
        if not options["json"]:
            self.stdout.write("told rightly (as it is: left in peace):")
            self.stdout.write("\n".join(shares.lines()))
            self.stdout.write(f"after {slowest:.1f} s at most")


def _line(alarm: Alarm) -> str:
    faults = ", ".join(alarm.said) or "nothing"
    return f"{Path(alarm.file).name}, {alarm.version}: {faults} was said"
