"""Read a straightened page: words with boxes, confidence, lines and text in reading order.

The engine finds the lines, the ink is shared out among them, each is read by the model of
its script, and numbers it is often wrong about are read again. Pure: no file is written, no
model of the site is touched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Self

import numpy as np

from .ink import Box, darken_light_print, map_ink
from .line_map import map_lines
from .line_reading import LineReader, likely_script
from .numbers import check_numbers
from .recogniser import BOTH_SCRIPTS, Recogniser, Script, Word
from .segments import Segment, mean_confidence

# The engine is rarely wrong above this.
SURE_CONFIDENCE = 75.0
# Ink that the engine took for no line is believed to be text from here on.
GAP_CONFIDENCE = 50.0


@dataclass(frozen=True)
class PageReading:
    """What was read on one page. Boxes are pixels of the upright picture."""

    words: tuple[Word, ...]
    text: str
    confidence: float

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
    page = darken_light_print(reading)
    found = recogniser.find_lines(page, dpi=dpi)
    lines = map_lines(map_ink(page, found), found)
    reader = LineReader(lines, dpi, recogniser, tuple(scripts))
    words = compose(_read_lines(reader)).words
    read_digits = partial(reader.read_with, Script.LATIN)
    return _as_reading(check_numbers(words, lines.page, read_digits))


def _read_lines(reader: LineReader) -> list[Segment]:
    """Read all columns; what the engine overlooked only where it turns out to be text."""
    lines = reader.lines
    page_width = lines.page.ink.shape[1]
    segments: list[Segment] = []
    read: list[tuple[Box, Script]] = []
    columns = [(column, False) for column in lines.columns]
    columns += [(column, True) for column in lines.overlooked]
    for column, is_overlooked in columns:
        likely = likely_script(column.box, read, page_width=page_width, scripts=reader.scripts)
        segment = reader.read(column, likely)
        if segment.words and (not is_overlooked or _is_text(segment)):
            segments.append(segment)
            read.append((column.box, segment.read_with))
    return segments


def _is_text(segment: Segment) -> bool:
    return segment.length > 1 and mean_confidence(segment.words) >= GAP_CONFIDENCE


def estimate_dpi(page: np.ndarray) -> int:
    """Return the resolution if the longer side were that of an A4 sheet."""
    return int(np.clip(round(max(page.shape) / 11.69), 70, 400))


def sure_characters(reading: PageReading) -> int:
    """Return how many characters stand in words the engine is sure of."""
    return sum(len(word.text) for word in reading.words if word.confidence >= SURE_CONFIDENCE)


def compose(segments: list[Segment]) -> PageReading:
    """Put segments in reading order and number their lines."""
    return _as_reading(
        replace(word, line=number)
        for number, segment in enumerate(_in_reading_order(segments))
        for word in segment.in_logical_order()
    )


def _as_reading(words: Iterable[Word]) -> PageReading:
    """Return words in reading order with their text, a line for each of their lines."""
    words = tuple(words)
    lines = groupby(words, key=attrgetter("line"))
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return PageReading(words, text, round(mean_confidence(words), 1))


def _in_reading_order(segments: list[Segment]) -> list[Segment]:
    """Rows from top to bottom; in a row the Arabic column first, then from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.top + one.bottom) / 2):
        if rows and any(_stand_side_by_side(one, segment) for one in rows[-1]):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [
        segment
        for row in rows
        for segment in sorted(
            row, key=lambda one: (one.script is not Script.ARABIC, one.reading_edge)
        )
    ]


def _stand_side_by_side(one: Segment, other: Segment) -> bool:
    """Return whether two pieces share half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.5 * min(one.height, other.height)
