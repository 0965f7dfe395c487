"""Where the ink of a page is: its pieces, without the rules of tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

Box = tuple[int, int, int, int]
# Whatever the page, ink is darker than the one and paper brighter than the other.
DARKEST_PAPER, PALEST_INK = 140, 205
# A dark band that may hold light print: so high at least, in longer sides of the page, so
# much wider than high, and so much of it dark.
BAND_HEIGHT, BAND_WIDTH, BAND_DARK_SHARE = 0.0115, 5.0, 0.7
# A rule is at least so long, in heights of a line: bold Arabic words have long strokes.
RULE_LENGTH = 7
# A piece of ink is a speck below this share of a letter's square.
SPECK = 0.006


@dataclass(frozen=True)
class InkMap:
    """A page without the rules of its tables, its ink (0 and 1), and the height of a line."""

    clean: np.ndarray
    ink: np.ndarray
    letter: int

    @cached_property
    def pieces(self) -> "InkPieces":
        """The connected pieces of the ink."""
        count, labels, stats, _ = connected_pieces(self.ink)
        left, top, width, height, area = stats[:count].T
        boxes = np.stack([left, top, left + width, top + height], axis=1)
        speck = max(2.0, SPECK * self.letter**2)
        # Number 0 is the paper.
        is_letter = (area >= speck) & (np.arange(count) > 0)
        return InkPieces(labels, boxes.astype(np.float32), area.astype(np.float32), is_letter)


@dataclass(frozen=True)
class InkPieces:
    """The numbered pieces of ink of a page; number 0 is the paper."""

    # For each pixel the number of its piece.
    labels: np.ndarray
    # Left, top, right, bottom of each piece, right and bottom excluded.
    boxes: np.ndarray
    areas: np.ndarray
    # Whether a piece may be a letter or its dot: it is no speck.
    is_letter: np.ndarray

    @property
    def middles(self) -> np.ndarray:
        """The height at which each piece has its middle."""
        return (self.boxes[:, 1] + self.boxes[:, 3]) / 2

    def draw(self, numbers: np.ndarray) -> np.ndarray:
        """Return a page (0 and 1) with these pieces alone."""
        is_drawn = np.zeros(len(self.boxes), np.uint8)
        is_drawn[numbers] = 1
        return is_drawn.take(self.labels)


def connected_pieces(ink: np.ndarray) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """Return OpenCV's number of pieces of ink, their labels, stats and middles.

    A third of the time of its usual algorithm, with the pieces in the same order. With an odd
    number of rows or columns it would take more than twice that: one of paper is added.
    """
    height, width = ink.shape
    even = cv2.copyMakeBorder(ink, 0, height % 2, 0, width % 2, cv2.BORDER_CONSTANT, value=0)
    count, labels, stats, middles = cv2.connectedComponentsWithStatsWithAlgorithm(
        even, 8, cv2.CV_32S, cv2.CCL_GRANA
    )
    return count, labels[:height, :width], stats, middles


def darken_light_print(page: np.ndarray) -> np.ndarray:
    """Return the page with its dark bands turned into their negative: print on them is light."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    dark = (small < DARKEST_PAPER).astype(np.uint8)
    _, _, stats, _ = connected_pieces(dark)
    width, height, area = stats[1:, 2:].T
    is_band = (
        (height >= BAND_HEIGHT * max(small.shape))
        & (width >= BAND_WIDTH * height)
        & (area >= BAND_DARK_SHARE * width * height)
    )
    if not is_band.any():
        return page
    turned = page.copy()
    for x, y, wide, high in (4 * stats[1:][is_band, :4]).tolist():
        band = turned[y : y + high, x : x + wide]
        np.subtract(255, band, out=band)
    return turned


def map_ink(page: np.ndarray, lines: Sequence[Box]) -> InkMap:
    """Tell ink from paper on an evenly lit page and whiten the rules of its tables."""
    letter = _letter_height(page, lines)
    level, _ = cv2.threshold(page[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (page < np.clip(level, DARKEST_PAPER, PALEST_INK)).astype(np.uint8)
    rules = _rules(ink, letter)
    clean = page.copy()
    clean[rules > 0] = 255
    ink[rules > 0] = 0
    return InkMap(clean, ink, letter)


def _letter_height(page: np.ndarray, lines: Sequence[Box]) -> int:
    """Return the usual height of a line, guessed from the page where there is none."""
    heights = [bottom - top for _, top, _, bottom in lines]
    return int(np.median(heights)) if heights else max(12, max(page.shape) // 90)


def _rules(ink: np.ndarray, letter: int) -> np.ndarray:
    """Return the lines of tables: long runs of ink, thickened a little."""
    # Half the resolution is enough for long runs and costs a quarter.
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    long = max(20, RULE_LENGTH * letter // 2)
    across = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    both = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    return cv2.resize(both, ink.shape[::-1], interpolation=cv2.INTER_NEAREST)
