"""Find what is drawn on a page and is no letter: rules of tables, dotted lines of forms, seals.

Pure functions over the ink of a page (uint8, 0 and 1), or its pieces. Each tells which pixels or
pieces are such; what is whitened is left to the caller. Lengths are in heights of a line of print
(`line_height`, pixels), so that one page at any resolution gives the same answer.
"""

import cv2
import numpy as np

from .ink_pieces import Labelling, connected_pieces

# A rule leans or is bowed, so that it is a stair of short runs: so long is each at least. It
# goes on over so many heights (bold Arabic words have long strokes; the stem of no letter of a
# head is that high), and is that thin.
LEAST_RUN, LEAST_LENGTH_ACROSS, LEAST_LENGTH_DOWN, THICKEST_RULE = 0.6, 7.0, 4.0, 0.6
# Dots and dashes of a dotted line: so large at most, so far from the next, so many at least.
DOT_HEIGHT, DOT_WIDTH, DOT_GAP, LEAST_DOTS = 0.25, 0.6, 1.0, 6
# Their distances are equal within such a share; those of the dots of letters are not.
EQUAL_WITHIN = 0.3
# A rule that divides columns leans or is bowed by no more of its length.
MOST_LEAN = 0.08
# What rules leave behind when they are taken off: flat ink right beside them.
REMNANT_HEIGHT, REMNANT_REACH_PX = 0.12, 2
# A seal is larger than any letter and mostly empty. It is paler than the darker part of the
# print by so much of the way to white paper.
LEAST_SEAL, FULLEST_SEAL, DARK_PERCENT, PALER_BY = 2.5, 0.35, 20, 0.3


def find_rules(ink: np.ndarray, line_height: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the rules of tables and frames that run across, and those that run down.

    Thin ink that runs on for long, leaning or bowed.
    """
    half = _halved(ink)
    across = _long_strokes(half, line_height / 2, LEAST_LENGTH_ACROSS)
    on_its_side = np.ascontiguousarray(half.T)
    down = _long_strokes(on_its_side, line_height / 2, LEAST_LENGTH_DOWN).T
    return _doubled(across, ink.shape), _doubled(down, ink.shape)


def find_walls(down: np.ndarray) -> np.ndarray:
    """Return which of the rules that run down are straight: the sides of a seal are not."""
    if not cv2.countNonZero(down):
        return down
    # As `find_rules` draws them, a quarter of the pixels has the same rules.
    labelling = Labelling.of(np.ascontiguousarray(down[::2, ::2]))
    width, length, area = labelling.stats[:, 2:].T
    thickness = area / np.maximum(length, 1)
    is_straight = width <= thickness + MOST_LEAN * length
    is_straight[0] = False
    return _doubled(labelling.draw(is_straight), down.shape)


def find_remnants(found: Labelling, removed: np.ndarray, line_height: float) -> np.ndarray:
    """Return for each piece of ink whether it is a sliver along rules which were taken off."""
    is_remnant = np.zeros(len(found.stats), bool)
    if not cv2.countNonZero(removed):
        return is_remnant
    thinnest = found.stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    near = cv2.dilate(removed, np.ones((2 * REMNANT_REACH_PX + 1,) * 2, np.uint8))
    is_remnant[found.labels[near > 0]] = True
    is_remnant[thinnest > REMNANT_HEIGHT * line_height] = False
    is_remnant[0] = False
    return is_remnant


def find_dotted_lines(found: Labelling, line_height: float) -> np.ndarray:
    """Return for each piece of ink whether it is a dot or dash in a row at equal distances."""
    width, height = found.stats[:, cv2.CC_STAT_WIDTH], found.stats[:, cv2.CC_STAT_HEIGHT]
    is_small = (height <= DOT_HEIGHT * line_height) & (width <= DOT_WIDTH * line_height)
    is_small[0] = False
    is_dot = np.zeros(len(found.stats), bool)
    for row in _rows_of_dots(found, np.flatnonzero(is_small), line_height):
        is_dot[row[_stand_evenly(found.middles[row, 0])]] = True
    return is_dot


def find_pale_seals(page: np.ndarray, ink: np.ndarray, line_height: float) -> np.ndarray:
    """Return the ink of seals, without the darker print that they touch."""
    # Pieces only grow together at half the resolution: where none is large there, none is.
    _, _, half, _ = connected_pieces(_halved(ink))
    smallest = half[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1)
    if not (2 * smallest >= LEAST_SEAL * line_height).any():
        return np.zeros_like(ink)
    labelling = Labelling.of(ink)
    width, height, area = labelling.stats[:, 2:].T
    is_large = (np.minimum(width, height) >= LEAST_SEAL * line_height) & (
        area <= FULLEST_SEAL * width * height
    )
    is_large[0] = False
    if not is_large.any():
        return np.zeros_like(ink)
    seals = labelling.draw(is_large)
    others = page[ink > seals]
    print_level = float(np.percentile(others, DARK_PERCENT)) if others.size else 0.0
    dark = ink & (page < print_level + PALER_BY * (255 - print_level))
    # The edge of print is pale, too.
    with_edge = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    return seals & (1 - with_edge)


def _halved(ink: np.ndarray) -> np.ndarray:
    """Return the ink at half the resolution; a rule of one pixel is not lost."""
    height, width = ink.shape
    even = cv2.copyMakeBorder(ink, 0, height % 2, 0, width % 2, cv2.BORDER_CONSTANT, value=0)
    return even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]


def _doubled(half: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return what was found at half the resolution at the whole."""
    size = 2 * half.shape[1], 2 * half.shape[0]
    whole = cv2.resize(half, size, interpolation=cv2.INTER_NEAREST)
    return whole[: shape[0], : shape[1]]


def _long_strokes(ink: np.ndarray, line_height: float, least_length: float) -> np.ndarray:
    """Return thin ink that goes on from left to right in runs that touch one another."""
    run = max(8, round(LEAST_RUN * line_height))
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    if not cv2.countNonZero(runs):
        return runs
    labelling = Labelling.of(runs)
    width, area = labelling.stats[:, cv2.CC_STAT_WIDTH], labelling.stats[:, cv2.CC_STAT_AREA]
    is_rule = (width >= least_length * line_height) & (
        area <= THICKEST_RULE * line_height * np.maximum(width, 1)
    )
    is_rule[0] = False
    return labelling.draw(is_rule)


def _rows_of_dots(labelling: Labelling, small: np.ndarray, line_height: float) -> list[np.ndarray]:
    """Return the numbers of small pieces of ink that stand side by side, from the left."""
    if len(small) < LEAST_DOTS:
        return []
    left, top, width, height, _ = labelling.stats[small].T
    right, bottom = left + width - 1, top + height - 1
    x, y = labelling.middles[small].T
    middle_x, middle_y = np.round(x).astype(int), np.round(y).astype(int)
    # At half the resolution nine points stand for a dot: they touch one another.
    rows_high, rows_wide = (size // 2 + 1 for size in labelling.labels.shape)
    points = np.zeros((rows_high, rows_wide), np.uint8)
    for across in (left, middle_x, right):
        for down in (top, middle_y, bottom):
            points[down // 2, across // 2] = 1
    reach = np.ones((1, max(3, round(DOT_GAP * line_height / 2))), np.uint8)
    rows = Labelling.of(cv2.dilate(points, reach)).labels
    row_of = rows[middle_y // 2, middle_x // 2]
    order = np.lexsort((x, row_of))
    borders = np.flatnonzero(np.diff(row_of[order])) + 1
    return [row for row in np.split(small[order], borders) if len(row) >= LEAST_DOTS]


def _stand_evenly(places: np.ndarray) -> np.ndarray:
    """Return which of the dots of a row stand at equal distances; `places` from the left."""
    steps = np.diff(places)
    usual = float(np.median(steps))
    is_equal = np.abs(steps - usual) <= max(1.5, EQUAL_WITHIN * usual)
    is_even = np.zeros(len(places), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_equal, [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= LEAST_DOTS - 1:
            is_even[start : end + 1] = True
    return is_even
