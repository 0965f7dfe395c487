"""Read the words that run up or down a page: heads of narrow columns, notes in a margin.

Looked for in the ink that was read in no word, or hardly, so that a page without them costs
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from dossiers.intake.imaging.ink import InkMap
from dossiers.intake.imaging.ink_pieces import connected_pieces
from dossiers.intake.printed_word import Box, Word

from .segments import Segment, mean_confidence
from .tesseract import Recogniser, Script

# A turned line, in heights of a line of the page: so wide, and so long at least; so much longer
# than wide. Its letters stand no farther apart than that.
WIDTHS, LEAST_LENGTH, LENGTH_TO_WIDTH, LETTERS_APART = (0.4, 1.8), 2.5, 2.5, 0.6
# More than these are a drawing.
MAX_TURNED_LINES = 16
# Words surer than the first are not looked at again; what is read is taken from the second on,
# and no other way is tried from the third on.
READ_CONFIDENCE, TURNED_CONFIDENCE, CERTAIN_CONFIDENCE = 60.0, 75.0, 88.0
# Letters of a turned line.
LEAST_LETTERS = 3
RIM_PX, PAPER = 5, 255
# Most turned lines are read from below.
UPWARDS, DOWNWARDS = -1, 1


@dataclass(frozen=True)
class TurnedReader:
    """Reads turned lines of one page."""

    page: InkMap
    recogniser: Recogniser
    scripts: tuple[Script, ...]
    dpi: int

    def add_to(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words of a page and of its turned lines, each of those a line by itself."""
        remaining = list(words)
        line = max((word.line for word in words), default=-1)
        for box in self._find(words):
            turned = self._read(box)
            if turned is None:
                continue
            line += 1
            remaining = [word for word in remaining if not _lies_in(word, box)]
            remaining += [replace(word, line=line) for word in turned]
        return tuple(remaining)

    def _find(self, words: Sequence[Word]) -> list[Box]:
        """Return the boxes of ink that may be turned lines."""
        pieces, height = self.page.pieces, self.page.letter
        read = np.zeros(self.page.ink.shape, bool)
        for word in words:
            # Turned letters are each read as some word of one or two signs.
            if word.confidence >= READ_CONFIDENCE and len(word.text) >= LEAST_LETTERS:
                read[max(0, word.top) : word.bottom, max(0, word.left) : word.right] = True
        middle = (pieces.boxes[:, :2] + pieces.boxes[:, 2:]).astype(int) // 2
        size = pieces.boxes[:, 2:] - pieces.boxes[:, :2]
        is_free = pieces.is_letter & ~read[middle[:, 1], middle[:, 0]]
        is_free &= (size[:, 0] <= WIDTHS[1] * height) & (pieces.areas >= (0.1 * height) ** 2)
        if not is_free.any():
            return []
        ink = pieces.draw(np.flatnonzero(is_free))
        reach = np.ones((max(3, round(LETTERS_APART * height)), 1), np.uint8)
        _, _, stats, _ = connected_pieces(cv2.dilate(ink, reach))
        boxes = [
            (left, top, left + width, top + length)
            for left, top, width, length in stats[1:, :4].tolist()
            if WIDTHS[0] * height <= width <= WIDTHS[1] * height
            and length >= max(LEAST_LENGTH * height, LENGTH_TO_WIDTH * width)
        ]
        return boxes if len(boxes) <= MAX_TURNED_LINES else []

    def _read(self, box: Box) -> tuple[Word, ...] | None:
        """Return the words of a turned line in logical order, None where it is none."""
        best, best_confidence = None, TURNED_CONFIDENCE
        for direction in (UPWARDS, DOWNWARDS):
            for script in self.scripts:
                words = self._read_turned(box, direction, script)
                letters = sum(sum(map(str.isalnum, word.text)) for word in words)
                if letters >= LEAST_LETTERS and mean_confidence(words) >= best_confidence:
                    best, best_confidence = words, mean_confidence(words)
            if best_confidence >= CERTAIN_CONFIDENCE:
                break
        return best

    def _read_turned(self, box: Box, direction: int, script: Script) -> tuple[Word, ...]:
        height, width = self.page.clean.shape
        left, top = max(0, box[0] - RIM_PX), max(0, box[1] - RIM_PX)
        right, bottom = min(width, box[2] + RIM_PX), min(height, box[3] + RIM_PX)
        upright = np.ascontiguousarray(np.rot90(self.page.clean[top:bottom, left:right], direction))
        # Room above and below, as `LineMap.cut` gives it to lines of low letters.
        room = max(0, round(self.page.full_line - upright.shape[0]) // 2) + RIM_PX
        padded = np.pad(upright, ((room, room), (0, 0)), constant_values=PAPER)
        read = self.recogniser.read_line(padded, script=script, dpi=self.dpi)
        moved = tuple(word.moved(right=0, down=-room) for word in read)
        along = Segment(moved, script).in_logical_order()
        lay = partial(_lay, place=(left, top, right, bottom), direction=direction)
        return tuple(map(lay, along))


def _lay(word: Word, *, place: Box, direction: int) -> Word:
    """Return a word of a line that was turned upright at its place on the page."""
    left, top, right, bottom = place
    if direction == UPWARDS:
        # Turned clockwise to be read: its left end lies below.
        rows, columns = (
            (bottom - word.right, bottom - word.left),
            (left + word.top, left + word.bottom),
        )
    else:
        rows, columns = (top + word.left, top + word.right), (right - word.bottom, right - word.top)
    return replace(word, left=columns[0], top=rows[0], right=columns[1], bottom=rows[1])


def _lies_in(word: Word, box: Box) -> bool:
    row = (word.top + word.bottom) / 2
    return box[0] <= word.middle <= box[2] and box[1] <= row <= box[3]
