"""What is written in an entry, in one line of text: thousands are read for one answer.

"0:12 7* 45;1:9 45" is a person's own name of three units, "son of" before the second,
then the mother's, of two. Knows units by their number only. Most of what is read fits in
the same few ways: a line is only cut where it is asked about, and parsed nowhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_NAMES, _ROLE, _UNITS, _FATHER = ";", ":", " ", "*"

# Units of one name in order as they stand in a line; those not asked about are left blank.
Pattern = tuple[str, ...]


class WrittenPlace(NamedTuple):
    """One unit of one written name of an entry.

    `father` tells that "son of" is written before it.
    """

    unit: int
    place: int
    role: int
    father: bool = False


def pack(names: Iterable[tuple[int, Sequence[tuple[int, bool]]]]) -> str:
    """Return the line for names, each a role and its units with "son of" before them or not.

    >>> pack([(0, [(12, False), (7, True), (45, False)]), (3, []), (1, [(9, False)])])
    '0:12 7* 45;1:9'
    """
    return _NAMES.join(
        f"{int(role)}{_ROLE}"
        + _UNITS.join(f"{unit}{_FATHER if father else ''}" for unit, father in units)
        for role, units in names
        if units
    )


def unpack(line: str) -> Iterator[list[WrittenPlace]]:
    """Yield the places of each name in a line.

    >>> [[place.unit for place in name] for name in unpack("0:12 7*;1:9")]
    [[12, 7], [9]]
    """
    for name in filter(None, line.split(_NAMES)):
        role, _, units = name.partition(_ROLE)
        yield places_of(units.split(_UNITS), role=int(role))


def places_of(units: Iterable[str], *, role: int, first: int = 0) -> list[WrittenPlace]:
    """Return the places of a name's units; a blank is of no unit."""
    return [
        WrittenPlace(int(unit.removesuffix(_FATHER) or 0), place, role, unit.endswith(_FATHER))
        for place, unit in enumerate(units, first)
    ]


def spellings(units: Iterable[int]) -> frozenset[str]:
    """Return the units as they may stand in a line, with "son of" before them or not."""
    return frozenset(f"{unit}{mark}" for unit in units for mark in ("", _FATHER))


def patterns(line: str, wanted: frozenset[str]) -> Iterator[tuple[str, Pattern]]:
    """Yield role and pattern of each name that holds one of the wanted spellings.

    >>> list(patterns("0:12 7* 45;0:8 9;1:12", spellings([12])))
    [('0', ('12', '*', '')), ('1', ('12',))]
    """
    for name in line.split(_NAMES):
        role, _, written = name.partition(_ROLE)
        units = written.split(_UNITS)
        if not wanted.isdisjoint(units):
            yield (
                role,
                tuple([one if one in wanted else _FATHER * one.endswith(_FATHER) for one in units]),
            )
