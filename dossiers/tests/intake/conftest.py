"""Papers drawn on the spot, and the children that open and read them."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from dossiers.demo.sheet import Sheet
from dossiers.intake.reading.ocr.models import models_are_there
from dossiers.intake.reading.reader import Reader

ARABIC_LINE = "الاسم العائلي : وردمران"
FRENCH_LINE = "Nom de famille : WARDMARANE"


def draw_page(*lines: str) -> Image.Image:
    """Return a small bilingual page."""
    sheet = Sheet(width=900, height=900)
    for line in ("المملكة المغربية", *(lines or (ARABIC_LINE, "تاريخ الازدياد : 07/05/2014"))):
        sheet.paragraph(line, is_arabic=True)
    for line in (FRENCH_LINE, "Né le 7 mai 2014 à Taroudant"):
        sheet.paragraph(line, is_arabic=False)
    return sheet.finish()


def as_bytes(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return a picture as a file."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def pdf_of(*pages: Image.Image) -> bytes:
    """Return scans as the pages of one PDF."""
    return as_bytes(pages[0], "PDF", save_all=True, append_images=pages[1:], resolution=150)


@pytest.fixture
def page() -> Image.Image:
    """A small bilingual page."""
    return draw_page()


@pytest.fixture
def models() -> None:
    """Skip where nothing can be read."""
    if not models_are_there():
        pytest.skip("the reading models are missing: ./aman test brings them")


@pytest.fixture(scope="session")
def reader_child() -> Iterator[Reader]:
    """One reading child for all tests."""
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def reader(models: None, reader_child: Reader) -> Reader:
    """A child that reads."""
    return reader_child
