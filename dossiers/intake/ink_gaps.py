"""Find ink that no word covers: lines the engine took for pictures, rules or noise."""

from dataclasses import dataclass

import cv2
import numpy as np

from .segments import Segment

Box = tuple[int, int, int, int]
# Whatever the page, ink is darker than the one and paper brighter than the other.
DARKEST_PAPER, PALEST_INK = 140, 205
# More gaps than this are a drawing or a photograph, not forgotten lines.
MAX_GAPS = 40


@dataclass(frozen=True)
class InkMap:
    """A page without the rules of its tables, and where its ink is."""

    clean: np.ndarray
    ink: np.ndarray
    letter: int


def map_ink(page: np.ndarray, segments: list[Segment]) -> InkMap:
    """Tell ink from paper on an evenly lit page and whiten the rules of its tables."""
    letter = _letter_height(page, segments)
    level, _ = cv2.threshold(page[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = (page < np.clip(level, DARKEST_PAPER, PALEST_INK)).astype(np.uint8)
    rules = _rules(ink, letter)
    clean = page.copy()
    clean[rules > 0] = 255
    ink[rules > 0] = 0
    return InkMap(clean, ink, letter)


def find_gaps(page: InkMap, segments: list[Segment]) -> list[Box]:
    """Return boxes (left, top, right, bottom) of line-shaped ink outside all words."""
    ink, letter = page.ink.copy(), page.letter
    for segment in segments:
        for word in segment.words:
            pad = max(2, word.height // 6)
            ink[
                max(0, word.top - pad) : word.bottom + pad,
                max(0, word.left - pad) : word.right + pad,
            ] = 0
    reach = np.ones((max(1, letter // 8), max(3, int(letter * 1.2))), np.uint8)
    joined = cv2.dilate(ink, reach)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    gaps: list[Box] = []
    for left, top, width, height, _ in stats[1:count].tolist():
        inside = ink[top : top + height, left : left + width]
        if _looks_like_a_line(inside, width, height, letter):
            gaps.append((left, top, left + width, top + height))
    return gaps if len(gaps) <= MAX_GAPS else []


def cut_line(page: InkMap, box: Box) -> tuple[np.ndarray, int, int]:
    """Return the line in `box`, trimmed to its ink with a small rim, and its left and top.

    What reaches in from the lines above and below is whitened: the network scales a line
    by its height, so slivers of neighbours make the letters smaller and wrong.
    """
    left, top = max(0, box[0]), max(0, box[1])
    cut = page.clean[top : box[3], left : box[2]].copy()
    ink = page.ink[top : box[3], left : box[2]].copy()
    height = cut.shape[0]
    # OpenCV dies of a picture without pixels.
    if not cut.size:
        return cut, left, top
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink)
    for label in range(1, count):
        _, y, _, tall, _ = stats[label]
        at_edge = y == 0 or y + tall == height
        if at_edge and tall < 0.4 * height and abs(centres[label][1] / height - 0.5) > 0.3:
            ink[labels == label] = 0
            cut[labels == label] = 255
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return cut[:0], left, top
    cut = cut[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    rim = max(4, cut.shape[0] // 8)
    padded = np.pad(cut, rim, constant_values=250)
    return padded, left + int(columns[0]) - rim, top + int(rows[0]) - rim


def _letter_height(page: np.ndarray, segments: list[Segment]) -> int:
    """Return the usual height of a word, guessed from the page where there is none."""
    heights = [word.height for segment in segments for word in segment.words]
    return int(np.median(heights)) if heights else max(12, max(page.shape) // 90)


def _rules(ink: np.ndarray, letter: int) -> np.ndarray:
    """Return the lines of tables: long runs of ink, thickened a little."""
    # Half the resolution is enough for long runs and costs a quarter.
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    long = max(20, letter * 2)
    across = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    both = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    return cv2.resize(both, ink.shape[::-1], interpolation=cv2.INTER_NEAREST)


def _looks_like_a_line(inside: np.ndarray, width: int, height: int, letter: int) -> bool:
    if not (0.5 * letter < height < 3 * letter and width > 1.5 * letter):
        return False
    amount = int(inside.sum())
    # Letters fill a tenth to a half of their box; specks less, seals and photographs more.
    return amount > 0.35 * letter * letter and 0.04 < amount / (width * height) < 0.6
