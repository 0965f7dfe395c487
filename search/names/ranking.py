"""Score a written name against typed units: in 0..1, by the worst matched unit.

Pure: knows likenesses and places, no tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from search.models import NameRole

# Nobody below this is shown, whatever the question.
THRESHOLD = 0.7
# From here on the answer is certain: the same name, otherwise spelt.
SURE = 0.9
# A name typed alone has nothing beside it that could confirm it.
THRESHOLD_ALONE = 0.8

_WORST_SHARE = 0.8
_GIVEN_NOT_FIRST = 0.06
_FAMILY_NOT_LAST = 0.04
_OTHER_ORDER = 0.02
_NARROWED_BY_OTHER = 0.03
# More units than this are not put in every order: nobody types them.
_MOST_UNITS = 6


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """One unit of one written name of an entry."""

    unit: int
    place: int
    count: int
    role: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How typed units were placed on a written name: score and the place of each."""

    score: float
    places: tuple[WrittenPlace, ...]


def _placing_penalty(places: Sequence[WrittenPlace]) -> float:
    """Return what it costs that the typed units are not given and family name in order."""
    own = [place for place in places if place.role == NameRole.SELF]
    penalty = _NARROWED_BY_OTHER if len(own) < len(places) else 0.0
    order = [place.place for place in own]
    if 0 not in order:
        penalty += _GIVEN_NOT_FIRST
    if len(order) > 1:
        if own[0].count - 1 not in order:
            penalty += _FAMILY_NOT_LAST
        if order != sorted(order):
            penalty += _OTHER_ORDER
    return penalty


def _placings(options: Sequence[Sequence[WrittenPlace]]) -> Iterator[tuple[WrittenPlace, ...]]:
    """Yield every way to give each typed unit a written one of its own."""
    for places in product(*options):
        if len({(place.role, place.place) for place in places}) == len(places):
            yield places


def best_fit(likenesses: Sequence[dict[int, float]], written: Sequence[WrittenPlace]) -> Fit | None:
    """Return the best way to put each typed unit on a different written one, or None.

    `likenesses` holds for each typed unit the register's units and how alike
    they are. At least one typed unit must fall on the person's own name.
    """
    if len(likenesses) > min(len(written), _MOST_UNITS):
        return None
    best: Fit | None = None
    options = [[place for place in written if place.unit in likeness] for likeness in likenesses]
    for places in _placings(options):
        if all(place.role != NameRole.SELF for place in places):
            continue
        values = [likeness[place.unit] for likeness, place in zip(likenesses, places, strict=True)]
        worst = min(values)
        score = _WORST_SHARE * worst + (1 - _WORST_SHARE) * sum(values) / len(values)
        score = max(0.0, score - _placing_penalty(places))
        if best is None or score > best.score:
            best = Fit(score, places)
    return best
