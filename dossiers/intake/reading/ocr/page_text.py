"""Read a straightened page: words with boxes, confidence, lines and text in reading order.

The engine finds the lines, the ink is shared out among them, each is read by the model of
its script, and numbers it is often wrong about are read again. Pure: no file is written, no
model of the site is touched.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Self

import numpy as np

from dossiers.intake.imaging.ink import InkMap, map_ink
from dossiers.intake.printed_word import Box, Word

from .digits import check_numbers
from .line_layout import LineMap, map_lines
from .line_reader import LineReader, is_sure, likely_script
from .reading_order import in_reading_order
from .segments import ARABIC_LETTER, LATIN_LETTER, Segment, mean_confidence
from .tesseract import BOTH_SCRIPTS, Recogniser, Script
from .turned_words import TurnedReader

# The engine is rarely wrong above this.
SURE_CONFIDENCE = 75.0
# Of the print on a page at least so much is in lines that the engine finds.
ENOUGH_CLAIMED = 0.6
# After so many sure lines of one script alone a page has no other, until a line shows it.
LINES_TO_BE_CERTAIN = 6
# A page is in Latin letters that has so many sure ones at least, and hardly others.
LEAST_LATIN_LETTERS, LATIN_SHARE = 60, 0.97
# Words are no higher than so many lines.
TALLEST_WORD = 3.0
# Pieces of ink that look like letters: least and greatest height and greatest width, in heights
# of a line (Arabic words are in one piece).
LETTER_SIZES = (0.3, 1.5, 5.0)
# Ink that the engine took for no line is believed to be text from here on.
GAP_CONFIDENCE = 50.0


@dataclass(frozen=True)
class PageReading:
    """What was read on one page. Boxes are pixels of the upright picture."""

    words: tuple[Word, ...]
    text: str
    # Of the words; what was not read does not count here.
    confidence: float
    # Of the ink that looks like letters, so much stands in no word that was read.
    unread_share: float = 0.0
    # How many pieces of ink look like letters or joined letters.
    letter_pieces: int = 0

    @property
    def page_confidence(self) -> float:
        """How sure the text of the whole page is, 0..100: print that was not read counts as 0."""
        return round(self.confidence * (1 - self.unread_share), 1)

    def scaled(self, scale: float) -> Self:
        """Return the reading with boxes for a picture smaller by `scale`."""
        if scale == 1.0:
            return self
        return replace(self, words=tuple(word.scaled(scale) for word in self.words))


def read_page(
    reading: np.ndarray,
    *,
    recogniser: Recogniser,
    scripts: Sequence[Script] = BOTH_SCRIPTS,
) -> PageReading:
    """Return the words and the text of an upright, evenly lit grey page.

    `scripts`: that of the page alone, when a person says that it has no other.
    """
    dpi = estimate_dpi(reading)
    ink = map_ink(reading)
    lines = _find_lines(ink, recogniser, dpi)
    reader = LineReader(lines, dpi, recogniser, tuple(scripts))
    words = compose(_read_lines(reader)).words
    read_digits = partial(reader.read_with, Script.LATIN)
    checked = check_numbers(words, lines.page, read_digits)
    turned = TurnedReader(lines.page, recogniser, tuple(scripts), dpi)
    all_words = without_invented(turned.add_to(checked))
    read = _as_reading(_on_page(all_words, lines.page))
    is_letter = look_like_letters(lines.page)
    share = share_unread(read.words, lines.page, is_letter)
    return replace(read, unread_share=round(share, 3), letter_pieces=int(is_letter.sum()))


def _find_lines(ink: InkMap, recogniser: Recogniser, dpi: int) -> LineMap:
    """Return the lines of a page: rules tell columns apart, and now and then hide the lines.

    Where much print is in no line, they are looked for once more without the rules.
    """
    text_lines = recogniser.find_lines(ink.for_layout, dpi=dpi)
    lines = map_lines(ink.with_lines(text_lines), text_lines)
    if lines.claimed_share >= ENOUGH_CLAIMED or ink.walls is None:
        return lines
    text_lines = recogniser.find_lines(ink.clean, dpi=dpi)
    again = map_lines(ink.with_lines(text_lines), text_lines)
    return again if again.claimed_share > lines.claimed_share else lines


def _read_lines(reader: LineReader) -> list[Segment]:
    """Read all columns; what the engine overlooked only where it turns out to be text."""
    lines = reader.lines
    page_width = lines.page.ink.shape[1]
    segments: list[Segment] = []
    read: list[tuple[Box, Script]] = []
    sure_lines: Counter[Script] = Counter()
    columns = [(column, False) for column in lines.columns]
    columns += [(column, True) for column in lines.overlooked]
    for column, is_overlooked in columns:
        likely = likely_script(column.box, read, page_width=page_width, scripts=reader.scripts)
        segment = reader.read(column, likely, certain=_only_script(sure_lines))
        if segment.words and (not is_overlooked or _is_text(segment)):
            segments.append(segment)
            if is_sure(segment):
                sure_lines[segment.read_with] += 1
            read.append((column.box, segment.read_with))
    return segments


def _only_script(sure_lines: Counter[Script]) -> Script | None:
    """Return the script of all sure lines so far, None where there are few or of both."""
    if sure_lines.total() < LINES_TO_BE_CERTAIN or len(sure_lines) > 1:
        return None
    return next(iter(sure_lines))


def _is_text(segment: Segment) -> bool:
    return segment.length > 1 and mean_confidence(segment.words) >= GAP_CONFIDENCE


def without_invented(words: Sequence[Word]) -> list[Word]:
    """Return the words without the Arabic that is made of specks on a page in Latin letters.

    Where nearly all sure letters are Latin, Arabic words that are not sure themselves are none.
    """
    arabic = latin = 0
    for word in words:
        if word.confidence >= SURE_CONFIDENCE:
            arabic += len(ARABIC_LETTER.findall(word.text))
            latin += len(LATIN_LETTER.findall(word.text))
    if latin < LEAST_LATIN_LETTERS or latin < LATIN_SHARE * (latin + arabic):
        return list(words)
    return [
        word
        for word in words
        if word.confidence >= SURE_CONFIDENCE or not ARABIC_LETTER.search(word.text)
    ]


def _on_page(words: Iterable[Word], page: InkMap) -> Iterator[Word]:
    """Yield the words with their boxes cut at the edges of the page.

    What is higher than three lines and not sure is a drawing or a seal.
    """
    height, width = page.clean.shape
    for word in words:
        if word.height > TALLEST_WORD * page.letter and word.confidence < SURE_CONFIDENCE:
            continue
        yield replace(
            word,
            left=min(max(0, word.left), width - 1),
            top=min(max(0, word.top), height - 1),
            right=max(1, min(word.right, width)),
            bottom=max(1, min(word.bottom, height)),
        )


def look_like_letters(page: InkMap) -> np.ndarray:
    """Return for each piece of ink whether it has the size of a letter, or of letters joined."""
    boxes = page.pieces.boxes
    height = boxes[:, 3] - boxes[:, 1]
    width = boxes[:, 2] - boxes[:, 0]
    low, high, wide = (size * page.letter for size in LETTER_SIZES)
    return page.pieces.is_letter & (height >= low) & (height <= high) & (width <= wide)


def share_unread(words: Sequence[Word], page: InkMap, is_letter: np.ndarray) -> float:
    """Return how much of the ink that looks like letters stands in no word, 0..1."""
    boxes, areas = page.pieces.boxes, page.pieces.areas
    if not is_letter.any():
        return 0.0
    read = np.zeros(page.ink.shape, bool)
    for word in words:
        read[max(0, word.top) : word.bottom, max(0, word.left) : word.right] = True
    middle = (boxes[:, :2] + boxes[:, 2:]).astype(int) // 2
    is_read = read[middle[:, 1], middle[:, 0]]
    return float(areas[is_letter & ~is_read].sum() / areas[is_letter].sum())


def estimate_dpi(page: np.ndarray) -> int:
    """Return the resolution if the longer side were that of an A4 sheet."""
    return int(np.clip(round(max(page.shape) / 11.69), 70, 400))


def sure_characters(reading: PageReading) -> int:
    """Return how many characters stand in words the engine is sure of."""
    return sum(len(word.text) for word in reading.words if word.confidence >= SURE_CONFIDENCE)


def sure_words(reading: PageReading) -> list[Word]:
    """Return the sure words of two letters or digits at least: specks are read as strokes."""
    return [
        word
        for word in reading.words
        if word.confidence >= SURE_CONFIDENCE and sum(map(str.isalnum, word.text)) >= 2
    ]


def compose(segments: list[Segment]) -> PageReading:
    """Put segments in reading order and number their lines."""
    return _as_reading(
        replace(word, line=number)
        for number, segment in enumerate(in_reading_order(segments))
        for word in segment.in_logical_order()
    )


def _as_reading(words: Iterable[Word]) -> PageReading:
    """Return words in reading order with their text, a line for each of their lines."""
    words = tuple(words)
    lines = groupby(words, key=attrgetter("line"))
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return PageReading(words, text, round(mean_confidence(words), 1))
