"""Measure the archive copy: is what is copied out of it what the recogniser read?

The usual programs are asked: `pdftotext` (poppler; as it comes and with `-layout`) and PDFium.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pypdfium2

from dossiers.documents.archive_copy import make_copy
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.reader import ReadPage
from dossiers.storage.page_layout import words_in

from .figures import Share
from .pages import read_whole
from .truth import errors_of

RECOGNISER = "recogniser"
POPPLER, LAYOUT, PDFIUM = READERS = ("poppler", "poppler-layout", "pdfium")
MADE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CopiedPage:
    """One page: what the recogniser read, and what each program takes from the copy."""

    file: str
    page: int
    texts: dict[str, str]

    def errors(self) -> dict[str, Share]:
        """Return by program how far its text is from the recogniser's."""
        lines = self.texts[RECOGNISER].splitlines()
        return {name: errors_of(lines, self.texts[name]) for name in READERS}


def copy_files(paths: list[Path], *, keep_in: Path | None = None) -> Iterator[CopiedPage]:
    """Read each file, make its archive copy as the site does, take the text out of it."""
    for path, pages in read_whole(paths):
        copy = make_copy(map(_stored, pages), title="2026-0001-1", made=MADE)
        if keep_in:
            (keep_in / f"{path.stem}.pdf").write_bytes(copy)
        for number, page in enumerate(pages, start=1):
            texts = {RECOGNISER: page.text} | texts_of(copy, number)
            yield CopiedPage(str(path), number, texts)


def _stored(page: ReadPage) -> tuple[bytes, list[Word]]:
    return page.image, words_in(page.words)


def texts_of(copy: bytes, number: int) -> dict[str, str]:
    """Return what each program takes from a page of a PDF, counted from 1."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(copy)
        file.flush()
        return {
            POPPLER: _poppler(file.name, number),
            LAYOUT: _poppler(file.name, number, "-layout"),
            PDFIUM: pypdfium2.PdfDocument(copy)[number - 1].get_textpage().get_text_range(),
        }


def _poppler(name: str, number: int, *options: str) -> str:
    page = str(number)
    command = ["pdftotext", *options, "-enc", "UTF-8", "-f", page, "-l", page, name, "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
