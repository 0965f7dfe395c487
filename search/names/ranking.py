"""Score a written name against typed units: in 0..1, by the worst matched unit.

Pure: knows likenesses and places, asks no table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from search.models import NameRole

# Nobody below this is shown, whatever the question.
THRESHOLD = 0.64
# From here on the answer is certain: the same name, otherwise spelt.
SURE = 0.85
# A name typed alone has nothing beside it that could confirm it: what it lacks
# in likeness counts more, so that one threshold serves both.
ALONE = 1.75

# What the other units lack, beside the worst, counts this much.
_OTHERS_SHARE = 0.4
_FATHER_TYPED_LAST = 0.12
_GIVEN_NOT_TYPED = 0.15
_TYPED_FAMILY_FIRST = 0.03
_WRITTEN_FAMILY_FIRST = 0.01
_OTHER_ORDER = 0.05
_ALONE_AS_FAMILY = 0.03
_ALONE_AS_FATHER = 0.06
_NARROWED_BY_OTHER = 0.03
# More units than this are not put in every order: nobody types them.
_MOST_UNITS = 6


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """One unit of one written name of an entry; `count` is how many units that name has."""

    unit: int
    place: int
    count: int
    role: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How typed units were placed on a written name: score and the place of each."""

    score: float
    places: tuple[WrittenPlace, ...]


def placing_penalty(places: Sequence[WrittenPlace]) -> float:
    """Return what it costs that typed units do not fall on given and family name in order."""
    own = [place.place for place in places if place.role == NameRole.SELF]
    penalty = _NARROWED_BY_OTHER if len(own) < len(places) else 0.0
    last = next(place.count for place in places if place.role == NameRole.SELF) - 1
    if len(own) == 1:
        return penalty + _alone_penalty(own[0], last)
    return penalty + _order_penalty(own, last)


def _alone_penalty(place: int, last: int) -> float:
    if place == 0:
        return 0.0
    return _ALONE_AS_FAMILY if place == last else _ALONE_AS_FATHER


def _order_penalty(own: Sequence[int], last: int) -> float:
    first_typed, last_typed = own[0], own[-1]
    if (first_typed, last_typed) == (0, last):
        return 0.0 if list(own) == sorted(own) else _OTHER_ORDER
    if (first_typed, last_typed) == (1, 0):
        return _WRITTEN_FAMILY_FIRST
    if first_typed == last and 0 in (last_typed, own[1]):
        return _TYPED_FAMILY_FIRST
    return _FATHER_TYPED_LAST if first_typed == 0 else _GIVEN_NOT_TYPED


def likeness_score(values: Sequence[float]) -> float:
    """Return the likeness of the whole from that of each unit: the worst decides."""
    lacks = sorted((1.0 - value for value in values), reverse=True)
    if len(lacks) == 1:
        return 1.0 - ALONE * lacks[0]
    return 1.0 - lacks[0] - _OTHERS_SHARE * sum(lacks[1:])


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
        score = max(0.0, likeness_score(values) - placing_penalty(places))
        if best is None or score > best.score:
            best = Fit(score, places)
    return best
