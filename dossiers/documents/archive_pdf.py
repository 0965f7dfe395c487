"""The archive copy of a paper: PDF/A-2b, the pictures of its pages over their text, unseen.

Pure: pictures and words in, a file out. The text is laid in the order in which it is seen,
line by line from the left, Arabic words letter by letter backwards: what copies text out of
a PDF (poppler, PDFium) reads places, not files, and turns runs of Arabic round by itself.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

import numpy as np
import pikepdf
from PIL import Image, ImageCms

from dossiers.intake.imaging.jpeg_image import jpeg_image
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.segments import ARABIC_LETTER

LONG_SIDE_PT = 842.0  # A4
JPEG_QUALITY = 60
# Letters of the unseen font are half as wide as the font is high.
LETTER_WIDTH = 0.5
# Inside an Arabic word these run from the left all the same.
LEFTWARD = r"0-9\u0660-\u0669A-Za-z\u00c0-\u024f"
RUNS_FROM_LEFT = re.compile(rf"[{LEFTWARD}][{LEFTWARD}.,/:\-]*")
# Size of the letters as a share of the height of a word; the hole between words as a share of
# that size (measured: below 0.6 PDFium joins words, at 0.7 poppler sees columns).
LETTER_SHARE, NARROW_SPACE = 0.5, 0.65
# Where the baseline of a line is put, in heights of a word above its lower edge: PDFium takes
# for one line what overlaps in height, so the two scripts of a row stand more than the size of
# their letters apart, and the lines of a title, one below the other, still do not touch.
ARABIC_DEPTH = 0.05
LATIN_DEPTH = ARABIC_DEPTH + LETTER_SHARE + 0.05
LTR_MARK, RTL_MARK = "\u200e", "\u200f"
MARKS_TO_SPARE = 9
# Colours that differ by less are the grey of paper.
GREY_WITHIN = 24
# 1 January 2026, midnight: six numbers of two bytes (ICC.1:2010, 4.2).
PROFILE_DAY = bytes((7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@dataclass(frozen=True)
class ArchivePage:
    """A page: its picture as an encoded file, and its words in the picture's pixels."""

    picture: bytes
    words: tuple[Word, ...]


def make_archive_pdf(pages: Iterable[ArchivePage], *, title: str, made: datetime) -> bytes:
    """Return the file. `title` is told by every reader: no name of a person belongs there."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        font = _unseen_font(pdf)
        for page in pages:
            _add_page(pdf, page, font)
        _describe(pdf, title=title, made=made)
        pdf.save(target, linearize=False, deterministic_id=True)
    return target.getvalue()


def as_seen(text: str) -> str:
    """Return the letters of a word from left to right.

    >>> as_seen("418/2014"), as_seen("Taroudant"), as_seen("سلام") == "مالس"
    ('418/2014', 'Taroudant', True)
    >>> as_seen("ب12") == "12ب"
    True
    """
    if not ARABIC_LETTER.search(text):
        return text
    backwards = text.translate(MIRRORED)[::-1]
    return RUNS_FROM_LEFT.sub(lambda run: run[0][::-1], backwards)


def _add_page(pdf: pikepdf.Pdf, page: ArchivePage, font: pikepdf.Object) -> None:
    image = Image.open(io.BytesIO(page.picture)).convert("RGB")
    if _is_grey(image):
        image = image.convert("L")
    points = LONG_SIDE_PT / max(image.size)
    size = image.width * points, image.height * points
    picture = jpeg_image(pdf, image, quality=JPEG_QUALITY)
    drawing = f"q {size[0]:.2f} 0 0 {size[1]:.2f} 0 0 cm /Picture Do Q\n"
    content = drawing + "".join(_text(page.words, points=points, height=size[1]))
    resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Picture=picture), Font=pikepdf.Dictionary(Unseen=font)
    )
    pdf.add_blank_page(page_size=size)
    made = pdf.pages[-1]
    made.Resources = resources
    made.Contents = pdf.make_stream(content.encode("ascii"))


def _is_grey(image: Image.Image) -> bool:
    colours = np.asarray(image.resize((64, 64))).astype(int)
    return int(np.ptp(colours, axis=2).max()) < GREY_WITHIN


def _text(words: Sequence[Word], *, points: float, height: float) -> Iterator[str]:
    """Yield the unseen text, a text object a line, its words from left to right."""
    lines = [sorted(line, key=_left) for _, line in groupby(words, key=lambda word: word.line)]
    for line in lines:
        tall = max(1, sorted(word.height for word in line)[len(line) // 2])
        size = LETTER_SHARE * tall * points
        depth = ARABIC_DEPTH if _is_arabic(line) else LATIN_DEPTH
        baseline = height - (max(word.bottom for word in line) - depth * tall) * points
        yield f"BT 3 Tr /Unseen {size:.2f} Tf\n"
        for word, after, letters in zip(line, [*line[1:], None], _line_as_seen(line), strict=True):
            # A word reaches to a narrow hole before the next one: holes in a line, and
            # words one over the other, would be taken for columns.
            wide = ((after.left if after else word.right) - word.left) * points
            space = NARROW_SPACE * size if after else 0.0
            wide = max(0.2 * size, wide - space)
            stretch = 100 * wide / (LETTER_WIDTH * size * len(letters))
            yield (
                f"{stretch:.1f} Tz 1 0 0 1 {word.left * points:.2f} {baseline:.2f} Tm "
                f"<{_codes(letters)}> Tj\n"
            )
        yield "ET\n"
    yield _direction(lines)


def _direction(lines: Sequence[Sequence[Word]]) -> str:
    """Return a line of right-to-left marks, where a page needs one.

    Poppler takes the direction of a whole page from the majority of its letters and then
    leaves numbers in Arabic lines on the wrong side. The marks are no letters of anybody
    and make the page what its Arabic lines are; French lines are right either way.
    """
    letters = "".join(word.text for line in lines for word in line)
    arabic = len(ARABIC_LETTER.findall(letters))
    others = sum(map(str.isalpha, letters)) - arabic
    if not arabic or arabic > others:
        return ""
    marks = _codes(RTL_MARK * (others - arabic + MARKS_TO_SPARE))
    return f"BT 3 Tr /Unseen 1 Tf 100 Tz 1 0 0 1 2 2 Tm <{marks}> Tj ET\n"


def _line_as_seen(line: Sequence[Word]) -> Iterator[str]:
    """Yield what is laid for each word of a line.

    In an Arabic line a mark stands before each number and stop, else poppler draws them
    together into one run from the left; before words in Latin letters one for their run.
    """
    if not _is_arabic(line):
        last = line[-1].text
        yield from (word.text for word in line[:-1])
        yield last if last[-1].isalnum() else last + LTR_MARK
        return
    in_latin_run = False
    for word in line:
        is_arabic = bool(ARABIC_LETTER.search(word.text))
        joins = in_latin_run and any(map(str.isalnum, word.text))
        in_latin_run = not is_arabic and (joins or any(map(str.isalpha, word.text)))
        mark = "" if is_arabic or joins else RTL_MARK
        yield mark + as_seen(word.text)


def _is_arabic(line: Sequence[Word]) -> bool:
    return any(ARABIC_LETTER.search(word.text) for word in line)


def _left(word: Word) -> int:
    return word.left


def _codes(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _unseen_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return a font whose codes are those of Unicode and which is never drawn.

    PDF/A asks for the font program of fonts that are drawn; text in mode 3 is not.
    """
    to_unicode = pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + b"".join(_ranges())
        + b"endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
    name = pikepdf.Name.Unseen
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=[0, 0, 500, 1000],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=800,
        StemV=80,
    )
    letters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(1000 * LETTER_WIDTH),
        CIDToGIDMap=pikepdf.Name.Identity,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=name,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(letters)],
        ToUnicode=to_unicode,
    )
    return pdf.make_indirect(font)


def _ranges() -> Iterator[bytes]:
    """Yield the table of codes: a range has one first byte, a block at most a hundred ranges."""
    for first in range(0, 256, 64):
        rows = (
            f"<{byte:02X}00> <{byte:02X}FF> <{byte:02X}00>" for byte in range(first, first + 64)
        )
        yield f"64 beginbfrange\n{chr(10).join(rows)}\nendbfrange\n".encode()


def _describe(pdf: pikepdf.Pdf, *, title: str, made: datetime) -> None:
    """Write what PDF/A asks for: colours, metadata, language."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The day and the checksum of the profile, which would differ with every file.
    profile[24:36], profile[84:100] = PROFILE_DAY, bytes(16)
    colours = pdf.make_stream(bytes(profile), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=colours,
    )
    pdf.Root.OutputIntents = [intent]
    pdf.Root.Lang = "ar"
    stamp = made.astimezone(UTC)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:title"] = title
        metadata["pdf:Producer"] = "Aman Dossiers"
        metadata["xmp:CreateDate"] = stamp.strftime("%Y-%m-%dT%H:%M:%S+00:00")
