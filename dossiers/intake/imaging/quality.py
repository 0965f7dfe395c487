"""Say at once what is wrong with the picture of a page: blurred, dark, too few pixels, cut off.

Pure functions over pixels, a tenth of a second a page, so that a person may take the
picture again while the paper is still at hand. Thresholds follow measurements on good
scans and on the same scans made worse step by step.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from .find_sheet import find_sheet
from .ink_pieces import Labelling, connected_pieces, letter_height, looks_like_letters
from .resize import within
from .straighten import WHITE, LaidSheet, lay_flat, median_level, to_grey

Picture = np.ndarray
# What a scanner notes; below come the 72 and 96 of cameras and screens, which mean nothing.
NOTED_DPI = range(100, 1300)
MIN_DPI = 149
# Without a note: fewer pixels than A4 has at 105 dpi, with letters that are no large print.
MIN_LONG_SIDE_PX, SMALL_LETTER_PX = 1230, 12.0
# Letters lower than this many pixels are not read, whatever the note says.
MIN_LETTER_PX = 6.5
# Width of the edges of strokes, in pixels of the laid sheet (A4 at 215 dpi at most). The softest
# carbon copy has 6.0, the sharpest of forty pages blurred by 0.4 mm 6.6.
MAX_EDGE_PX = 6.3
# Grey level of the blank paper.
MIN_PAPER_LEVEL = 65
# So many letters on the rim of the picture are a line that was cut, not a speck.
MIN_LETTERS_ON_RIM = 3
# Fewer letters than this tell nothing about their edges.
MIN_LETTERS = 40
# Letters looked at for their edges.
LETTERS_TRIED = 100
# Far out of focus, letters run together: print is blots then, so many at least. They are looked
# for on a copy of this many pixels on its longer side, without its rim, beside paper within
# this many; darker by so much, so large, and the steepest edges so wide (sharp print 2.5, a
# blur of seven pixels at 215 dpi from 4.8 on).
MIN_BLOTS, BLOT_SIDE_PX, BLOT_RIM_PX, BLOT_PAPER_PX = 10, 900, 27, 41
BLOT_DEPTH, BLOT_AREA_PX, BLOT_EDGE_PX = 22, 30, 4.5
# Print that near a side of the sheet, in heights of its letters, goes on beyond it; a letter
# is so wide at least.
PRINT_NEAR, LEAST_WIDTH = 2.5, 0.3
# A punched hole: size in longer sides of the sheet (3 to 9 mm of A4), how much of its square
# is dark, how near the edge of the sheet it is (25 mm).
HOLE_SIZES, HOLE_FULL, HOLE_TO_EDGE = (0.01, 0.03), 0.7, 0.085
# Print that shows through from the back is no darker than this; so many of a hundred of the
# pixels of ink are. Grainy print out of focus has up to 191: it is not taken for an empty side.
SHOWN_THROUGH_LEVEL, DARK_PERCENT = 196, 10
# From here on print is so pale that blots are looked for beside letters.
FAINT_LEVEL = 165
# Share of a page that is ink on a page with hardly anything on it.
BLANK_INK_SHARE = 0.0006


@dataclass(frozen=True, slots=True)
class Source:
    """What was captured, before it was drawn or shrunk: pixels of the longer side, dpi noted."""

    side: int
    dpi: float = 0.0


@dataclass(frozen=True)
class Measures:
    """What is measured of a page; lengths in pixels of the picture as it came."""

    # As the file notes it; 0 for unknown.
    dpi: float
    long_side: float
    letters: int
    letter_height: float
    edge_px: float
    paper_level: float
    letters_on_rim: int
    sides_on_rim: int
    ink_share: float
    # Grey level of the darker ink of the evenly lit page.
    ink_level: float
    # Where hardly a letter is: blots without one sharp edge.
    blots: int


@dataclass(frozen=True)
class _Letters:
    """The letter-like pieces of ink: stats rows of OpenCV, and the usual height."""

    rows: np.ndarray
    height: float


def faults_of(found: Measures) -> list[str]:
    """Return codes of PageFault, the most telling first."""
    faults = []
    has_print = found.letters >= MIN_LETTERS
    if (has_print and found.edge_px > MAX_EDGE_PX) or found.blots >= MIN_BLOTS:
        faults.append("blurred")
    if found.paper_level < MIN_PAPER_LEVEL:
        faults.append("dark")
    if _has_few_pixels(found) or (has_print and found.letter_height < MIN_LETTER_PX):
        faults.append("low_resolution")
    if found.letters_on_rim >= MIN_LETTERS_ON_RIM or found.sides_on_rim:
        faults.append("cut_edge")
    return faults


def _has_few_pixels(found: Measures) -> bool:
    if round(found.dpi) in NOTED_DPI:
        return found.dpi < MIN_DPI
    return found.long_side < MIN_LONG_SIDE_PX and found.letter_height < SMALL_LETTER_PX


def is_blank(found: Measures) -> bool:
    """Return whether hardly anything is on the page."""
    few_marks = found.letters < 4 and found.ink_share < BLANK_INK_SHARE
    is_pale = found.ink_level > SHOWN_THROUGH_LEVEL
    return (few_marks or is_pale) and found.blots < MIN_BLOTS


def measure(picture: Picture, source: Source | None = None) -> Measures:
    """Measure a picture (BGR or grey) of a file."""
    grey = to_grey(picture)
    sheet = find_sheet(grey)
    return measure_sheet(grey, sheet, lay_flat(grey, sheet), source)


def measure_sheet(
    grey: Picture, sheet: np.ndarray | None, laid: LaidSheet, source: Source | None = None
) -> Measures:
    """Measure a grey picture whose sheet was found and laid, or that is the sheet itself."""
    placed = laid.placed
    smooth = cv2.medianBlur(laid.flat, 3)
    ink = _ink(laid.flat, smooth)
    pieces = Labelling.of(ink)
    is_hole = _are_holes(pieces)
    ink &= 1 - pieces.draw(is_hole)
    letters = _letters(pieces.without(is_hole))
    ink_level = float(np.percentile(laid.flat[ink > 0], DARK_PERCENT)) if ink.any() else 0.0
    is_faint = len(letters.rows) < MIN_LETTERS or ink_level > FAINT_LEVEL
    blank = 1 - ink
    # From pixels of the laid sheet back to those of the picture as it came.
    source = source or Source(max(grey.shape))
    grown = source.side / max(grey.shape)
    scale = grown * (_sheet_side(grey, sheet) / max(placed.shape))
    return Measures(
        dpi=source.dpi,
        long_side=max(placed.shape) * scale,
        letters=len(letters.rows),
        letter_height=letters.height * scale,
        edge_px=_edge_px(smooth, letters),
        paper_level=median_level(placed, blank) if blank.any() else 0.0,
        letters_on_rim=_letters_on_rim(ink, letters) if sheet is None else 0,
        sides_on_rim=sum(
            _has_print_near(letters, ink.shape, side) for side in _sides_on_rim(grey, sheet)
        ),
        ink_level=ink_level,
        ink_share=cv2.countNonZero(ink) / ink.size,
        blots=_blots(placed) if is_faint else 0,
    )


def _ink(flat: Picture, smooth: Picture) -> Picture:
    level, _ = cv2.threshold(flat[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (smooth < np.clip(level, 140, 205)).astype(np.uint8)


def _letters(pieces: Labelling) -> _Letters:
    """Return the pieces of ink that have the size of letters."""
    rows, page_side = pieces.stats[1:], max(pieces.labels.shape)
    like = rows[looks_like_letters(rows, page_side)]
    return _Letters(like, letter_height(rows, page_side))


def _edge_px(smooth: Picture, letters: _Letters) -> float:
    """Return how wide the edges of strokes are, in pixels, in the worse of two directions.

    A hand that moved smears one direction only.
    """
    rows = letters.rows
    sized = rows[(rows[:, 3] > 0.6 * letters.height) & (rows[:, 3] < 2.5 * letters.height)]
    if not len(sized):
        return 0.0
    widths = []
    for left, top, width, height, _ in sized[:: max(1, len(sized) // LETTERS_TRIED)]:
        letter = smooth[max(0, top - 2) : top + height + 2, max(0, left - 2) : left + width + 2]
        rise = WHITE - float(letter.min())
        widths.append([rise / max(1e-3, _steepness(slope)) for slope in _slopes(letter)])
    return float(np.median(widths, axis=0).max())


def _blots(placed: Picture) -> int:
    """Return how many blots are on a page that has no sharp edge anywhere, else 0.

    Shadows and folds are few; print that shows through from the back is too pale.
    """
    small, _ = within(placed, BLOT_SIDE_PX)
    around = (BLOT_PAPER_PX, BLOT_PAPER_PX)
    closed = cv2.morphologyEx(cv2.medianBlur(small, 5), cv2.MORPH_CLOSE, np.ones(around, np.uint8))
    paper = np.maximum(cv2.blur(closed, around), 16)
    flat = cv2.GaussianBlur(cv2.divide(small, paper, scale=WHITE), (3, 3), 0)
    flat = flat[BLOT_RIM_PX:-BLOT_RIM_PX, BLOT_RIM_PX:-BLOT_RIM_PX]
    if not flat.size:
        return 0
    rise = WHITE - float(np.percentile(flat, 1))
    steepest = max(_steepness(slope, 0.995) for slope in _slopes(flat))
    if rise < BLOT_EDGE_PX * steepest:
        return 0
    _, _, stats, _ = connected_pieces((flat < WHITE - BLOT_DEPTH).astype(np.uint8))
    return int((stats[1:, cv2.CC_STAT_AREA] >= BLOT_AREA_PX).sum())


def _slopes(grey: Picture) -> list[np.ndarray]:
    """Return how steeply the grey changes across and down, in levels a pixel."""
    directions = ((1, 0), (0, 1))
    return [np.abs(cv2.Sobel(grey, cv2.CV_32F, *way, ksize=3, scale=1 / 8)) for way in directions]


def _steepness(slope: np.ndarray, share: float = 0.97) -> float:
    """Return the slope of the steep edges: such a share of the pixels is flatter."""
    rank = round(share * (slope.size - 1))
    return float(np.partition(slope, rank, axis=None)[rank])


def _letters_on_rim(ink: Picture, letters: _Letters) -> int:
    """Return how many letters touch a side of the picture beside which print stands."""
    if not len(letters.rows):
        return 0
    sized = _is_sized(letters)
    touching = (
        int((sized & (_distance(letters, ink.shape, side) <= 1)).sum())
        for side in range(4)
        if _has_print_near(letters, ink.shape, side)
    )
    return sum(touching)


def _is_sized(letters: _Letters) -> np.ndarray:
    """Return for each letter whether it is about as high as the others."""
    height = letters.rows[:, cv2.CC_STAT_HEIGHT]
    return (height > 0.4 * letters.height) & (height < 3 * letters.height)


def _distance(letters: _Letters, shape: tuple[int, ...], side: int) -> np.ndarray:
    """Return how far each letter is from a side of the sheet: 0 is the top, then clockwise."""
    high, wide = shape
    left, top, width, height, _ = letters.rows.T
    distances = (top, wide - left - width, high - top - height, left)
    return distances[side]


def _sides_on_rim(grey: Picture, sheet: np.ndarray | None) -> list[int]:
    """Return which sides of a sheet that lies on a desk run out of the picture, from its top on.

    Of more than two nothing is told: the outline is that of the picture then.
    """
    if sheet is None:
        return []
    high, wide = grey.shape
    near = 0.006 * max(high, wide)
    x, y = sheet[:, 0], sheet[:, 1]
    after = np.roll(np.arange(4), -1)
    runs_out = np.zeros(4, bool)
    for coordinate, far in ((x, wide - 1), (y, high - 1)):
        at_start = coordinate < near
        at_end = coordinate > far - near
        runs_out |= (at_start & at_start[after]) | (at_end & at_end[after])
    sides = np.flatnonzero(runs_out).tolist()
    return sides if len(sides) < 3 else []


def _has_print_near(letters: _Letters, shape: tuple[int, ...], side: int) -> bool:
    """Return whether a line of print begins or ends at a side of the laid sheet, or is cut by it.

    `side`: 0 is the top, then clockwise. A sheet in the corner of the glass and a page of a
    bound volume run out of the picture with their white margins.
    """
    # The shadow of an edge is as high as letters, but a sliver.
    is_wide = letters.rows[:, cv2.CC_STAT_WIDTH] >= LEAST_WIDTH * letters.height
    is_near = _distance(letters, shape, side) <= PRINT_NEAR * letters.height
    return int((_is_sized(letters) & is_wide & is_near).sum()) >= MIN_LETTERS_ON_RIM


def _are_holes(pieces: Labelling) -> np.ndarray:
    """Return for each piece of ink of a sheet whether it is a hole punched near an edge."""
    left, top, width, height, area = pieces.stats.T
    high, wide = pieces.labels.shape
    least, most = (share * max(high, wide) for share in HOLE_SIZES)
    to_edge = np.minimum.reduce([left, top, wide - left - width, high - top - height])
    is_hole = (
        (np.minimum(width, height) >= least)
        & (np.maximum(width, height) <= most)
        & (np.abs(width - height) <= 0.2 * width)
        & (area >= HOLE_FULL * width * height)
        & (to_edge <= HOLE_TO_EDGE * max(high, wide))
    )
    is_hole[0] = False
    return is_hole


def _sheet_side(grey: Picture, sheet: np.ndarray | None) -> float:
    if sheet is None:
        return float(max(grey.shape))
    edges = np.linalg.norm(np.roll(sheet, -1, axis=0) - sheet, axis=1)
    return float(edges.max())
