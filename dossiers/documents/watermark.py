"""Make the copy of a paper that may leave the house: who took it is burnt into every page.

The mark is part of the pixels, so that no program lifts it off again. Nothing is
written to the disk.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pikepdf
import typst
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image

from dossiers.access.explain import name_of
from dossiers.intake.imaging.jpeg_image import jpeg_image
from dossiers.models import User

# Pixels of an A4 sheet in a PDF to one inch: the stored pages have about so many.
DPI = 170
# Shortest side of a page that a PDF may have, in points (ISO 32000, annex C).
SIDE_MIN = 3
JPEG_QUALITY = 60
# Points of the drawing of the mark; it is stretched over the page, whatever its shape.
MARK_SIZE = (1000, 1414)
# Each piece stands in a box of its own: a reference beside an Arabic name stays in order.
MARK_DRAWING = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#let pieces = (sys.inputs.who, sys.inputs.when, sys.inputs.reference)
#let line = pieces.map(piece => box(piece)).join[ · ]
#let pale = text(size: 30pt, fill: rgb(31, 42, 46, 80), line)
#let row(number) = h(calc.rem(number, 2) * 340pt) + pale + h(180pt) + pale
#place(center + horizon, rotate(-45deg, box(width: 1900pt, height: 1900pt,
  stack(spacing: 250pt, ..range(7).map(row))
)))
#place(bottom + center, dy: -10pt, box(fill: rgb(255, 255, 255, 215), inset: 6pt,
  text(size: 17pt, fill: rgb(31, 42, 46), line)))
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who took the copy, when, and of what."""

    who: str
    when: str
    reference: str


def mark_of(*, by: User, reference: str, at: datetime | None = None) -> Mark:
    """Return the mark of a copy that somebody takes now; the date in their language."""
    moment = timezone.localtime(at)
    return Mark(
        who=name_of(by), when=date_format(moment, "SHORT_DATETIME_FORMAT"), reference=reference
    )


def marked_pdf(pages: Iterable[bytes], *, mark: Mark) -> bytes:
    """Return a PDF of the page images (WebP, JPEG or PNG), each with the mark in it.

    Raises ValueError when there is no page. The title is the reference alone. One page at a
    time is unpacked: a register has hundreds.
    """
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for content in pages:
            _add_page(pdf, _marked(content, mark))
        if not pdf.pages:
            raise ValueError("a copy needs a page")
        pdf.docinfo["/Title"] = mark.reference
        pdf.save(target)
    return target.getvalue()


def _marked(content: bytes, mark: Mark) -> Image.Image:
    with Image.open(io.BytesIO(content)) as page:
        sheet = page.convert("RGBA")
    sheet.alpha_composite(_drawing(mark).resize(sheet.size))
    return sheet.convert("RGB")


def _add_page(pdf: pikepdf.Pdf, picture: Image.Image) -> None:
    """Add a page that is filled by the picture, as JPEG."""
    image = jpeg_image(pdf, picture, quality=JPEG_QUALITY)
    width, height = (max(round(side * 72 / DPI, 2), SIDE_MIN) for side in picture.size)
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
    page.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode())


@lru_cache(maxsize=4)
def _drawing(mark: Mark) -> Image.Image:
    width, height = MARK_SIZE
    source = MARK_DRAWING.replace("{width}", str(width)).replace("{height}", str(height))
    texts = {"who": mark.who, "when": mark.when, "reference": mark.reference}
    # The engine's own fonts: the same copy on every machine.
    drawn = typst.compile(
        source.encode(), format="png", ppi=72.0, ignore_system_fonts=True, sys_inputs=texts
    )
    return Image.open(io.BytesIO(drawn)).convert("RGBA")
