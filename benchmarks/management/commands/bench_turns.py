"""Read each page in all four positions; tell which were not righted, which turned wrongly."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand

from benchmarks.reading.figures import Share, Shares, variant_of
from benchmarks.reading.turns import TurnedPage, read_turned


class Command(BaseCommand):
    """`./aman bench turns FILE…`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one line of JSON a position")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn, read, tell."""
        not_righted, turned_wrongly = Shares(), Shares()
        for page in read_turned(options["files"]):
            shares = not_righted if page.lies else turned_wrongly
            shares.add(variant_of(page.file), Share(int(not page.is_upright), 1))
            if options["json"]:
                self.stdout.write(json.dumps(page.as_row(), ensure_ascii=False))
            elif not page.is_upright:
                self.stdout.write(_line(page))
            self.stdout.flush()
        if not options["json"]:
            for name, shares in (("not righted", not_righted), ("turned wrongly", turned_wrongly)):
                self.stdout.write(f"{name}:")
                self.stdout.write("\n".join(shares.lines()))


def _line(page: TurnedPage) -> str:
    return (
        f"{Path(page.file).name} {page.page}: laid {page.lies}° against the clock,"
        f" turned back {page.turned_back}°"
    )
