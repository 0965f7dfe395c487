"""Put every file of a folder through the intake's check and drawing; tell how it ended."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.untrusted_files import try_file


class Command(BaseCommand):
    """`./aman bench intake DIR`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare folder and options."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", action="store_true", help="one line of JSON a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try each file and tell."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        verdicts: Counter[str] = Counter()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            figures = try_file(path, name=str(path.relative_to(folder)))
            verdicts[figures.verdict] += 1
            row = figures.as_row()
            self.stdout.write(
                json.dumps(row, ensure_ascii=False)
                if options["json"]
                else f"{figures.verdict:9}{figures.seconds:6.1f} s {figures.peak_mb:6.0f} MB"
                f"  {figures.file}  {figures.reason}"
            )
            self.stdout.flush()
        if not options["json"]:
            self.stdout.write(", ".join(f"{count} {name}" for name, count in verdicts.items()))
