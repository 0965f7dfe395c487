"""Many sounds side by side, compared with one at once.

The same weighted edit distance for all, over arrays: leaving out, putting in,
exchanging a symbol, exchanging two neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.analysis.phonetics import SUBSTITUTION, Sound

_COSTS = np.array(SUBSTITUTION, dtype=np.float32)
# What two neighbours in the wrong order cost, if each is about right in itself.
_SWAP = np.float32(0.7)
_ALIKE = 0.2
_NEVER = np.float32(99.0)
# What a wrong first letter costs on top: people rarely err there, names differ there.
_FIRST_LETTER = 0.3
# Below this likeness two names are not compared to the end: 0 is answered.
LEAST_LIKENESS = 0.56
# Typed symbols after which those already too far are dropped.
_SIFT_AFTER = (3,)
# Sounds of about the same length are kept together, so that little is padded.
_LENGTHS = (5, 7, 9, 12, 16, 255)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Block:
    """Sounds of one script and about one length; arrays are [symbol, sound]."""

    arabic: bool
    rows: NDArray[np.intp]
    weights: Floats
    codes: NDArray[np.intp]
    lengths: NDArray[np.intp]
    gaps_same: Floats
    gaps_across: Floats
    sums_same: Floats
    sums_across: Floats


class SoundTable:
    """A fixed list of sounds; `likenesses` compares one with them all."""

    def __init__(self, sounds: Sequence[Sound], *, lengths: Sequence[int] = _LENGTHS) -> None:
        """Keep the sounds; a sound's place in the list is its row in the answers."""
        self._size = len(sounds)
        self._blocks = []
        for arabic in (True, False):
            shorter = 0
            for longest in lengths:
                rows = [
                    row
                    for row, sound in enumerate(sounds)
                    if sound.arabic == arabic and shorter < len(sound.codes) <= longest
                ]
                if rows:
                    self._blocks.append(_block(rows, sounds, arabic=arabic))
                shorter = longest

    def likenesses(self, typed: Sound) -> Floats:
        """Return how alike `typed` is to each sound: 1 the same, 0 below LEAST_LIKENESS."""
        values = np.zeros(self._size, dtype=np.float32)
        if not typed.codes:
            return values
        for block in self._blocks:
            weights = np.maximum((block.weights + typed.weight) / 2, 0.1)
            values[block.rows] = np.maximum(0.0, 1.0 - _distances(typed, block) / weights)
        return values


def likeness(one: Sound, other: Sound) -> float:
    """Return how alike two sounds are.

    >>> from search.analysis.phonetics import sound_of
    >>> likeness(sound_of("رقيه"), sound_of("rkia")) > 0.95
    True
    >>> likeness(sound_of("سعيد"), sound_of("saida")) < 0.8
    True
    """
    return float(SoundTable([other]).likenesses(one)[0])


def _block(rows: list[int], sounds: Sequence[Sound], *, arabic: bool) -> _Block:
    longest = max(len(sounds[row].codes) for row in rows)
    shape = (longest, len(rows))
    codes = np.zeros(shape, dtype=np.intp)
    same, across = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    lengths = np.array([len(sounds[row].codes) for row in rows])
    for column, row in enumerate(rows):
        length = lengths[column]
        codes[:length, column] = sounds[row].codes
        same[:length, column] = sounds[row].gaps_same
        across[:length, column] = sounds[row].gaps_across
    weights = np.array([sounds[row].weight for row in rows], dtype=np.float32)
    return _Block(
        arabic, np.array(rows), weights, codes, lengths, same, across, _sums(same), _sums(across)
    )


def _sums(gaps: Floats) -> Floats:
    """Return what it costs to put in the first 0, 1, 2… symbols."""
    none = np.zeros((1, gaps.shape[1]), dtype=np.float32)
    return np.vstack([none, np.cumsum(gaps, axis=0)])


def _distances(typed: Sound, block: _Block) -> Floats:
    """Return the cheapest way from `typed` to each sound of the block, inf if it is far.

    Row by row over the typed symbols, as in any edit distance; sounds that are
    already too far drop out on the way.
    """
    across = typed.arabic != block.arabic
    gaps_x = typed.gaps_across if across else typed.gaps_same
    gaps_y = block.gaps_across if across else block.gaps_same
    limits = (block.weights + typed.weight) / 2 * (1 - LEAST_LIKENESS)
    answers = np.full(len(block.rows), np.inf, dtype=np.float32)
    remaining = np.arange(len(block.rows))
    codes, row = block.codes, (block.sums_across if across else block.sums_same).copy()
    row[0] = _FIRST_LETTER * _COSTS[typed.codes[0]].take(codes[0])
    before, costs_before, edge = row, row, np.float32(0.0)
    for i, gap in enumerate(gaps_x):
        costs = _COSTS[typed.codes[i]].take(codes)
        edge += np.float32(gap)
        new = np.empty_like(row)
        new[0] = edge
        np.minimum(row[:-1] + costs, row[1:] + np.float32(gap), out=new[1:])
        if i and len(costs) > 1:
            far = costs_before[1:] + costs[:-1] >= _ALIKE
            np.minimum(new[2:], before[:-2] + _SWAP + far * _NEVER, out=new[2:])
        for j in range(len(gaps_y)):
            np.minimum(new[j + 1], new[j] + gaps_y[j], out=new[j + 1])
        before, row, costs_before = row, new, costs
        if i in _SIFT_AFTER:
            near = np.flatnonzero(
                np.minimum(row.min(axis=0), before.min(axis=0)) <= limits[remaining]
            )
            remaining = remaining[near]
            codes, gaps_y, before, row, costs_before = (  # type: ignore[assignment]
                array.take(near, axis=1) for array in (codes, gaps_y, before, row, costs_before)
            )
    answers[remaining] = row[block.lengths[remaining], np.arange(len(remaining))]
    return answers
