"""Read scans and tell how much of what stands on them was suggested for the filing form."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.printed import add_scan_arguments, load_printed, scans_in
from benchmarks.reading.suggestions import FieldFigures, JudgedFile, judge_files


class Command(BaseCommand):
    """`./aman bench suggest FOLDER`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare folder and options."""
        add_scan_arguments(parser)
        parser.add_argument("--json", action="store_true", help="one line of JSON a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and tell."""
        papers = load_printed(options["expected"])
        files = scans_in(options["folder"], papers, only=options["only"])
        if not files:
            raise CommandError("No scan of a known paper is there.")
        figures: dict[str, FieldFigures] = defaultdict(FieldFigures)
        for judged in judge_files(files, papers):
            for name, one in judged.figures.items():
                figures[name] += one
            self.stdout.write(_line(judged, as_json=options["json"]))
            self.stdout.flush()
        if not options["json"]:
            self.stdout.write("\n".join(_table(figures)))


def _line(judged: JudgedFile, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(judged.as_row(), ensure_ascii=False)
    count = sum(one.at_all.count for one in judged.figures.values())
    wanted = sum(one.at_all.of for one in judged.figures.values())
    wrong = sum(one.wrong.count for one in judged.figures.values())
    return f"{Path(judged.file).name}: {count} of {wanted} suggested, {wrong} wrong"


def _table(figures: dict[str, FieldFigures]) -> list[str]:
    heads = ("came first", "came at all", "of those shown, wrong")
    lines = [f"{'':14}" + "".join(f"{head:24}" for head in heads)]
    for name, one in sorted(figures.items()):
        shares = (str(one.first), str(one.at_all), str(one.wrong))
        lines.append(f"{name:14}" + "".join(f"{share:24}" for share in shares))
    return lines
