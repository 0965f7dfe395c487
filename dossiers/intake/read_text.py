"""Read a straightened page: words with boxes, confidence, lines and text in reading order.

Plain recognition, then two remedies that were measured: script repair (a line where words
of the other script intrude is read again by its own script's model) and gap fill (ink that
no word covers is read again). Pure: no file is written, no model of the site is touched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Self

import numpy as np

from .ink_gaps import Box, InkMap, cut_line, find_gaps, map_ink
from .numbers import check_numbers
from .recogniser import Layout, Recogniser, Script, Word
from .segments import Segment, overlap, split_segments
from .word_boxes import fit_to_ink

# The engine is rarely wrong above this.
SURE_CONFIDENCE = 75.0
# Words of a segment below this are doubtful enough to be read a second time.
DOUBTFUL_CONFIDENCE = 50.0
# A word of the other script inside a line stays only when the engine was this sure.
CERTAIN_CONFIDENCE = 92.0
# Ink without words is believed to be text from here on.
GAP_CONFIDENCE = 55.0
# A second reading may be this much less sure: one model is, where two had a choice.
MARGIN = 8.0
# A single word may replace a doubtful one from here on.
PATCH_CONFIDENCE = 40.0


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


@dataclass(frozen=True)
class _Sheet:
    """A page on its way, and who reads it."""

    page: InkMap
    dpi: int
    recogniser: Recogniser
    script: Script = Script.BOTH

    @property
    def scripts(self) -> tuple[Script, ...]:
        """The models a line may be read with."""
        return (Script.ARABIC, Script.LATIN) if self.script is Script.BOTH else (self.script,)

    def read_line(self, box: Box, script: Script) -> Segment:
        """Read one line anew with the model of one script."""
        line, left, top = cut_line(self.page, box)
        if not line.size:
            return Segment(())
        words = self.recogniser.read(line, script=script, layout=Layout.LINE, dpi=self.dpi)
        return Segment(tuple(word.moved(right=left, down=top, line=0) for word in words))


def read_page(
    reading: np.ndarray, *, recogniser: Recogniser, script: Script = Script.BOTH
) -> PageReading:
    """Return the words and the text of an upright, evenly lit grey page.

    `script`: the models of one script alone, when a person says that it has no other.
    """
    dpi = estimate_dpi(reading)
    words = recogniser.read(reading, script=script, layout=Layout.PAGE, dpi=dpi)
    segments = split_segments(words)
    sheet = _Sheet(map_ink(reading, segments), dpi, recogniser, script)
    if script is Script.BOTH:
        segments = [_repair(segment, sheet) for segment in segments]
    segments += _fill_gaps(segments, sheet)
    fitted = fit_to_ink(compose(segments).words, sheet.page)
    read_digits = partial(sheet.read_line, script=Script.LATIN)
    return _as_reading(check_numbers(fitted, sheet.page, read_digits))


def estimate_dpi(page: np.ndarray) -> int:
    """Return the resolution if the longer side were that of an A4 sheet."""
    return int(np.clip(round(max(page.shape) / 11.69), 70, 400))


def mean_confidence(words: Iterable[Word]) -> float:
    """Return the mean confidence, each word weighing as much as it is long."""
    weights = [(word.confidence, len(word.text)) for word in words]
    total = sum(length for _, length in weights)
    return sum(value * length for value, length in weights) / total if total else 0.0


def sure_characters(reading: PageReading) -> int:
    """Return how many characters stand in words the engine is sure of."""
    return sum(len(word.text) for word in reading.words if word.confidence >= SURE_CONFIDENCE)


def compose(segments: list[Segment]) -> PageReading:
    """Put segments in reading order and number their lines."""
    return _as_reading(
        word.moved(right=0, down=0, line=number)
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
        middle = (segment.top + segment.bottom) / 2
        if rows and middle < max(one.bottom for one in rows[-1]) - 0.35 * segment.height:
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


def _repair(segment: Segment, sheet: _Sheet) -> Segment:
    """Read a doubtful segment again with its own script's model; keep the better."""
    doubtful = [word for word in segment.words if _is_doubtful(word, segment)]
    if not doubtful:
        return segment
    again = sheet.read_line(segment.core_box, segment.script)
    sure = [word for word in segment.words if word not in doubtful]
    kept = [word for word in segment.intruders if word not in doubtful]
    if again.length >= 0.5 * segment.length and (
        mean_confidence(again.words) + MARGIN >= mean_confidence(sure)
    ):
        return Segment(_patch(again.words, kept, kept))
    return Segment(_patch(segment.words, doubtful, again.words))


def _is_doubtful(word: Word, segment: Segment) -> bool:
    if word in segment.intruders:
        return word.confidence < CERTAIN_CONFIDENCE
    return word.confidence < DOUBTFUL_CONFIDENCE and any(map(str.isalnum, word.text))


def _patch(
    words: Sequence[Word], doubtful: Sequence[Word], better: Sequence[Word]
) -> tuple[Word, ...]:
    """Replace what stands where the doubtful words stand by the better words there."""
    result = list(words)
    for word in doubtful:
        there = [one for one in better if overlap(one, word) > 0.5]
        if not there or (there != [word] and mean_confidence(there) < PATCH_CONFIDENCE):
            continue
        result = [one for one in result if overlap(one, word) <= 0.5 and one not in there]
        result += there
    return tuple(result)


def _fill_gaps(segments: list[Segment], sheet: _Sheet) -> list[Segment]:
    found = []
    for gap in find_gaps(sheet.page, segments):
        both = [sheet.read_line(gap, script) for script in sheet.scripts]
        best = max(both, key=lambda one: mean_confidence(one.words))
        if mean_confidence(best.words) >= GAP_CONFIDENCE and best.length > 1:
            found.append(best)
    return found
