"""The distinct name units of the register, kept in memory, and what is like a typed one.

A process reads them when it first searches and again when the version row says
that units were added; what is like a unit is remembered until then.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np

from search.analysis.names import without_article
from search.analysis.phonetics import Sound, sound_of
from search.analysis.sound_table import LEAST_LIKENESS, SoundTable
from search.models import NameUnit, NameUnitsVersion
from search.names.typos import Slips

_MOST_REMEMBERED = 2000
# A register with fewer written units says nothing about which names are rare.
ENOUGH_WRITTEN = 5000
_WITHOUT_ARTICLE = 0.97


@dataclass(frozen=True, slots=True)
class Likeness:
    """A unit of the register that may be the typed one; `value` in 0..1.

    `share` is the part of all written names that are at least this much alike:
    how easily the likeness comes by chance.
    """

    unit: int
    text: str
    value: float
    frequency: int
    share: float


class Vocabulary:
    """Units by id, by text, by sound and by first letters, as read at one moment."""

    def __init__(
        self, token: int, rows: Sequence[tuple[int, str, int]], known: "Vocabulary | None" = None
    ) -> None:
        """Keep the units (id, text, frequency); sounds already known are taken over."""
        self.token = token
        self._rows = rows
        self.written = sum(frequency for _, _, frequency in rows)
        self.ids = {text: unit for unit, text, _ in rows}
        heard = known.sounds if known else {}
        self.sounds: dict[str, Sound] = {
            text: heard.get(text) or sound_of(text) for text in self.ids
        }
        self._table = SoundTable(list(self.sounds.values()))
        self._remembered: dict[str, tuple[Likeness, ...]] = {}

    @cached_property
    def _beginnings(self) -> list[tuple[str, int]]:
        """Units as they may be begun, sorted: particles joined; also without the article."""
        begun = set()
        for row, (_, text, _) in enumerate(self._rows):
            begun.add((text.replace(" ", ""), row))
            begun.add((without_article(text).replace(" ", ""), row))
        return sorted(begun)

    def like(self, text: str) -> tuple[Likeness, ...]:
        """Return the units that may be `text`, most alike first."""
        units = self._remembered.get(text)
        if units is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            units = self._remembered[text] = self._look_up(text)
        return units

    def beginning(self, letters: str) -> tuple[Likeness, ...]:
        """Return the units whose letters, particles joined, begin with `letters`."""
        begin = letters.replace(" ", "")
        values: dict[int, float] = {}
        for joined, row in self._beginnings[bisect_left(self._beginnings, (begin, 0)) :]:
            if not joined.startswith(begin):
                break
            as_written = self._rows[row][1].replace(" ", "").startswith(begin)
            values[row] = 1.0 if as_written else _WITHOUT_ARTICLE
        return self._ranked(values)

    @cached_property
    def _slips(self) -> Slips:
        return Slips([text for _, text, _ in self._rows], self.sounds)

    @cached_property
    def _apart(self) -> dict[str, str]:
        return {text.replace(" ", ""): text for text in self.ids if " " in text}

    def written_apart(self, letters: str) -> str:
        """Return the unit of the register with these letters, particles apart or not, or ""."""
        return letters if letters in self.ids else self._apart.get(letters, "")

    def knows(self, text: str) -> bool:
        """Tell whether somebody bears this unit, or too few are written to tell a slip by it.

        Only a register large enough tells a slip from a name not met before.
        """
        return text in self.ids or self.written < ENOUGH_WRITTEN

    def is_close(self, text: str, *, least: float) -> bool:
        """Tell whether a unit with the same consonants is at least this much like `text`."""
        return self._slips.is_close(text, least=least)

    def _look_up(self, text: str) -> tuple[Likeness, ...]:
        values = self._table.likenesses(sound_of(text))
        if not self.knows(text):
            for rows, likenesses in self._slips.likenesses(text):
                np.maximum.at(values, rows, likenesses)
        near = {int(row): float(values[row]) for row in np.flatnonzero(values >= LEAST_LIKENESS)}
        return self._ranked(near | {row: 1.0 for row in near if self._rows[row][1] == text})

    def _ranked(self, values: dict[int, float]) -> tuple[Likeness, ...]:
        """Return units by row and value, most alike first, each with its share."""
        likes, so_far = [], 0
        for row, value in sorted(values.items(), key=lambda one: (-one[1], self._rows[one[0]][1])):
            unit, text, frequency = self._rows[row]
            so_far += frequency
            likes.append(Likeness(unit, text, value, frequency, so_far / max(1, self.written)))
        return tuple(likes)


class _Keeper:
    """The vocabulary of this process."""

    def __init__(self) -> None:
        self._held: Vocabulary | None = None
        self._lock = Lock()

    def held(self) -> Vocabulary:
        """Return what was read last, as old as it may be."""
        return self._held or self.get()

    def get(self) -> Vocabulary:
        """Return the units as of now."""
        token = NameUnitsVersion.objects.values_list("token", flat=True).first() or 0
        held = self._held
        if held is not None and held.token == token:
            return held
        with self._lock:
            if self._held is None or self._held.token != token:
                units = NameUnit.objects.order_by("pk").values_list("pk", "text", "frequency")
                self._held = Vocabulary(token, list(units), self._held)
            return self._held


_keeper = _Keeper()


def vocabulary() -> Vocabulary:
    """Return the units as of now (one small query), read anew only when some were added."""
    return _keeper.get()


def held_vocabulary() -> Vocabulary:
    """Return the units this process read last; their token tells whether they still hold."""
    return _keeper.held()
