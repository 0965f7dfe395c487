"""Runs in the child: PDF by PDFium; qpdf (through pikepdf) says whether it is damaged."""

import ctypes
import io
from collections.abc import Sequence

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dossiers.intake.printed_word import Box, Word, union
from dossiers.intake.sandbox.messages import Header

from .opened_file import PAGES_TRIED, Refused
from .pdf_annotations import flatten, prepare_annotations
from .pdf_inspection import has_faults, notices_of, refuse_bombs

DRAWN_DPI = 300
POINTS_PER_INCH = 72
# A page whose pictures cover this share of it is a scan, whatever text lies under them.
SCAN_SHARE = 0.4
# What of a page is needed to draw it; all else may lead to other pages.
DRAWN_KEYS = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Contents",
    "/Resources",
    "/Group",
}
# Longer texts are no page of paper.
MAX_CHARACTERS = 30_000


class OpenedPdf:
    """An opened PDF file."""

    def __init__(self, data: bytes, *, max_pixels: int) -> None:
        self.data = data
        self.damaged = False
        self.notices: Sequence[str] = ()
        self.has_annotations = self._look_inside(max_pixels)
        try:
            self.document = pdfium.PdfDocument(self.data)
            if self.has_annotations:
                # Before anything else is asked: this makes the looks of fields without one.
                self.document.init_forms()
            self.pages = len(self.document)
        except pdfium.PdfiumError as error:
            raise Refused(_why_not_opened(error)) from error
        if not self.pages:
            raise Refused("unreadable")
        # Pages whose annotations are to be laid into their contents before anybody looks.
        self.unflattened = set(range(self.pages)) if self.has_annotations else set()

    def check(self) -> None:
        """Draw the first pages small: one that appears is enough."""
        for number in range(min(self.pages, PAGES_TRIED)):
            try:
                self._draw(number, 200)
            except (pdfium.PdfiumError, ValueError):
                self.damaged = True
            else:
                return
        raise Refused("unreadable")

    def page(self, number: int, max_side: int, *, roughly: bool = False) -> tuple[Header, bytes]:
        """Return one page drawn at 300 dpi or less, and the words that it carries as text.

        A drawing is made in its size, which is quick in any case.
        """
        page, bitmap = self._draw(number, max_side)
        scan = _scan_side(page)
        words = [] if scan else _words(page, bitmap.width, bitmap.height)
        image = bitmap.to_pil().convert("RGB")
        header = {
            "width": image.width,
            "height": image.height,
            "mode": image.mode,
            "original_width": image.width,
            "original_height": image.height,
            "source": [scan or max(image.size), scan * POINTS_PER_INCH / max(page.get_size())],
            "words": [word.as_row() for word in words],
            "damaged": self.damaged,
        }
        return header, image.tobytes()

    def extract(self, numbers: list[int]) -> bytes:
        """Return a PDF with these pages only.

        Scanners like to list the pictures of all pages with every page, and bookmarks,
        links and forms tell of the other pages too: only what a page draws goes along.
        """
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(self._flattened(numbers))) as source, pikepdf.new() as extract:
            for number in numbers:
                extract.pages.append(source.pages[number])
            for page in extract.pages:
                # What cannot be followed cannot be freed of what it does not draw.
                pikepdf.parse_content_stream(page)
                for key in set(page.obj.keys()) - DRAWN_KEYS:
                    del page.obj[key]
            extract.remove_unreferenced_resources()
            extract.save(target)
        return target.getvalue()

    def _draw(self, number: int, max_side: int) -> tuple[pdfium.PdfPage, pdfium.PdfBitmap]:
        if number in self.unflattened:
            flatten(self.document, number)
            self.unflattened.remove(number)
        page = self.document[number]
        longer = max(page.get_size())
        if not 0 < longer < 1e6:
            raise ValueError("a page without a size")
        scale = min(DRAWN_DPI / POINTS_PER_INCH, max_side / longer)
        return page, page.render(scale=scale, may_draw_forms=False)

    def _flattened(self, numbers: list[int]) -> bytes:
        """Return the file with the visible annotations of these pages in their contents."""
        if not self.has_annotations:
            return self.data
        for number in self.unflattened.intersection(numbers):
            flatten(self.document, number)
        self.unflattened.difference_update(numbers)
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _look_inside(self, max_pixels: int) -> bool:
        """Ask qpdf for damage, bombs and notices; return whether there are annotations."""
        try:
            with pikepdf.open(io.BytesIO(self.data)) as document:
                refuse_bombs(document, max_pixels=max_pixels)
                self.damaged = has_faults(document)
                self.notices = notices_of(document)
                has_annotations = prepare_annotations(document)
                if has_annotations:
                    prepared = io.BytesIO()
                    document.save(prepared)
                    self.data = prepared.getvalue()
                return has_annotations
        except pikepdf.PasswordError as error:
            raise Refused("password") from error
        except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
            # PDFium may still draw it.
            self.damaged = True
            return False


def _why_not_opened(error: pdfium.PdfiumError) -> str:
    return "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "unreadable"


def _scan_side(page: pdfium.PdfPage) -> int:
    """Return the longer side in pixels of the scan that the page is, or 0 if it is none.

    A page whose pictures are laid in strips has as many pixels as its largest strip
    would have if it filled the page.
    """
    width, height = page.get_size()
    covered, side = 0.0, 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        across, down = max(0.0, right - left), max(0.0, top - bottom)
        covered += across * down
        if across and down:
            pixels = max(picture.get_px_size())
            side = max(side, pixels * max(width, height) / max(across, down))
    return round(side) if covered > SCAN_SHARE * width * height else 0


def _words(page: pdfium.PdfPage, width: int, height: int) -> list[Word]:
    """Return the words that the page brings as text, in pixels of the drawing."""
    text = page.get_textpage()
    words: list[Word] = []
    line = 0
    letters: list[str] = []
    boxes: list[Box] = []

    def close_word() -> None:
        if letters:
            words.append(Word("".join(letters), *union(boxes), line=line))
            letters.clear()
            boxes.clear()

    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter.isspace() or letter == "\0":
            close_word()
            line += letter in "\r\n"
            continue
        letters.append(letter)
        boxes.append(_on_drawing(page, text.get_charbox(index), width, height))
    close_word()
    return words


def _on_drawing(page: pdfium.PdfPage, box: tuple[float, ...], width: int, height: int) -> Box:
    """Return a box of the page (points, from below) in pixels of its drawing (from above)."""
    xs, ys = [], []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        on_x, on_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, on_x, on_y)
        xs.append(on_x.value)
        ys.append(on_y.value)
    return min(xs), min(ys), max(xs), max(ys)
