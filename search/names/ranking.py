"""Score a written name against typed units: in 0..1, by the worst matched unit.

Pure: knows likenesses and places, asks no table.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import log10, prod

from search.analysis.names import is_arabic
from search.models import NameRole
from search.names.stored_spellings import WrittenPlace
from search.names.vocabulary import ENOUGH_WRITTEN, Likeness

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
# Whoever bears all that was typed comes before whoever has some of it of a parent or a place,
# even spelt in the other script: that much less counts the fit in the order of answers. The
# father's name inside the own one ("بن رضا" for a typed رضا) says so more weakly, as does an
# Arabic name whose first word was not typed; a Latin one may begin with the family's.
_BEHIND_BEARERS = 0.3
_OF_FATHER = 0.2
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
    # What answers are put in order by.
    rank: float

    @property
    def is_own(self) -> bool:
        """Tell whether every typed unit is on the person's own name."""
        return all(place.role == NameRole.SELF for place in self.places)


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
    # "Ben Ali" at the end may be the father; with every name typed it is the family's.
    is_family = not name[last].father or len(own) == len(name) > 2
    if own[0] == last and 0 in (own[1], own[-1]) and is_family:
        return _TYPED_FAMILY_FIRST
    if list(own) == [*range(1, len(own)), 0] and not any(place.father for place in name[1:]):
        # Fatima Zahra Fassi, of whom "FASSI Fatima Zahra" is written.
        return _WRITTEN_FAMILY_FIRST if len(own) == len(name) else _PERHAPS_FAMILY_FIRST
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


def _behind(
    places: Sequence[WrittenPlace],
    name: Sequence[WrittenPlace],
    *,
    asks_father: bool,
    is_in_arabic: bool,
) -> float:
    """Return how far behind those who bear all that was typed somebody comes who fits like this."""
    if any(place.role != NameRole.SELF for place in places):
        return _BEHIND_BEARERS
    if len(places) == 1:
        return 0.0
    last = max(place.place for place in name if place.role == NameRole.SELF)
    names_father = any(place.father and place.place < last for place in places)
    lacks_given = is_in_arabic and all(place.place for place in places)
    return _OF_FATHER if lacks_given or (names_father and not asks_father) else 0.0


def best_fit(
    likenesses: Sequence[dict[int, Likeness]],
    name: Sequence[WrittenPlace],
    *,
    written: int,
    asks_father: bool,
) -> Fit | None:
    """Return the best way to put each typed unit on a different written one, or None.

    `likenesses` holds for each typed unit the register's units it may be. At
    least one typed unit must fall on the person's own name. `asks_father` tells
    that "son of" was typed.
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
        is_in_arabic = is_arabic(likes[0].text)
        rank = score - _behind(places, name, asks_father=asks_father, is_in_arabic=is_in_arabic)
        if best is None or rank > best.rank:
            best = Fit(max(0.0, score), places, rank)
    return best
