"""Draw the box of each word round its ink: the engine draws it after its network, roughly."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dossiers.intake.printed_word import Word

# A piece is no letter when it is wider than this share of its word and a line is high.
WIDEST = 1.35
# So far from where the engine divides two words, in heights of the line, a gap is looked for
# that is so much wider than the one there.
BORDER_REACH, WIDER_GAP = 1.0, 1.3


def fit_to_ink(words: Sequence[Word], pieces: np.ndarray) -> tuple[Word, ...]:
    """Return the words of one line with boxes round their ink; where none is found the box stays.

    `pieces`: left, top, right, bottom of each piece of the line's ink. Each goes to the word
    it lies over most, and words are divided at the widest gap near by.
    """
    if not words or not len(pieces):
        return tuple(words)
    along = sorted(range(len(words)), key=lambda number: words[number].middle)
    pieces = pieces[np.argsort(pieces[:, 0])]
    height = float(pieces[:, 3].max() - pieces[:, 1].min())
    owners = _nearest([words[number] for number in along], pieces)
    owners = _divide(owners, pieces, reach=BORDER_REACH * height)
    fitted = list(words)
    for place, number in enumerate(along):
        fitted[number] = _round(words[number], pieces[owners == place], height)
    return tuple(fitted)


def _nearest(words: Sequence[Word], pieces: np.ndarray) -> np.ndarray:
    """Return for each piece the place of the word it lies over most, or else is nearest to."""
    left, right = np.array([[word.left, word.right] for word in words], np.float32).T[:, :, None]
    p_left, p_right = pieces[None, :, 0], pieces[None, :, 2]
    # Below nothing it is the distance.
    over = np.minimum(right, p_right) - np.maximum(left, p_left)
    return over.argmax(axis=0)


def _divide(owners: np.ndarray, pieces: np.ndarray, *, reach: float) -> np.ndarray:
    """Move the borders between words into the widest gaps near by; pieces from the left."""
    owners = np.maximum.accumulate(owners)
    edges = np.maximum.accumulate(pieces[:, 2])
    gaps = np.concatenate([[0.0], pieces[1:, 0] - edges[:-1]])
    for place in range(int(owners.max())):
        start, border, end = np.searchsorted(owners, [place, place + 1, place + 2])
        if not start < border < end:
            continue
        near = np.arange(start + 1, end)
        near = near[np.abs(pieces[near, 0] - pieces[border, 0]) <= reach]
        widest = near[gaps[near].argmax()]
        if gaps[widest] > WIDER_GAP * max(gaps[border], 1.0):
            owners[start:widest], owners[widest:end] = place, place + 1
    return owners


def _round(word: Word, pieces: np.ndarray, height: float) -> Word:
    pieces = pieces[pieces[:, 2] - pieces[:, 0] <= WIDEST * (word.right - word.left) + height]
    if not len(pieces):
        return word
    left, top = pieces[:, :2].min(axis=0).astype(int).tolist()
    right, bottom = pieces[:, 2:].max(axis=0).astype(int).tolist()
    return replace(word, left=left, top=top, right=right, bottom=bottom)
