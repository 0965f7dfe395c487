"""Where the ink of a page is: its pieces, without the rules of tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import cv2
import numpy as np

from dossiers.intake.printed_word import Box

from .ink_pieces import InkPieces, Labelling, letter_height
from .rule_removal import find_dotted_lines, find_pale_seals, find_remnants, find_rules, find_walls

# Whatever the page, ink is darker than the one and paper brighter than the other.
DARKEST_PAPER, PALEST_INK = 140, 205
# A line is so much higher than most of its pieces of ink (real pages: 1.05 where digits stand
# alone, 1.7 in both scripts, 2.1 where lines are far apart).
LINE_OF_LETTERS = 1.7
# The boxes of lines that were found are between so many of such lines high.
FOUND_LINES = 0.6, 1.3
# A piece of ink is a speck below this share of a letter's square.
SPECK = 0.006


@dataclass(frozen=True)
class InkMap:
    """A page without the rules of its tables, its ink (0 and 1), and the height of a line.

    `unsealed` has its rules still: they tell columns apart where lines are looked for.
    `walls`: the rules that run down (0 and 1), which no line of print goes through.
    """

    clean: np.ndarray
    ink: np.ndarray
    letter: int
    unsealed: np.ndarray | None = None
    walls: np.ndarray | None = None
    # Height in pixels of a line with letters that rise and hang, of such pieces of ink.
    full_line: int = 0
    # The pieces of the ink, where they were numbered already.
    labelling: Labelling | None = None

    @property
    def for_layout(self) -> np.ndarray:
        """The page on which lines are looked for."""
        return self.clean if self.unsealed is None else self.unsealed

    def with_lines(self, lines: Sequence[Box]) -> Self:
        """Return the page with the usual height of the lines that were found on it.

        Boxes of more than one line, or of none, do not count: those of pieces of ink bound it.
        """
        if not lines or not self.full_line:
            return self
        usual = float(np.median([bottom - top for _, top, _, bottom in lines]))
        least, most = (share * self.full_line for share in FOUND_LINES)
        return replace(self, letter=round(float(np.clip(usual, least, most))))

    @cached_property
    def pieces(self) -> InkPieces:
        """The connected pieces of the ink."""
        labelling = self.labelling or Labelling.of(self.ink)
        left, top, width, height, area = labelling.stats.T
        boxes = np.stack([left, top, left + width, top + height], axis=1)
        speck = max(2.0, SPECK * self.letter**2)
        # Number 0 is the paper.
        is_letter = (area >= speck) & (np.arange(len(area)) > 0)
        return InkPieces(
            labelling.labels, boxes.astype(np.float32), area.astype(np.float32), is_letter
        )


def map_ink(page: np.ndarray) -> InkMap:
    """Tell ink from paper on an evenly lit page; whiten rules, dotted lines and pale seals."""
    level, _ = cv2.threshold(page[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (page < np.clip(level, DARKEST_PAPER, PALEST_INK)).astype(np.uint8)
    labelling = Labelling.of(ink)
    letter = _line_height(labelling, max(ink.shape))
    # Each is found with the other in place: a seal over a table is in one piece with it.
    across, down = find_rules(ink, letter)
    rules = across | down
    # Its faint places are no ink, but hold it together.
    seals = find_pale_seals(page, (page < PALEST_INK).astype(np.uint8), letter)
    unsealed = page.copy()
    is_changed = _whiten(unsealed, ink, seals & (1 - rules))
    clean = unsealed.copy()
    is_changed |= _whiten(clean, ink, rules)
    if is_changed:
        labelling = Labelling.of(ink)
    is_gone = find_remnants(labelling, rules | seals, letter)
    is_gone |= find_dotted_lines(labelling, letter) & ~is_gone
    _whiten(clean, ink, labelling.draw(is_gone))
    return InkMap(
        clean,
        ink,
        letter,
        unsealed=unsealed,
        walls=find_walls(down),
        full_line=letter,
        labelling=labelling.without(is_gone),
    )


def _whiten(page: np.ndarray, ink: np.ndarray, drawn: np.ndarray) -> bool:
    """Take what is drawn off a page and off its ink, with its grey edge; tell whether it is any."""
    if not cv2.countNonZero(drawn):
        return False
    with_edge = cv2.dilate(drawn, np.ones((3, 3), np.uint8))
    # But not the edge of the letters beside it.
    taken = with_edge & ((1 - ink) | drawn)
    np.copyto(page, 255, where=taken.view(bool))
    np.copyto(ink, 0, where=drawn.view(bool))
    return True


def _line_height(labelling: Labelling, page_side: int) -> int:
    """Return the usual height of a line in pixels, from that of the pieces of ink."""
    height = letter_height(labelling.stats[1:], page_side)
    return round(LINE_OF_LETTERS * height) if height else max(12, page_side // 90)
