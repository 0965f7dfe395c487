"""Whose ink is whose: each piece of a page goes to one line, and each line is cut out clean.

The engine finds the lines, roughly: its boxes reach into the rules and the lines beside them.
Ink that no line claims but that looks like one is a line that it took for a picture or noise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np

from dossiers.intake.imaging.ink import InkMap
from dossiers.intake.imaging.ink_pieces import InkPieces, connected_pieces
from dossiers.intake.imaging.straighten import WHITE
from dossiers.intake.printed_word import Box

# White paper left round what is cut out, in pixels.
RIM_PX = 5
# The network scales a line by its height: one with low letters alone is cut out as high as so
# many usual ones, or it is read larger than the others, slower and worse on noisy pages.
USUAL_HEIGHTS = 1.1
# Lower or narrower than this is no line.
MIN_LINE_PX = 8
# In heights of a line: how far beside its box its ink may lie, above or below it, and from its
# middle; how much higher a piece may be than the box (a bracket, letters that touch the next line).
REACH_BESIDE, REACH_ABOVE, REACH_OFF, TALLEST = 0.3, 0.2, 0.75, 2.0
# Lines that share so much of the lower one's height are one when they are no farther apart
# than a word space may be, in heights.
SAME_ROW, WORD_SPACE = 0.6, 1.3
# The middles of the parts of one line lie no farther apart than so much of the higher one.
MIDDLES_APART = 0.3
# A rule that goes through so much of the height of a line divides it.
WALL_SHARE = 0.6
# A wider hole than this many heights of its line is the space between two columns.
COLUMN_GAP_HEIGHTS = 2.0
# Boxes of lines hold dots and strokes above: letters are no higher than so many of the usual.
TALLEST_LETTER = 1.6
# Columns lower or narrower than this share of a line's height are specks and strokes.
MIN_COLUMN_HEIGHT, MIN_COLUMN_WIDTH = 0.3, 0.25
# Ink that no line claims is a line from this many heights of a line on.
MIN_GAP_WIDTH = 0.7
# Two digits hold so much ink, in squares of the height of a line.
LEAST_INK = 0.15
# From one line to the next, in heights of a line: closely set ones are found in one piece.
PITCH = 1.25
# A box is of one line that is no higher than so many. Between two lines a row holds less than
# such a share of the ink of the fullest; lower runs of rows are the marks of a line.
ONE_LINE, EMPTY_ROW, MARKS_HEIGHT = 1.3, 0.2, 0.4
# More lines than this without a line of the engine's are a drawing or a photograph.
MAX_GAPS = 40


@dataclass(frozen=True, slots=True)
class Column:
    """What stands side by side on one line: a box round its ink, and the number of the line."""

    box: Box
    line: int


@dataclass(frozen=True)
class LineMap:
    """A page whose ink is shared out among its lines."""

    page: InkMap
    # For each piece of ink the number of its line, -1 for none.
    owners: np.ndarray
    # Of the lines that the engine found, and of those that it overlooked.
    columns: tuple[Column, ...]
    overlooked: tuple[Column, ...]

    @cached_property
    def least_height(self) -> int:
        """The least height of what is cut out, in pixels, its rim included."""
        heights = [column.box[3] - column.box[1] for column in self.columns]
        if not heights:
            return 0
        # On a page of numbers alone no line has letters that hang low; the network expects room.
        usual = max(float(np.median(heights)), self.page.full_line)
        return round(USUAL_HEIGHTS * usual) + 2 * RIM_PX

    @cached_property
    def claimed_share(self) -> float:
        """How much of the ink that looks like letters is in lines that the engine found, 0..1."""
        pieces, letter = self.page.pieces, self.page.letter
        size = pieces.boxes[:, 2:] - pieces.boxes[:, :2]
        like = pieces.is_letter & (size[:, 1] <= TALLEST * letter) & (size[:, 1] >= letter / 3)
        claimed = np.isin(self.owners, [column.line for column in self.columns])
        areas = pieces.areas[like]
        return float(areas[claimed[like]].sum() / areas.sum()) if areas.size else 1.0

    def pieces_of(self, column: Column) -> np.ndarray:
        """Return left, top, right, bottom of each piece of a column's ink."""
        boxes = self.page.pieces.boxes
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        inside = (middle >= column.box[0]) & (middle <= column.box[2])
        return boxes[inside & self.page.pieces.is_letter & (self.owners == column.line)]

    def cut(self, box: Box) -> tuple[np.ndarray, int, int]:
        """Return what is in `box` with a rim, and its left and top on the page.

        Ink of other lines than the one that most of the ink there is of is whitened:
        slivers of neighbours are read as dots and hamzas. A low box is given more rim.
        """
        height, width = self.page.clean.shape
        left, top = max(0, box[0] - RIM_PX), max(0, box[1] - RIM_PX)
        right, bottom = min(width, box[2] + RIM_PX), min(height, box[3] + RIM_PX)
        picture = self.page.clean[top:bottom, left:right].copy()
        if self._is_shared((left, top, right, bottom)):
            self._whiten_foreign(picture, self.page.pieces.labels[top:bottom, left:right])
        missing = self.least_height - (bottom - top)
        if missing > 0 and picture.size:
            above = round(missing / 2)
            picture = np.pad(picture, ((above, missing - above), (0, 0)), constant_values=WHITE)
            top -= above
        return picture, left, top

    def _is_shared(self, box: Box) -> bool:
        """Return whether ink of more than one line is in a box."""
        left, top, right, bottom = self.page.pieces.boxes.T
        inside = (left < box[2]) & (right > box[0]) & (top < box[3]) & (bottom > box[1])
        owners = self.owners[inside]
        owners = owners[owners >= 0]
        return bool(owners.size) and bool((owners != owners[0]).any())

    def _whiten_foreign(self, picture: np.ndarray, labels: np.ndarray) -> None:
        owners = self.owners.take(labels)
        claimed = owners[owners >= 0]
        if not claimed.size:
            return
        line = np.bincount(claimed).argmax()
        foreign = ((owners >= 0) & (owners != line)).astype(np.uint8)
        # With the grey edge of the letters, but not that of its own.
        foreign = cv2.dilate(foreign, np.ones((3, 3), np.uint8))
        picture[(foreign > 0) & (owners != line)] = WHITE


def map_lines(page: InkMap, lines: Sequence[Box]) -> LineMap:
    """Share out the ink of a page among `lines` and those that were overlooked."""
    parts = [part for line in lines for part in _cut_at_walls(page, line)]
    rows = [row for part in parts for row in _cut_in_rows(page, part)]
    lines = _join([row for row in rows if is_line(row)], page)
    owners = np.full(len(page.pieces.boxes), -1, np.int32)
    _claim(owners, page, lines)
    columns = tuple(_columns(page, owners, lines))
    gaps = _find_gaps(page, owners)
    _claim(owners, page, gaps, first=len(lines))
    overlooked = tuple(_columns(page, owners, gaps, first=len(lines)))
    return LineMap(page, owners, columns, overlooked)


def is_line(box: Box) -> bool:
    """Return whether a box is large enough to hold a word."""
    left, top, right, bottom = box
    return bottom - top >= MIN_LINE_PX and right - left >= MIN_LINE_PX


def _cut_at_walls(page: InkMap, line: Box) -> Iterator[Box]:
    """Yield the parts of a line between the rules that run down through it."""
    left, top, right, bottom = line
    is_wall = _is_wall(page, line)
    edges = np.flatnonzero(np.diff(np.concatenate([[1], is_wall, [1]])))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield max(0, left) + start, top, min(right, max(0, left) + end), bottom


def _is_wall(page: InkMap, box: Box) -> np.ndarray:
    """Return for each column of pixels in a box whether it is a rule that runs down."""
    left, top, right, bottom = (max(0, edge) for edge in box)
    if page.walls is None or not page.walls[top:bottom, left:right].size:
        return np.zeros(max(0, right - left), bool)
    return page.walls[top:bottom, left:right].mean(axis=0) >= WALL_SHARE


def _join(lines: Sequence[Box], page: InkMap) -> list[Box]:
    """Put together what the engine took apart inside a line; return the lines from the top."""
    joined: list[Box] = []
    for line in sorted(lines):
        before = next(
            (
                one
                for one in reversed(joined)
                if _goes_on(one, line) and not _divided(one, line, page)
            ),
            None,
        )
        if before is None:
            joined.append(line)
            continue
        joined.remove(before)
        (left, top, right, bottom), (_, other_top, other_right, other_bottom) = before, line
        joined.append(
            (left, min(top, other_top), max(right, other_right), max(bottom, other_bottom))
        )
    return sorted(joined, key=lambda line: (line[1] + line[3]) / 2)


def _goes_on(one: Box, other: Box) -> bool:
    """Return whether a line goes on in another at its right, a word space away.

    Of lines of two columns that stand lower and higher the middles lie apart.
    """
    heights = one[3] - one[1], other[3] - other[1]
    shared = min(one[3], other[3]) - max(one[1], other[1])
    apart = abs(one[1] + one[3] - other[1] - other[3]) / 2
    return (
        shared >= SAME_ROW * min(heights)
        and apart <= MIDDLES_APART * max(heights)
        and other[0] - one[2] <= WORD_SPACE * min(heights)
    )


def _divided(one: Box, other: Box, page: InkMap) -> bool:
    """Return whether a rule runs down between two boxes of a line."""
    top, bottom = max(one[1], other[1]), min(one[3], other[3])
    return bool(_is_wall(page, (one[2] - 1, top, other[0] + 1, bottom)).any())


def _claim(owners: np.ndarray, page: InkMap, lines: Sequence[Box], first: int = 0) -> None:
    """Give each free piece of ink to the line with the nearest middle.

    `owners` is written into; the lines are numbered from `first`.
    """
    pieces = page.pieces
    free = owners < 0
    free[0] = False
    nearest = np.full(len(owners), np.inf, np.float32)
    for number, line in enumerate(lines, start=first):
        near = np.flatnonzero(free & _may_be_of(pieces, line, page.letter))
        if not len(near):
            continue
        height = max(line[3] - line[1], page.letter / 2)
        off = np.abs(pieces.middles[near] - _middle_of(pieces, near, line))
        nearer = near[(off < nearest[near]) & (off < REACH_OFF * height)]
        nearest[near] = np.minimum(nearest[near], off)
        owners[nearer] = number


def _may_be_of(pieces: InkPieces, line: Box, letter: int) -> np.ndarray:
    """Return for each piece whether it lies in the box of a line, or nearly."""
    left, top, right, bottom = line
    p_left, p_top, p_right, p_bottom = pieces.boxes.T
    middle, beside, above = (p_left + p_right) / 2, REACH_BESIDE * letter, REACH_ABOVE * letter
    return (
        (middle > left - beside)
        & (middle < right + beside)
        & (p_top < bottom + above)
        & (p_bottom > top - above)
        & (p_bottom - p_top < TALLEST * (bottom - top))
    )


def _middle_of(pieces: InkPieces, near: np.ndarray, line: Box) -> float:
    """Return the height at which most ink of a line is: its box may reach too far."""
    middles = pieces.middles[near]
    inside = (middles > line[1]) & (middles < line[3]) & pieces.is_letter[near]
    if not inside.any():
        return (line[1] + line[3]) / 2
    return float(np.average(middles[inside], weights=pieces.areas[near][inside]))


def _columns(
    page: InkMap, owners: np.ndarray, lines: Sequence[Box], first: int = 0
) -> Iterator[Column]:
    """Yield the columns of each line; the lines are numbered from `first`."""
    letter = page.letter
    for number, line in enumerate(lines, start=first):
        boxes = page.pieces.boxes[(owners == number) & page.pieces.is_letter]
        hole = COLUMN_GAP_HEIGHTS * min(line[3] - line[1], TALLEST_LETTER * letter)
        for column in _split(boxes[np.argsort(boxes[:, 0])], hole):
            left, top = column[:, :2].min(axis=0).astype(int).tolist()
            right, bottom = column[:, 2:].max(axis=0).astype(int).tolist()
            if bottom - top >= MIN_COLUMN_HEIGHT * letter and (
                right - left >= MIN_COLUMN_WIDTH * letter
            ):
                yield Column((left, top, right, bottom), number)


def _split(boxes: np.ndarray, hole: float) -> list[np.ndarray]:
    """Cut boxes that are sorted from the left where more than `hole` is between them."""
    if not len(boxes):
        return []
    edges = np.maximum.accumulate(boxes[:, 2])
    return np.split(boxes, np.flatnonzero(boxes[1:, 0] - edges[:-1] > hole) + 1)


def _find_gaps(page: InkMap, owners: np.ndarray) -> list[Box]:
    """Return boxes of line-shaped ink that no line has claimed."""
    letter, free = page.letter, np.flatnonzero((owners < 0) & page.pieces.is_letter)
    if not len(free):
        return []
    ink = page.pieces.draw(free)
    # A quarter of the pixels is enough to see what stands side by side.
    half = cv2.resize(ink * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) > 0
    reach = np.ones((max(1, letter // 16), max(3, round(letter * 0.6))), np.uint8)
    count, _, stats, _ = connected_pieces(cv2.dilate(half.astype(np.uint8), reach))
    boxes = [
        (left, top, left + width, top + height)
        for left, top, width, height in (2 * stats[1:count, :4]).tolist()
        if width > MIN_GAP_WIDTH * letter
    ]
    rows = [row for box in boxes for row in _rows(ink, box, letter)]
    gaps = [
        (left, top, right, bottom)
        for left, top, right, bottom in rows
        if _looks_like_a_line(ink[top:bottom, left:right], letter)
    ]
    return gaps if len(gaps) <= MAX_GAPS else []


def _cut_in_rows(page: InkMap, box: Box) -> list[Box]:
    """Return the lines in a box that the engine found, which may hold several."""
    left, top, right, bottom = box
    if bottom - top <= ONE_LINE * page.letter:
        return [box]
    return list(_rows(page.ink, (max(0, left), max(0, top), right, bottom), page.letter))


def _rows(ink: np.ndarray, box: Box, letter: int) -> Iterator[Box]:
    """Cut ink at the rows that are nearly empty, and where it is still too high at the emptiest."""
    left, top, right, bottom = box
    profile = ink[top:bottom, left:right].sum(axis=1, dtype=np.float32)
    if not profile.any():
        return
    smooth = cv2.blur(profile[:, None], (1, max(3, letter // 6)))[:, 0]
    is_full = smooth > EMPTY_ROW * np.percentile(smooth[smooth > 0], 90)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_full, [0]])))
    runs = _with_marks(list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)), letter)
    borders = [0, *((one[1] + two[0]) // 2 for one, two in pairwise(runs)), bottom - top]
    for start, end in pairwise(borders):
        for cut, next_cut in pairwise(_cuts(smooth[start:end], letter)):
            yield left, top + start + cut, right, top + start + next_cut


def _with_marks(runs: list[tuple[int, int]], letter: int) -> list[tuple[int, int]]:
    """Return the runs of full rows; those of dots and accents go with the nearest line."""
    while len(runs) > 1:
        lowest = min(range(len(runs)), key=lambda place: runs[place][1] - runs[place][0])
        start, end = runs[lowest]
        if end - start >= MARKS_HEIGHT * letter:
            break
        before = start - runs[lowest - 1][1] if lowest else np.inf
        after = runs[lowest + 1][0] - end if lowest + 1 < len(runs) else np.inf
        first = lowest - 1 if before <= after else lowest
        runs[first : first + 2] = [(runs[first][0], runs[first + 1][1])]
    return runs


def _cuts(profile: np.ndarray, letter: int) -> list[int]:
    """Return where a run of rows is cut: at its ends, and between its lines where it is high."""
    high = len(profile)
    count = max(1, round(high / (PITCH * letter)))
    pitch, reach = high / count, letter // 3
    cuts = [0]
    for number in range(1, count):
        start = round(number * pitch) - reach
        cuts.append(start + int(profile[start : start + 2 * reach].argmin()))
    return [*cuts, high]


def _looks_like_a_line(inside: np.ndarray, letter: int) -> bool:
    height, width = inside.shape
    if not (0.5 * letter < height < 3 * letter and width > MIN_GAP_WIDTH * letter):
        return False
    amount = int(inside.sum())
    # Letters fill a tenth to a half of their box; specks less, seals and photographs more.
    return amount > LEAST_INK * letter * letter and 0.04 < amount / (width * height) < 0.6
