"""Read and file scans; tell whether the names printed on them are found in either script."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.figures import Share, Shares, variant_of
from benchmarks.reading.found import CROWD_DOSSIERS, EITHER, SCRIPTS, WAYS, SoughtName, seek_names
from benchmarks.reading.printed import add_scan_arguments, load_printed, scans_in


class Command(BaseCommand):
    """`./aman bench found FOLDER`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare folder and options."""
        add_scan_arguments(parser)
        parser.add_argument(
            "--crowd", type=int, default=CROWD_DOSSIERS, help="dossiers of invented people beside"
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON a name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, file, ask, tell."""
        papers = load_printed(options["expected"])
        files = scans_in(options["folder"], papers, only=options["only"])
        if not files:
            raise CommandError("No scan of a known paper is there.")
        figures: dict[tuple[str, str], Shares] = defaultdict(Shares)
        for name in seek_names(files, papers, crowd=options["crowd"]):
            for script in SCRIPTS:
                for way in WAYS:
                    share = Share(int(name.found[script][way]), 1)
                    figures[script, way].add(variant_of(name.file), share)
            self.stdout.write(_line(name, as_json=options["json"]))
        if not options["json"]:
            for (script, way), shares in figures.items():
                self.stdout.write(f"asked in {script} letters, found by {way}:")
                self.stdout.write("\n".join(shares.lines()))


def _line(name: SoughtName, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(name.as_row(), ensure_ascii=False)
    outcomes = ", ".join(
        f"{script} {'found' if name.found[script][EITHER] else 'NOT found'}" for script in SCRIPTS
    )
    return f"{Path(name.file).name}: {name.arabic} ({name.latin}): {outcomes}"
