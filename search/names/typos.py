"""What a typed unit that nobody bears may have been meant as: one slip, in either script.

A slip is put right among the units of its own script, where it is seen for what
it is; the units spelt with the same consonants, in both scripts, follow from that.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.data.sounds import READ_FOR
from search.analysis.phonetics import Sound, sound_of
from search.analysis.sound_table import Floats, SoundTable

# How alike a unit is at least to what is typed with one wrong key.
ONE_SLIP = 0.74
_SHORTEST = 3
_WOMANS_ENDING = "\u0647ae"  # ه, a, e
# Few sounds are kept in one block: padding costs less than another round.
_ONE_BLOCK = (255,)


class Slips:
    """The units of the register by letters and by consonants; a row is a place in `texts`."""

    def __init__(self, texts: Sequence[str], sounds: Mapping[str, Sound]) -> None:
        """Keep the units and their sounds; tables are made when first asked for."""
        self._sounds = [sounds[text] for text in texts]
        self._letters = [_letters(text) for text in texts]
        self._alike: dict[str, SoundTable] = {}

    def likenesses(self, text: str) -> Iterator[tuple[NDArray[np.intp], Floats]]:
        """Yield rows `text` may have been meant as, and how alike they are then."""
        for row in self._meant(_letters(text)):
            rows = self._by_skeleton[self._sounds[row].skeleton]
            alike = self._table(self._sounds[row].skeleton).likenesses(self._sounds[row])
            yield np.array([row, *rows]), np.array([ONE_SLIP, *(alike - (1 - ONE_SLIP))])

    def is_close(self, text: str, *, least: float) -> bool:
        """Tell whether a unit with the same consonants is at least this much like `text`."""
        sound = sound_of(text)
        if sound.skeleton not in self._by_skeleton:
            return False
        return float(self._table(sound.skeleton).likenesses(sound).max()) >= least

    def _meant(self, typed: str) -> set[int]:
        """Return the rows one wrong key away, or with two letters that were read for one.

        A last letter that makes a name a woman's is no slip.
        """
        if len(typed) < _SHORTEST:
            return set()
        near = process.extract(
            typed, self._letters, scorer=OSA.distance, score_cutoff=1, limit=None
        )
        stem = typed.rstrip(_WOMANS_ENDING)
        one_key = {row for letters, _, row in near if letters.rstrip(_WOMANS_ENDING) != stem}
        return one_key.union(*(self._by_letters.get(read, ()) for read in _read_otherwise(typed)))

    def _table(self, skeleton: str) -> SoundTable:
        """Return the units with these consonants side by side."""
        if skeleton not in self._alike:
            sounds = [self._sounds[row] for row in self._by_skeleton[skeleton]]
            self._alike[skeleton] = SoundTable(sounds, lengths=_ONE_BLOCK)
        return self._alike[skeleton]

    @cached_property
    def _by_skeleton(self) -> Mapping[str, list[int]]:
        return _rows_by([sound.skeleton for sound in self._sounds])

    @cached_property
    def _by_letters(self) -> Mapping[str, list[int]]:
        return _rows_by(self._letters)


def _letters(text: str) -> str:
    return text.replace(" ", "")


def _rows_by(values: Sequence[str]) -> Mapping[str, list[int]]:
    rows = defaultdict(list)
    for row, value in enumerate(values):
        rows[value].append(row)
    return dict(rows)


def _read_otherwise(typed: str) -> Iterator[str]:
    """Yield `typed` with one place read otherwise.

    >>> list(_read_otherwise("mohamecl"))
    ['mohamed']
    """
    for read, written in READ_FOR:
        place = typed.find(read)
        while place >= 0:
            yield typed[:place] + written + typed[place + len(read) :]
            place = typed.find(read, place + 1)
