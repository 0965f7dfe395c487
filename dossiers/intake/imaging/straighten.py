"""Lay a page picture straight: find the sheet, turn it upright, level its light.

Pure functions over pixel arrays. Nothing is written and the original picture is never
changed: the result carries the matrix that leads from its pixels back to the original's.
"""

from dataclasses import dataclass
from functools import cache, partial

import cv2
import numpy as np

from .find_sheet import FAINT_SUPPORT, find_sheet
from .light_print import turn_light_print_dark
from .resize import within

Picture = np.ndarray
Matrix = np.ndarray

# A4 at 215 dpi: pages of 150 dpi are read as well as those of 300, in half the time.
MAX_READING_SIDE_PX = 2520
# Skew is looked for within this many degrees to either side.
MAX_SKEW_DEGREES = 12.0
# A page this straight is left as it is: turning it would only blur it.
NEGLIGIBLE_SKEW_DEGREES = 0.15
# Grain of the blank paper (standard deviation of grey levels) from which a page is noisy:
# flatbed scans and JPEG photographs stay below 4, photocopies of photocopies are above 9.
NOISY_GRAIN = 6.5
# Standard deviation of the blur of grainy pages, in pixels; how much of such a page is ink
# at its darkest.
SMOOTHING_PX, DARKEST_PERCENT = 0.9, 0.5
# The light on the paper is looked for on a copy of this many pixels on its longer side.
LIGHT_SIDE_PX = 900
# Level of the paper of an evenly lit page, and of the darkest that can be lit so.
WHITE, DARKEST_PAPER = 250.0, 16
# Print is so much sharper across its lines than along them, tables included.
SIDEWAYS_RATIO = 1.6
# Rows of print are so much sharper than the columns of the same page: no question is left.
LEVEL_RATIO = 6.0
# A page on its side may lie askew, and was turned further when its rows were laid level.
MAX_SIDEWAYS_SKEW_DEGREES = 16.0
# Of each side so much is the rim, where no line of print begins.
RIM_SHARE = 0.03


@dataclass(frozen=True)
class Straightened:
    """An upright page: one picture for people, one for the recogniser, same pixels.

    `to_original` is a 3×3 homography from upright pixels to pixels of the given picture.
    """

    upright: Picture
    # Evenly lit; and so with its grain settled, where it has any.
    flat: Picture
    reading: Picture
    to_original: Matrix
    skew_degrees: float
    quarter_turns: int
    grain: float
    # Corners of the sheet in the given picture, None where the picture is the sheet.
    sheet: np.ndarray | None = None

    @property
    def sheet_found(self) -> bool:
        """Whether the paper lay on something that was cut away."""
        return self.sheet is not None


@dataclass(frozen=True)
class LaidSheet:
    """A sheet in grey, cut out but neither turned nor deskewed: as it was lit, and evenly lit."""

    placed: Picture
    flat: Picture


def straighten(
    picture: Picture,
    *,
    quarter_turns: int = 0,
    as_photograph: bool = False,
    outline: np.ndarray | None = None,
) -> Straightened:
    """Return `picture` (BGR or grey, uint8) flattened, deskewed and evenly lit.

    `quarter_turns` counts clockwise turns of 90° that the page needs to stand upright.
    `as_photograph`: a person says that it is one, so a fainter outline of the sheet will
    do and grain is smoothed in any case. `outline` is a sheet that a person marked (four
    corners, clockwise from top left): it is not looked for then, and not deskewed.
    """
    sheet = _sheet_on(picture, as_photograph=as_photograph) if outline is None else outline
    corners = sheet if sheet is not None else _whole(picture)
    placed, size = _place(corners, quarter_turns)
    skew = 0.0
    if outline is None:
        sketch = _sketch(picture, placed, size)
        skew = estimate_skew(flatten_light(sketch, roughly=True))
    if abs(skew) < NEGLIGIBLE_SKEW_DEGREES:
        skew = 0.0
    onward, size = _turn(placed, size, skew)
    upright = _warp(picture, onward, size)
    flat = flatten_light(turn_light_print_dark(to_grey(upright)))
    grain = measure_grain(flat)
    reading = settle_grain(flat) if as_photograph or grain > NOISY_GRAIN else flat
    return Straightened(
        upright=upright,
        flat=flat,
        reading=reading,
        to_original=np.linalg.inv(onward),
        skew_degrees=skew,
        quarter_turns=quarter_turns % 4,
        grain=grain,
        sheet=sheet,
    )


def _sheet_on(picture: Picture, *, as_photograph: bool) -> np.ndarray | None:
    grey = to_grey(picture)
    return find_sheet(grey, support=FAINT_SUPPORT) if as_photograph else find_sheet(grey)


def to_grey(picture: Picture) -> Picture:
    """Return the grey levels of a BGR or grey picture."""
    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def lay_flat(grey: Picture, sheet: np.ndarray | None) -> LaidSheet:
    """Return the sheet of a grey picture as it lay."""
    onward, size = _place(sheet if sheet is not None else _whole(grey), 0)
    placed = turn_light_print_dark(_warp(grey, onward, size))
    return LaidSheet(placed, flatten_light(placed, roughly=True))


def as_it_lay(grey: Picture, straight: Straightened) -> LaidSheet:
    """Return the sheet of a grey picture that was laid straight: only what was turned is redone."""
    if straight.quarter_turns or straight.skew_degrees:
        return lay_flat(grey, straight.sheet)
    return LaidSheet(turn_light_print_dark(to_grey(straight.upright)), straight.flat)


def flatten_light(grey: Picture, *, roughly: bool = False) -> Picture:
    """Divide by the paper's own brightness: shadows and yellowed paper become white.

    The paper is what is left when everything thinner than a letter's stroke is taken
    away, so it is estimated on a small copy, where that is cheap. `roughly` is for lines
    and letters that are only looked for.
    """
    height, width = grey.shape
    small, _ = within(grey, LIGHT_SIDE_PX)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
    # Closing and median both keep the edge of a shadow where it is.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    if roughly:
        paper = cv2.medianBlur(paper, 5)
    else:
        # As wide as 21 pixels of the copy, in a fifth of the time.
        paper = cv2.medianBlur(within(paper, LIGHT_SIDE_PX // 2)[0], 11)
    paper = np.maximum(paper, DARKEST_PAPER)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, paper, scale=WHITE)


def settle_grain(flat: Picture) -> Picture:
    """Return a grainy page smoothed, its faint ink as dark as ink: halves the wrong letters.

    The median takes the specks, the blur what is left of the grain, the stretch the grey veil.
    """
    smooth = cv2.GaussianBlur(cv2.medianBlur(flat, 3), (0, 0), SMOOTHING_PX)
    darkest = float(np.percentile(smooth[::2, ::2], DARKEST_PERCENT))
    levels = (np.arange(256) - darkest) * (WHITE / max(1.0, WHITE - darkest))
    return cv2.LUT(smooth, levels.clip(0, 255).astype(np.uint8))


def measure_grain(flat: Picture) -> float:
    """Return the grain of the blank paper of an evenly lit page, in grey levels."""
    # The fourth part of the pixels has the same grain.
    flat = flat[::2, ::2]
    smooth = cv2.blur(flat, (7, 7))
    blank = cv2.threshold(smooth, 215, 1, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(blank) < 0.05 * blank.size:
        return 0.0
    # The median is deaf to print, rules and specks on the paper; the mean would hear them.
    return 1.4826 * median_level(cv2.absdiff(flat, smooth), blank)


def median_level(grey: Picture, mask: Picture) -> float:
    """Return the median of the grey levels where `mask` is not 0: counted, not sorted."""
    counts = cv2.calcHist([grey], [0], mask, [256], [0, 256]).ravel().astype(np.int64).cumsum()
    middle = np.searchsorted(counts, [(counts[-1] - 1) // 2, counts[-1] // 2], side="right")
    return float(middle.mean())


def estimate_skew(flat: Picture) -> float:
    """Return by how many degrees (counter-clockwise positive) the lines must be turned.

    The angle at which the ink falls into the sharpest rows: searched coarsely on a tiny
    copy, then finely around the winner.
    """
    tiny, small = _ink_of(flat, 360), _ink_of(flat, 900)
    if np.count_nonzero(small.any(axis=1)) < 20:
        return 0.0
    coarse = np.arange(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES + 0.1, 1.0)
    best = max(coarse, key=lambda angle: row_sharpness(tiny, angle))
    # The winner of one round is asked about again in the next.
    sharpness = cache(partial(row_sharpness, small))
    # Half degrees first, then tenths round the best of them.
    for step in (0.5, 0.1):
        fine = best + step * np.arange(-2, 3)
        best = max(fine, key=sharpness)
    # Straight unless turning makes it clearly better: blank pages have no best angle.
    is_better = sharpness(best) > 1.03 * sharpness(0.0)
    return float(best) if is_better else 0.0


def lies_sideways(flat: Picture) -> bool:
    """Return whether the lines of print run up and down: columns sharper than rows.

    The rim is not asked: a strip of table beside the sheet is one column as sharp as a page.
    """
    height, width = flat.shape
    rim_y, rim_x = round(RIM_SHARE * height), round(RIM_SHARE * width)
    small = _ink_of(flat[rim_y : height - rim_y, rim_x : width - rim_x], 1000)
    rows = row_sharpness(small, 0.0) / small.shape[1]
    on_its_side = np.ascontiguousarray(small.T)
    columns = row_sharpness(on_its_side, 0.0) / small.shape[0]
    if columns > SIDEWAYS_RATIO * rows or rows > LEVEL_RATIO * columns:
        return columns > rows
    # Not plainly level: it may lie on its side and askew. Only rows were laid level before.
    # A quarter of the pixels tells the likely angles, all of them how sharp it is there.
    tiny, _ = within(on_its_side, 500)
    angles = np.arange(-MAX_SIDEWAYS_SKEW_DEGREES, MAX_SIDEWAYS_SKEW_DEGREES + 0.1, 0.5)
    likely = sorted(angles, key=lambda angle: row_sharpness(tiny, angle))[-3:]
    sharpest = max(row_sharpness(on_its_side, angle) for angle in likely)
    return sharpest / small.shape[0] > SIDEWAYS_RATIO * rows


def _ink_of(flat: Picture, side: int) -> Picture:
    """Return how dark each spot of a small copy is, blank paper being 0."""
    small, _ = within(flat, side)
    return cv2.threshold(cv2.bitwise_not(small), 40, 255, cv2.THRESH_TOZERO)[1]


def row_sharpness(ink: Picture, degrees: float) -> float:
    """Return how sharply the ink falls into rows when turned by `degrees`."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height)) if degrees else ink
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float(np.square(np.diff(rows[:, 0])).sum())


def _whole(picture: Picture) -> np.ndarray:
    height, width = picture.shape[:2]
    return _rim(width, height)


def _rim(width: int, height: int) -> np.ndarray:
    """Return the corners of a picture clockwise: its outermost pixels have their middles inside."""
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return corners - 0.5


def _longest(*edges: np.ndarray) -> float:
    """Return the length of the longest edge."""
    return max(float(np.linalg.norm(edge)) for edge in edges)


def _place(corners: np.ndarray, turns: int) -> tuple[Matrix, tuple[int, int]]:
    """Return the matrix and size that lay the sheet upright, without deskewing."""
    top_left, top_right, bottom_right, bottom_left = corners
    across = _longest(top_right - top_left, bottom_right - bottom_left)
    down = _longest(bottom_left - top_left, bottom_right - top_right)
    scale = min(1.0, MAX_READING_SIDE_PX / max(across, down))
    width, height = max(1, round(across * scale)), max(1, round(down * scale))
    if turns % 2:
        width, height = height, width
    target = np.roll(_rim(width, height), -(turns % 4), axis=0)
    return cv2.getPerspectiveTransform(corners.astype(np.float32), target), (width, height)


def _sketch(picture: Picture, onward: Matrix, size: tuple[int, int]) -> Picture:
    """Return the placed page in grey, small enough to look for its skew."""
    scale = min(1.0, 1200 / max(size))
    shrink = np.diag([scale, scale, 1.0])
    small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    # A first quick halving keeps thin strokes: the warp itself does not average.
    halves = 0
    source, before = to_grey(picture), np.eye(3)
    while scale * 2 ** (halves + 1) <= 1.0:
        source = cv2.pyrDown(source)
        before = before @ np.diag([2.0, 2.0, 1.0])
        halves += 1
    return cv2.warpPerspective(
        source, shrink @ onward @ before, small, borderMode=cv2.BORDER_REPLICATE
    )


def _turn(onward: Matrix, size: tuple[int, int], degrees: float) -> tuple[Matrix, tuple[int, int]]:
    """Add a turn about the centre, on a canvas that loses no corner."""
    if not degrees:
        return onward, size
    width, height = size
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = round(width * cos + height * sin), round(width * sin + height * cos)
    turn[0, 2] += (wide - width) / 2
    turn[1, 2] += (high - height) / 2
    return turn @ onward, (wide, high)


def _warp(picture: Picture, onward: Matrix, size: tuple[int, int]) -> Picture:
    if np.allclose(onward, np.eye(3)) and picture.shape[1::-1] == size:
        return picture
    shrinking = max(picture.shape) > 1.3 * MAX_READING_SIDE_PX
    return cv2.warpPerspective(
        picture,
        onward,
        size,
        flags=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
