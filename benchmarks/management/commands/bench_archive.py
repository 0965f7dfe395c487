"""Make archive copies as the site does, and compare the text in them with what was read."""

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.copies import READERS, RECOGNISER, CopiedPage, copy_files
from benchmarks.reading.figures import Shares, variant_of
from benchmarks.reading.truth import errors_of, load_truth, printed_on


class Command(BaseCommand):
    """`./aman bench archive FILE…`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one line of JSON a page")
        parser.add_argument(
            "--by", choices=(RECOGNISER, *READERS), help="with --json: file and text of this one"
        )
        parser.add_argument("--truth", type=Path, help="what is printed, to judge all of them by")
        parser.add_argument("--keep", type=Path, help="a folder that keeps the copies")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, take the text out, tell."""
        if shutil.which("pdftotext") is None:
            raise CommandError("pdftotext is missing: apt-get install poppler-utils.")
        truth = load_truth(options["truth"]) if options["truth"] else {}
        own: dict[str, Shares] = defaultdict(Shares)
        against_truth: dict[str, Shares] = defaultdict(Shares)
        for page in copy_files(options["files"], keep_in=options["keep"]):
            self.stdout.write(_line(page, by=options["by"], as_json=options["json"]))
            self.stdout.flush()
            for name, share in page.errors().items():
                own[name].add(variant_of(page.file), share)
            for name, text in page.texts.items():
                share = errors_of(printed_on(page.file, truth) if page.page == 1 else (), text)
                against_truth[name].add(variant_of(page.file), share)
        if not options["json"]:
            self._tell("against what the recogniser read", own)
        if truth and not options["json"]:
            self._tell("against what is printed", against_truth)

    def _tell(self, what: str, figures: dict[str, Shares]) -> None:
        for name, shares in figures.items():
            self.stdout.write(f"{name}, letters wrong {what}:")
            self.stdout.write("\n".join(shares.lines()))


def _line(page: CopiedPage, *, by: str | None, as_json: bool) -> str:
    if as_json and by:
        return json.dumps({"file": page.file, "text": page.texts[by]}, ensure_ascii=False)
    errors = page.errors()
    if as_json:
        counts = {name: share.as_row() for name, share in errors.items()}
        row = {"file": page.file, "page": page.page, "errors": counts}
        return json.dumps(row, ensure_ascii=False)
    shares = ", ".join(f"{name} {share.percent:.2f} %" for name, share in errors.items())
    return f"{Path(page.file).name} {page.page}: {shares}"
