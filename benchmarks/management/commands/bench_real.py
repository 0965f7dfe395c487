"""Read real documents beside plain Tesseract; tell letters, words, numbers and worst files."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand

from benchmarks.reading.real import RealFile, by_group, read_real

# A file is worse than plain from so many points of letters wrong on; so many are listed.
WORSE_POINTS, LISTED = 1.0, 10
HEAD = "letters wrong %, words found %, numbers found %, seconds of processor a page"


class Command(BaseCommand):
    """`./aman bench real FOLDER`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder and options."""
        parser.add_argument("folder", type=Path, help="files and groundtruth.json")
        parser.add_argument(
            "--only", nargs="*", default=(), help="only files whose name holds one of these"
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read with both, tell."""
        files: list[RealFile] = []
        for file in read_real(options["folder"], only=options["only"]):
            files.append(file)
            if options["json"]:
                self.stdout.write(json.dumps(file.as_row(), ensure_ascii=False))
            self.stdout.flush()
        if not options["json"]:
            self.stdout.write("\n".join(_table(files)))


def _table(files: list[RealFile]) -> list[str]:
    groups = by_group(files)
    worse = [file for file in files if file.worse_by > WORSE_POINTS]
    alarmed = [file for file in files if file.faults]
    worst = sorted(files, key=lambda file: file.worse_by, reverse=True)[:LISTED]
    return [
        f"ours, plain: {HEAD}",
        *(f"  {name:14}{ours}   {plain}" for name, (ours, plain) in sorted(groups.items())),
        f"worse than plain by more than {WORSE_POINTS:g} point: {len(worse)} of {len(files)}",
        *(_line(file) for file in worst if file.worse_by > 0),
        f"told of a fault: {len(alarmed)} of {len(files)}; pages turned:"
        f" {sum(file.turned_pages for file in files)}",
        *(f"  {file.name}: {', '.join(file.faults)}" for file in alarmed),
    ]


def _line(file: RealFile) -> str:
    ours, plain = (score.letters_wrong.percent for score in (file.ours, file.plain))
    return f"  {file.worse_by:+7.2f}  {ours:6.2f} against {plain:6.2f}  {file.name}"
