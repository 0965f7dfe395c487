"""Find light print on dark ground (table heads, coloured bands, dark pages) and turn it round.

Asked before the light of a page is levelled: to that, wide dark ground is a shadow on the
paper, and print that is lighter than its ground is lost with it.
"""

import cv2
import numpy as np

from .resize import within

# Dark ground is looked for on a copy of this many pixels on its longer side: 3 to a millimetre
# of A4. Ground is darker than this share of the lightest level of the page.
SIDE_PX, DARK_SHARE = 900, 0.7
# In pixels of that copy: ground is thicker than the strokes of dark print, letters on it are
# no higher than the first, and their strokes no thicker than the second.
GROUND_PX, LETTER_PX, STROKE_PX = 5, 17, 9
# Low or narrow ground holds no print.
LEAST_GROUND_PX = 10
# The rim of ground is dark all round (on real pages 0.98 and more; where bold letters stand
# close 0.96 and less). So many pixels of that copy of the ground are no darker than paper in
# shadow, and not so many times as many are dark print.
DARK_RIM, RIM_PX, LEAST_PRINT, DARK_PRINT, DARKER = 0.97, 5, 0.002, 1.5, 0.7
LIGHTEST_PERCENT = 99.8


def turn_light_print_dark(grey: np.ndarray) -> np.ndarray:
    """Return a grey page with each dark ground that bears light print as its negative."""
    small, shrunk = within(grey, SIDE_PX)
    white = float(np.percentile(small, LIGHTEST_PERCENT))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_dark_ground(small, white))
    turned = grey
    for number in range(1, count):
        if min(stats[number, cv2.CC_STAT_WIDTH], stats[number, cv2.CC_STAT_HEIGHT]) < (
            LEAST_GROUND_PX
        ):
            continue
        place = _around(stats[number], labels.shape)
        ground = (labels[place] == number).astype(np.uint8)
        level = float(np.median(small[place][ground > 0]))
        if _bears_light_print(small[place], ground, level=level, white=white):
            turned = turned.copy() if turned is grey else turned
            whole = (labels == number).astype(np.uint8)
            _turn(turned, whole, level=level, white=white, shrunk=shrunk)
    return turned


def _around(stats: np.ndarray, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the rows and columns of a piece of ground, with paper round it."""
    left, top, width, height, _ = stats.tolist()
    rows = slice(max(0, top - RIM_PX), min(shape[0], top + height + RIM_PX))
    return rows, slice(max(0, left - RIM_PX), min(shape[1], left + width + RIM_PX))


def _dark_ground(small: np.ndarray, white: float) -> np.ndarray:
    """Return where wide dark ground is, with the light letters on it."""
    dark = (small < DARK_SHARE * white).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((GROUND_PX, GROUND_PX), np.uint8))
    # Beyond the rim of the picture, ground goes on.
    rim = LETTER_PX
    wider = cv2.copyMakeBorder(solid, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((LETTER_PX, LETTER_PX), np.uint8))
    closed = closed[rim:-rim, rim:-rim]
    # A row of white paper between two dark ones is no letter.
    stroke = np.ones((STROKE_PX, STROKE_PX), np.uint8)
    paper = cv2.morphologyEx(closed & (1 - dark), cv2.MORPH_OPEN, stroke)
    return closed & (1 - cv2.dilate(paper, np.ones((3, 3), np.uint8)))


def _bears_light_print(
    small: np.ndarray, ground: np.ndarray, *, level: float, white: float
) -> bool:
    rim = cv2.erode(ground, np.ones((RIM_PX, RIM_PX), np.uint8), borderValue=1) < ground
    if rim.any() and (small[rim] < DARK_SHARE * white).mean() < DARK_RIM:
        return False
    inside = small[(ground > 0) & ~rim]
    light = float((inside >= DARK_SHARE * white).mean()) if inside.size else 0.0
    dark = float((inside < DARKER * level).mean()) if inside.size else 0.0
    return light >= LEAST_PRINT and dark < DARK_PRINT * light


def _turn(
    page: np.ndarray, ground: np.ndarray, *, level: float, white: float, shrunk: float
) -> None:
    """Make the ground of a page as light as paper and its print dark, in place."""
    left, top, width, height = cv2.boundingRect(ground)
    # The rim of the ground, half dark and half paper, becomes paper.
    reach = 2
    x, y = max(0, left - reach), max(0, top - reach)
    part = ground[y : top + height + reach, x : left + width + reach]
    x_end, y_end = x + part.shape[1], y + part.shape[0]
    rows = slice(round(y / shrunk), round(y_end / shrunk))
    place = page[rows, round(x / shrunk) : round(x_end / shrunk)]
    size = place.shape[::-1]
    around = cv2.dilate(part, np.ones((2 * reach + 1,) * 2, np.uint8))
    inside = cv2.resize(part, size, interpolation=cv2.INTER_NEAREST)
    around = cv2.resize(around, size, interpolation=cv2.INTER_NEAREST)
    levels = white - (np.arange(256) - level) * (white / max(1.0, white - level))
    negative = cv2.LUT(place, levels.clip(0, white).astype(np.uint8))
    place[(around > inside) & (place < DARK_SHARE * white)] = round(white)
    np.copyto(place, negative, where=inside > 0)
