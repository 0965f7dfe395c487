"""Score a written name against typed units: in 0..1, by the worst matched unit.

Pure: knows likenesses and places, asks no table.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import log10, prod

from search.models import NameRole
from search.names.vocabulary import ENOUGH_WRITTEN, Likeness
from search.names.written import WrittenPlace

# About how many units one person's names have.
UNITS_PER_PERSON = 3
# Nobody below this is shown, whatever the question.
THRESHOLD = 0.66
# From here on the answer is certain: the same name, otherwise spelt.
SURE = 0.85
# A name typed alone has nothing beside it that could confirm it: what it lacks
# in likeness counts more, so that one threshold serves both.
ALONE = 1.75

# What the other units lack, beside the worst, counts this much.
_OTHERS_SHARE = 0.4
# What ten times less chance of a coincidence gives back of what the worst lacks.
_RARITY_SHARE = 0.1
_RAREST, _MOST_COMMON = 2.0, -1.0
_FATHER_TYPED_LAST = 0.12
_GIVEN_NOT_TYPED = 0.15
_TYPED_FAMILY_FIRST = 0.03
_WRITTEN_FAMILY_FIRST = 0.02
_PERHAPS_FAMILY_FIRST = 0.08
_OTHER_ORDER = 0.05
_ALONE_AS_FAMILY = 0.03
_ALONE_AS_FATHER = 0.06
_NARROWED_BY_OTHER = 0.03
# What every unit beside others must be like at least, and what all but one of them:
# with less, the whole is below the threshold, however rare it is.
LEAST_BESIDE = 1 - (1 - THRESHOLD) / (1 - _RARITY_SHARE * _RAREST)
ALL_BUT_ONE = 1 - (1 - THRESHOLD) / (1 - _RARITY_SHARE * _RAREST + _OTHERS_SHARE)
# More units than this are not put in every order: nobody types them.
_MOST_UNITS = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """How typed units were placed on a written name: score and the place of each."""

    score: float
    places: tuple[WrittenPlace, ...]


def placing_penalty(places: Sequence[WrittenPlace], written: Sequence[WrittenPlace]) -> float:
    """Return what it costs that typed units do not fall on given and family name in order.

    `places` are those of the typed units, `written` the whole name they are on.
    """
    own = [place.place for place in places if place.role == NameRole.SELF]
    penalty = _NARROWED_BY_OTHER if len(own) < len(places) else 0.0
    name = sorted(
        (place for place in written if place.role == NameRole.SELF), key=lambda one: one.place
    )
    if len(own) == 1:
        return penalty + _alone_penalty(own[0], len(name) - 1)
    return penalty + _order_penalty(own, name)


def _alone_penalty(place: int, last: int) -> float:
    if place == 0:
        return 0.0
    return _ALONE_AS_FAMILY if place == last else _ALONE_AS_FATHER


def _order_penalty(own: Sequence[int], name: Sequence[WrittenPlace]) -> float:
    last = len(name) - 1
    ends = own[0], own[-1]
    if ends == (0, last):
        return 0.0 if list(own) == sorted(own) else _OTHER_ORDER
    if ends == (1, 0) and not name[1].father:
        return _family_first_penalty(name)
    if own[0] == last and 0 in (own[1], own[-1]) and not name[last].father:
        return _TYPED_FAMILY_FIRST
    if ends == (0, 1) and last == 2 and name[2].father and not name[1].father:
        return _TYPED_FAMILY_FIRST + _WRITTEN_FAMILY_FIRST
    return _FATHER_TYPED_LAST if own[0] == 0 else _GIVEN_NOT_TYPED


def _family_first_penalty(name: Sequence[WrittenPlace]) -> float:
    """Return what reading a name as family, given, father costs: less if it says so."""
    says_so = len(name) == 2 or name[-1].father
    return _WRITTEN_FAMILY_FIRST if says_so else _PERHAPS_FAMILY_FIRST


def likeness_score(likes: Sequence[Likeness], *, written: int) -> float:
    """Return the likeness of the whole from that of each unit: the worst decides.

    What the worst lacks counts less where all units together are so rare that a
    coincidence is unlikely, and more where it is to be expected. `written` is
    the number of units written in the register.
    """
    lacks = sorted((1.0 - like.value for like in likes), reverse=True)
    if len(lacks) == 1:
        return 1.0 - ALONE * lacks[0]
    worst = lacks[0] * (1.0 - _RARITY_SHARE * _rarity(likes, written))
    return 1.0 - worst - _OTHERS_SHARE * sum(lacks[1:])


def showable(
    wanted: Sequence[Sequence[Likeness]], *, least: float, written: int
) -> tuple[Sequence[Likeness], ...]:
    """Leave out what nobody can reach a score of `least` with, however alike the rest is.

    `wanted` holds for each typed unit those it may be, most alike first. Of a unit typed
    alone all are kept: they are asked for by steps, and each step ends early.
    """
    if len(wanted) == 1 or not all(wanted):
        return tuple(wanted)
    best = [likes[0] for likes in wanted]

    def fails(place: int, like: Likeness) -> bool:
        with_it = [*best[:place], like, *best[place + 1 :]]
        return likeness_score(with_it, written=written) < least

    return tuple(
        likes[: bisect_left(likes, True, key=partial(fails, place))]  # noqa: FBT003
        for place, likes in enumerate(wanted)
    )


def _rarity(likes: Sequence[Likeness], written: int) -> float:
    """Return how many tens the expected coincidences are below one person."""
    if written < ENOUGH_WRITTEN:
        return 0.0
    shares = prod(UNITS_PER_PERSON * like.share for like in likes)
    expected = shares * written / UNITS_PER_PERSON
    return max(_MOST_COMMON, min(_RAREST, -log10(max(expected, 1e-9))))


def _placings(options: Sequence[Sequence[WrittenPlace]]) -> Iterator[tuple[WrittenPlace, ...]]:
    """Yield every way to give each typed unit a written one of its own."""
    for places in product(*options):
        if len({(place.role, place.place) for place in places}) == len(places):
            yield places


def best_fit(
    likenesses: Sequence[dict[int, Likeness]], name: Sequence[WrittenPlace], *, written: int
) -> Fit | None:
    """Return the best way to put each typed unit on a different written one, or None.

    `likenesses` holds for each typed unit the register's units it may be. At
    least one typed unit must fall on the person's own name.
    """
    if len(likenesses) > min(len(name), _MOST_UNITS):
        return None
    best: Fit | None = None
    options = [[place for place in name if place.unit in likeness] for likeness in likenesses]
    for places in _placings(options):
        if all(place.role != NameRole.SELF for place in places):
            continue
        likes = [likeness[place.unit] for likeness, place in zip(likenesses, places, strict=True)]
        score = likeness_score(likes, written=written) - placing_penalty(places, name)
        if best is None or score > best.score:
            best = Fit(max(0.0, score), places)
    return best
