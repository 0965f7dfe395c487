"""The distinct name units of the register, kept in memory, and what is like a typed one.

A process reads them when it first searches and again when the version row says
that units were added; what is like a unit is remembered until then.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.phonetics import Sound, distance, skeletons_of, sound_of
from search.models import NameUnit, NameUnitsVersion

# Below this likeness a unit is never a candidate: it is another name.
LEAST_LIKENESS = 0.55
# Consonant shapes this short must differ in one place at most, longer ones in two.
_SHORT_SHAPE = 4
_MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Likeness:
    """A unit of the register that may be the typed one; `value` in 0..1."""

    unit: int
    text: str
    value: float
    frequency: int


@dataclass
class Vocabulary:
    """Units by id, by text, by consonant shape and by first letters."""

    token: int
    texts: dict[int, str]
    frequencies: dict[int, int]
    shapes: dict[str, list[int]] = field(default_factory=dict)
    sounds: dict[int, Sound] = field(default_factory=dict)
    _remembered: dict[str, tuple[Likeness, ...]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Unit ids by text."""
        return {text: unit for unit, text in self.texts.items()}

    @cached_property
    def _shape_list(self) -> list[str]:
        return list(self.shapes)

    @cached_property
    def _joined(self) -> list[tuple[str, int]]:
        return sorted((text.replace(" ", ""), unit) for unit, text in self.texts.items())

    def like(self, text: str) -> tuple[Likeness, ...]:
        """Return the units that may be `text`, most alike first."""
        found = self._remembered.get(text)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[text] = self._look_up(text)
        return found

    def beginning(self, letters: str) -> tuple[Likeness, ...]:
        """Return the units whose letters, particles joined, begin with `letters`."""
        begin = letters.replace(" ", "")
        found = []
        for joined, unit in self._joined[bisect_left(self._joined, (begin, 0)) :]:
            if not joined.startswith(begin):
                break
            found.append(self._likeness(unit, 1.0))
        return tuple(found)

    def _likeness(self, unit: int, value: float) -> Likeness:
        return Likeness(unit, self.texts[unit], value, self.frequencies[unit])

    def _look_up(self, text: str) -> tuple[Likeness, ...]:
        typed = sound_of(text)
        found = []
        for unit in self._near(text):
            value = self._value(typed, unit)
            if value >= LEAST_LIKENESS:
                found.append(self._likeness(unit, value))
        return tuple(sorted(found, key=lambda like: (-like.value, like.text)))

    def _near(self, text: str) -> set[int]:
        """Return the units whose consonant shape is near; exact distance comes later."""
        near = {self.ids[text]} if text in self.ids else set()
        for shape in skeletons_of(text):
            most = 1 if len(shape) <= _SHORT_SHAPE else 2
            for other, _, _ in process.extract(
                shape, self._shape_list, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                near.update(self.shapes[other])
        return near

    def _value(self, typed: Sound, unit: int) -> float:
        sound = self.sounds.get(unit)
        if sound is None:
            sound = self.sounds[unit] = sound_of(self.texts[unit])
        weight = (typed.weight + sound.weight) / 2
        if not weight:
            return 0.0
        return 1.0 - distance(typed, sound, weight * (1 - LEAST_LIKENESS)) / weight


def _read(token: int, known: Vocabulary | None) -> Vocabulary:
    """Read the units; shapes of units already known are taken over."""
    texts: dict[int, str] = {}
    frequencies: dict[int, int] = {}
    for unit, text, frequency in NameUnit.objects.values_list("pk", "text", "frequency"):
        texts[unit] = text
        frequencies[unit] = frequency
    if known is not None and known.texts.items() <= texts.items():
        fresh = texts.keys() - known.texts.keys()
        shapes = defaultdict(list, {shape: list(units) for shape, units in known.shapes.items()})
        sounds = dict(known.sounds)
    else:
        fresh, shapes, sounds = texts.keys(), defaultdict(list), {}
    for unit in sorted(fresh):
        for shape in skeletons_of(texts[unit]):
            shapes[shape].append(unit)
    return Vocabulary(token, texts, frequencies, dict(shapes), sounds)


class _Keeper:
    """The vocabulary of this process."""

    def __init__(self) -> None:
        self._held: Vocabulary | None = None
        self._lock = Lock()

    def get(self) -> Vocabulary:
        token = NameUnitsVersion.objects.values_list("token", flat=True).first() or 0
        held = self._held
        if held is not None and held.token == token:
            return held
        with self._lock:
            if self._held is None or self._held.token != token:
                self._held = _read(token, self._held)
            return self._held


_keeper = _Keeper()


def vocabulary() -> Vocabulary:
    """Return the units as of now (one small query), read anew only when some were added."""
    return _keeper.get()
