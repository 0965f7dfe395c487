"""Read pages the way the intake does: text, time and processor time of each page."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from dossiers.benches.reading import PageFigures, read_files
from dossiers.intake.check import Refusal
from dossiers.intake.ocr_models import ModelsMissingError


class Command(BaseCommand):
    """`./aman bench read FILE…`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one line of JSON a page")
        parser.add_argument(
            "--compare", action="store_true", help="read each page with the bare engine as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and tell."""
        pages: list[PageFigures] = []
        try:
            for page in read_files(options["files"], compare=options["compare"]):
                pages.append(page)
                self.stdout.write(_line(page, as_json=options["json"]))
                self.stdout.flush()
        except ModelsMissingError as error:
            raise CommandError(
                "The reading models are missing: ./aman run or manage.py install_ocr_models."
            ) from error
        except (OSError, Refusal) as error:
            raise CommandError(str(getattr(error, "reason", error))) from error
        if not options["json"]:
            self.stdout.write(_summary(pages, compare=options["compare"]))


def _line(page: PageFigures, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(page.as_row(), ensure_ascii=False)
    raw = f"  bare {page.raw_cpu_seconds:5.2f} s" if page.raw_cpu_seconds else ""
    return (
        f"{Path(page.file).name} {page.page}: {len(page.text)} characters,"
        f" confidence {page.confidence:.0f}, processor {page.cpu_seconds:5.2f} s{raw}"
    )


def _summary(pages: list[PageFigures], *, compare: bool) -> str:
    cpu = sum(page.cpu_seconds for page in pages)
    text = f"{len(pages)} pages, {cpu / len(pages):.2f} s of processor a page"
    raw = sum(page.raw_cpu_seconds for page in pages)
    if compare and raw:
        text += f"; the bare engine {raw / len(pages):.2f} s; ratio {cpu / raw:.2f}"
    return text
