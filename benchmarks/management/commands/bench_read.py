"""Read pages the way the intake does: text, time, processor time and places of words."""

import json
from pathlib import Path
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.figures import Share, Shares, variant_of
from benchmarks.reading.pages import PageFigures, read_files
from benchmarks.reading.truth import load_truth, right_boxes
from dossiers.intake.reading.ocr.models import ModelsMissingError
from dossiers.intake.untrusted_files.check import Refusal


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
        parser.add_argument(
            "--truth", type=Path, help="what is printed where: tells how many boxes are right"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and tell."""
        pages: list[PageFigures] = []
        truth = load_truth(options["truth"]) if options["truth"] else {}
        boxes = Shares()
        try:
            for page in read_files(options["files"], compare=options["compare"]):
                pages.append(page)
                right = _right_boxes(page, truth)
                boxes.add(variant_of(page.file), right)
                self.stdout.write(_line(page, right, as_json=options["json"]))
                self.stdout.flush()
        except ModelsMissingError as error:
            raise CommandError(
                "The reading models are missing: ./aman run or manage.py install_ocr_models."
            ) from error
        except (OSError, Refusal) as error:
            raise CommandError(str(getattr(error, "reason", error))) from error
        if not options["json"]:
            self.stdout.write(_summary(pages, compare=options["compare"]))
        if truth and not options["json"]:
            self.stdout.write("Boxes over the true ones by 0.7 or more, of words read right:")
            self.stdout.write("\n".join(boxes.lines()))


def _right_boxes(page: PageFigures, truth: dict[str, Any]) -> Share:
    """Return nothing of nothing for a page that the truth does not know."""
    known = truth.get(Path(page.file).name) if page.page == 1 else None
    return right_boxes(known["lines"], page.words) if known else Share()


def _line(page: PageFigures, boxes: Share, *, as_json: bool) -> str:
    if as_json:
        row = page.as_row() | ({"boxes": boxes.as_row()} if boxes.of else {})
        return json.dumps(row, ensure_ascii=False)
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
