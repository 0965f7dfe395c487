"""What is written in an entry, in one line of text: thousands are read for one answer.

"0:12 7* 45;1:9 45" is a person's own name of three units, "son of" before the second,
then the mother's, of two. Knows units by their number only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.models import NameRole

_NAMES, _ROLE, _UNITS, _FATHER = ";", ":", " ", "*"
# Keeps the places of parents' names apart from those of the own name.
_OTHER_NAME = 100
_NAMES_REMEMBERED = 10_000


class WrittenPlace(NamedTuple):
    """One unit of one written name of an entry; a tuple, being hashed by the thousand.

    `father` tells that "son of" is written before it.
    """

    unit: int
    place: int
    role: int
    father: bool = False


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One written name of an entry: a place for each unit in order, and what is asked of them."""

    role: int
    places: tuple[WrittenPlace, ...]
    units: frozenset[int]
    fathers: tuple[bool, ...]


def pack(names: Iterable[tuple[int, Sequence[tuple[int, bool]]]]) -> str:
    """Return the line for names, each a role and its units with "son of" before them or not.

    >>> pack([(NameRole.SELF, [(12, False), (7, True), (45, False)]), (NameRole.MOTHER, [])])
    '0:12 7* 45'
    """
    return _NAMES.join(
        f"{int(role)}{_ROLE}"
        + _UNITS.join(f"{unit}{_FATHER if father else ''}" for unit, father in units)
        for role, units in names
        if units
    )


def unpack(line: str) -> list[WrittenName]:
    """Return the names that a line holds.

    >>> [(name.role, sorted(name.units), name.fathers) for name in unpack("0:12 7*;1:9")]
    [(0, [7, 12], (False, True)), (1, [9], (False,))]
    """
    return [_name(number, text) for number, text in enumerate(line.split(_NAMES))] if line else []


@lru_cache(_NAMES_REMEMBERED)
def _name(number: int, text: str) -> WrittenName:
    """Return one name; what many bear is made once."""
    written_role, _, units = text.partition(_ROLE)
    role = int(written_role)
    first = 0 if role == NameRole.SELF else _OTHER_NAME * number
    places = tuple(
        WrittenPlace(int(unit.removesuffix(_FATHER)), place, role, unit.endswith(_FATHER))
        for place, unit in enumerate(units.split(_UNITS), first)
    )
    return WrittenName(
        role,
        places,
        frozenset(place.unit for place in places),
        tuple(place.father for place in places),
    )
