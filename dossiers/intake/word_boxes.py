"""Draw the box of each word round its ink: the engine draws it after its network."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .ink import InkMap
from .recogniser import Word

# In heights of a letter: how far a word may reach out of its line, its ink out of its box.
LINE_REACH, REACH = 0.3, 0.15
# A piece of ink is no letter above these shares of the height and width of its word.
TALLEST, WIDEST = 1.9, 1.35
# Of a piece, so much must lie over the word, along the line.
LEAST_OVER = 0.3
# Between words of two lines a piece belongs to the nearer.
OFF_CENTRE_COST = 0.25


def fit_to_ink(words: Sequence[Word], page: InkMap) -> tuple[Word, ...]:
    """Return the words with boxes round their ink; where none is found the box stays.

    Each connected piece of ink belongs to the one word it lies over most. Boxes are pixels
    of the page.
    """
    pieces = page.pieces.boxes[page.pieces.is_letter]
    owner, best = np.full(len(pieces), -1), np.full(len(pieces), -np.inf)
    lines = np.array([word.line for word in words])
    for line in np.unique(lines):
        numbers = np.flatnonzero(lines == line)
        boxes = _core_boxes([words[number] for number in numbers.tolist()])
        # A line at a time: words times pieces of a whole page may be too many to hold.
        near = _beside(pieces, boxes, reach=REACH * page.letter)
        worth = _worth(boxes, pieces[near], letter=page.letter)
        better = worth.max(axis=0) > best[near]
        owner[near[better]] = numbers[worth.argmax(axis=0)[better]]
        best[near[better]] = worth.max(axis=0)[better]
    return tuple(_round(word, pieces[owner == number]) for number, word in enumerate(words))


def _core_boxes(line: Sequence[Word]) -> np.ndarray:
    """Return the boxes of a line without what reaches far above or below most of them."""
    boxes = np.array([[w.left, w.top, w.right, w.bottom] for w in line], np.float32)
    upper, lower = np.median(boxes[:, 1]), np.median(boxes[:, 3])
    reach = LINE_REACH * (lower - upper)
    boxes[:, 1] = np.clip(boxes[:, 1], upper - reach, lower - reach)
    boxes[:, 3] = np.clip(boxes[:, 3], upper + reach, lower + reach)
    return boxes


def _beside(pieces: np.ndarray, boxes: np.ndarray, *, reach: float) -> np.ndarray:
    """Return the numbers of the pieces that lie at the height of a line."""
    middle = (pieces[:, 1] + pieces[:, 3]) / 2
    top, bottom = boxes[:, 1].min() - reach, boxes[:, 3].max() + reach
    return np.flatnonzero((middle >= top) & (middle <= bottom))


def _worth(boxes: np.ndarray, pieces: np.ndarray, *, letter: int) -> np.ndarray:
    """Return how well each piece (across) goes with each word (down); -inf: not at all."""
    left, top, right, bottom = (side[:, None] for side in boxes.T)
    p_left, p_top, p_right, p_bottom = (side[None, :] for side in pieces.T)
    height, width, p_width = bottom - top, right - left, p_right - p_left
    middle = (p_top + p_bottom) / 2

    over = (np.minimum(right, p_right) - np.maximum(left, p_left)) / p_width
    outside = np.maximum(top - middle, middle - bottom) / letter
    off_centre = np.abs(middle - (top + bottom) / 2) / letter
    may_be_of_it = (
        (over >= LEAST_OVER)
        & (outside <= REACH)
        & (p_bottom - p_top <= TALLEST * height)
        & (p_width <= WIDEST * width + letter)
    )
    return np.where(may_be_of_it, over - OFF_CENTRE_COST * off_centre, -np.inf)


def _round(word: Word, pieces: np.ndarray) -> Word:
    if not len(pieces):
        return word
    left, top = pieces[:, :2].min(axis=0).astype(int).tolist()
    right, bottom = pieces[:, 2:].max(axis=0).astype(int).tolist()
    return replace(word, left=left, top=top, right=right, bottom=bottom)
