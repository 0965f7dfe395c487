"""What is done with one page: from its picture to an upright image, words and text.

Runs in the reading child. A step takes a frozen page and returns the next; none touches a
model of the site, and each can be tried on one picture from a shell.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import cv2
import numpy as np
from PIL import Image

from dossiers.intake.imaging.qr_codes import read_codes
from dossiers.intake.imaging.quality import Source, faults_of, is_blank, measure_sheet
from dossiers.intake.imaging.resize import within
from dossiers.intake.imaging.straighten import (
    Straightened,
    as_it_lay,
    lies_sideways,
    straighten,
    to_grey,
)
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.embedded_text import (
    add_reading,
    correct_by_text,
    holds_more_print,
    is_good_text,
    read_embedded,
    whiten_words,
)
from dossiers.intake.reading.ocr.page_text import (
    PageReading,
    read_page,
    sure_characters,
    sure_words,
)
from dossiers.intake.reading.ocr.tesseract import BOTH_SCRIPTS, Recogniser, Script

from .read_as import ReadAs

# Long sides of what is stored, in pixels: to look closely, to read on a screen, for lists.
IMAGE_SIDE_PX, SCREEN_SIDE_PX, THUMBNAIL_SIDE_PX = 2000, 1400, 320
# WebP: at 50 a page of print is about 100 kB and its letters are clean. For the screen the
# grain of a bad copy is smoothed away with the size: no page seen so far is above 75 kB.
IMAGE_QUALITY, SCREEN_QUALITY, THUMBNAIL_QUALITY = 50, 45, 40
# Below this a page may lie on its head: only then is the costly question asked.
SUSPICIOUS_CONFIDENCE = 70.0
# A turned page must be read so much better before it is believed, and as so many characters
# at least: of upright pages turned on their head (drawings, handwriting) 45 at most were sure,
# of real turns 237 at least. Lines that run up and down speak for a turn by themselves.
TURN_GAIN, LEAST_TURNED_CHARACTERS, LEAST_SIDEWAYS_CHARACTERS = 1.5, 60, 15
# An orientation the engine is less sure of than this is not even tried.
MIN_TURN_CERTAINTY = 0.5
# Codes of PageFault for it; the vocabulary of the site is not loaded here.
UNREAD, HANDWRITTEN = "unread", "handwritten"
# What explains by itself that hardly a word was read.
BAD_PICTURE = frozenset({"blurred", "dark", "low_resolution"})
# Handwriting has so many pieces of ink like letters at least, and so few words are sure at most:
# so many, and one to so many pieces.
LEAST_WRITTEN_PIECES, MOST_SURE_WORDS, PIECES_TO_SURE_WORD = 60, 4, 40
# Of the print on a page so much was not read, or so few letters of the many its file brings.
UNREAD_SHARE, LEAST_BROUGHT_LETTERS = 0.5, 100
# A page that the engine is so sure stands upright is turned no way.
UPRIGHT_CERTAINTY = 1.0
# Which models read when a person chose.
SCRIPTS = {
    ReadAs.BOTH: BOTH_SCRIPTS,
    ReadAs.ARABIC: (Script.ARABIC,),
    ReadAs.FRENCH: (Script.LATIN,),
    ReadAs.PHOTOGRAPH: BOTH_SCRIPTS,
}


@dataclass(frozen=True)
class PageContext:
    """A page as it came: pixels (BGR or grey) and the words the file brings."""

    picture: np.ndarray
    embedded: tuple[Word, ...] = ()
    # Pixels of the picture per pixel of the original.
    scale: float = 1.0
    # What was captured: a PDF may draw a small picture large.
    source: Source | None = None
    read_as: ReadAs = ReadAs.BOTH
    # A person's word: clockwise quarter turns, or four corners in pixels of the original.
    turns: int | None = None
    corners: Sequence[Sequence[float]] | None = None
    # Codes of PageFault that are known already, None where they are to be looked for.
    faults: Sequence[str] | None = None

    @property
    def outline(self) -> np.ndarray | None:
        """The corners in pixels of the picture, clockwise from what becomes top left."""
        if self.corners is None:
            return None
        return np.array(self.corners, np.float32) * self.scale

    @property
    def is_instructed(self) -> bool:
        """Whether a person said how it lies; it is not guessed then."""
        return self.turns is not None or self.corners is not None


@dataclass(frozen=True)
class PageResult:
    """A page when it is read. Boxes are pixels of `image`, a BGR or grey picture."""

    image: np.ndarray
    screen: np.ndarray
    thumbnail: np.ndarray
    reading: PageReading
    # 3×3: from pixels of `image` to pixels of the original.
    to_original: np.ndarray
    quarter_turns: int
    skew_degrees: float
    is_embedded: bool = field(default=False)
    # Codes of what is wrong with the picture, and whether nothing is on it.
    faults: tuple[str, ...] = ()
    is_blank: bool = False
    # Texts of the QR codes on it.
    codes: tuple[str, ...] = ()


def process_page(page: PageContext, *, recogniser: Recogniser) -> PageResult:
    """Return the page upright, with its words."""
    if is_good_text(page.embedded) and not page.is_instructed:
        straight = _as_it_is(page.picture)
        reading = read_with_text(page, straight.reading, recogniser=recogniser)
        return _result(page, straight, reading, is_embedded=True)
    if page.is_instructed:
        straight, reading = read_as_told(page, recogniser=recogniser)
    else:
        straight, reading = read_upright(page.picture, recogniser=recogniser, read_as=page.read_as)
    if page.embedded:
        reading = correct_by_text(reading, page.embedded, straight.to_original)
    result = _result(page, straight, reading, is_embedded=False)
    if page.faults is not None and holds_words(reading):
        known = [code for code in page.faults if code not in {UNREAD, HANDWRITTEN}]
        return replace(result, faults=(*known, *_not_read(page, reading, known)))
    grey = to_grey(page.picture)
    measures = measure_sheet(grey, straight.sheet, as_it_lay(grey, straight), page.source)
    blank = is_blank(measures) and not holds_words(reading)
    # An empty side is neither blurred nor cut.
    seen = [] if blank else faults_of(measures)
    faults = () if blank else (*seen, *_not_read(page, reading, seen))
    return replace(result, faults=faults, is_blank=blank)


def _not_read(page: PageContext, reading: PageReading, faults: Sequence[str]) -> tuple[str, ...]:
    """Return the code for what was not read on a page with such other faults, or nothing."""
    if not BAD_PICTURE.intersection(faults) and is_handwritten(reading):
        return (HANDWRITTEN,)
    return (UNREAD,) if misses_much(reading, page.embedded) else ()


def is_handwritten(reading: PageReading) -> bool:
    """Whether a page is full of ink like letters, and hardly a word of it is sure."""
    pieces = reading.letter_pieces
    most = min(MOST_SURE_WORDS, pieces / PIECES_TO_SURE_WORD)
    return pieces >= LEAST_WRITTEN_PIECES and len(sure_words(reading)) <= most


def misses_much(reading: PageReading, embedded: Sequence[Word]) -> bool:
    """Whether most print on the page was not read, or of its text layer hardly anything."""
    brought = sum(sum(map(str.isalpha, word.text)) for word in embedded)
    letters = sum(map(str.isalpha, reading.text))
    is_short = brought >= LEAST_BROUGHT_LETTERS and letters < UNREAD_SHARE * brought
    return is_short or reading.unread_share > UNREAD_SHARE


def read_with_text(page: PageContext, grey: np.ndarray, *, recogniser: Recogniser) -> PageReading:
    """Take the text of the page as it is, and read what it shows besides, such as a card."""
    text = read_embedded(page.embedded)
    if not holds_more_print(grey, page.embedded):
        return text
    rest = whiten_words(grey, page.embedded)
    return add_reading(text, read_page(rest, recogniser=recogniser, scripts=SCRIPTS[page.read_as]))


def holds_words(reading: PageReading) -> bool:
    """Whether something was read that may be a word: specks are read as dots and strokes."""
    return bool(sure_words(reading))


def read_as_told(page: PageContext, *, recogniser: Recogniser) -> tuple[Straightened, PageReading]:
    """Lay the page as a person said, and read it so."""
    straight = straighten(
        page.picture,
        quarter_turns=page.turns or 0,
        outline=page.outline,
        as_photograph=page.read_as is ReadAs.PHOTOGRAPH,
    )
    scripts = SCRIPTS[page.read_as]
    return straight, read_page(straight.reading, recogniser=recogniser, scripts=scripts)


def read_upright(
    picture: np.ndarray, *, recogniser: Recogniser, read_as: ReadAs = ReadAs.BOTH
) -> tuple[Straightened, PageReading]:
    """Straighten and read; turn the page only where that is read much better."""
    straighten_it = partial(straighten, picture, as_photograph=read_as is ReadAs.PHOTOGRAPH)
    read_it = partial(read_page, recogniser=recogniser, scripts=SCRIPTS[read_as])
    straight = straighten_it()
    reading = None
    if not lies_sideways(straight.reading):
        reading = read_it(straight.reading)
        if reading.confidence >= SUSPICIOUS_CONFIDENCE or not reading.words:
            return straight, reading
    best = (straight, reading or PageReading((), "", 0.0))
    least = LEAST_TURNED_CHARACTERS if reading else LEAST_SIDEWAYS_CHARACTERS
    for turns in _turns_to_try(straight, recogniser, sideways=reading is None):
        turned = straighten_it(quarter_turns=turns)
        other = read_it(turned.reading)
        if sure_characters(other) > max(least, TURN_GAIN * sure_characters(best[1])):
            best = (turned, other)
    if reading is None and best[1].confidence < SUSPICIOUS_CONFIDENCE:
        # It looked sideways and reads badly either way: it may stand upright after all.
        other = read_it(straight.reading)
        if sure_characters(other) >= sure_characters(best[1]):
            best = (straight, other)
    return best


def _turns_to_try(straight: Straightened, recogniser: Recogniser, *, sideways: bool) -> list[int]:
    orientation = recogniser.orientation(straight.reading)
    if (
        orientation
        and not sideways
        and not orientation.quarter_turns
        and orientation.certainty >= UPRIGHT_CERTAINTY
    ):
        return []
    likely = (
        []
        if orientation is None or orientation.certainty < MIN_TURN_CERTAINTY
        else [orientation.quarter_turns]
    )
    possible = (1, 3) if sideways else (2,)
    # Lines of a page that lies askew on its side are sharp in no direction: the engine is asked.
    believed = possible if sideways else (1, 2, 3)
    return [turns for turns in likely if turns in believed] or list(possible)


def _as_it_is(picture: np.ndarray) -> Straightened:
    grey = to_grey(picture)
    return Straightened(
        upright=picture,
        flat=grey,
        reading=grey,
        to_original=np.eye(3),
        skew_degrees=0.0,
        quarter_turns=0,
        grain=0.0,
    )


def _result(
    page: PageContext, straight: Straightened, reading: PageReading, *, is_embedded: bool
) -> PageResult:
    image, shrunk = within(straight.upright, IMAGE_SIDE_PX)
    screen, _ = within(image, SCREEN_SIDE_PX)
    thumbnail, _ = within(screen, THUMBNAIL_SIDE_PX)
    to_picture = straight.to_original @ np.diag([1 / shrunk, 1 / shrunk, 1.0])
    return PageResult(
        image=image,
        screen=screen,
        thumbnail=thumbnail,
        reading=reading.scaled(shrunk),
        to_original=np.diag([1 / page.scale, 1 / page.scale, 1.0]) @ to_picture,
        quarter_turns=straight.quarter_turns,
        skew_degrees=straight.skew_degrees,
        is_embedded=is_embedded,
        codes=read_codes(page.picture, lit=straight.flat),
    )


def encode(picture: np.ndarray, quality: int) -> bytes:
    """Return a picture as WebP."""
    colours = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    target = io.BytesIO()
    # Method 0 takes a third of the time of the usual one for files a third larger.
    Image.fromarray(colours).save(target, "WEBP", quality=quality, method=0)
    return target.getvalue()
