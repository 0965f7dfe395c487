"""All tables of the permission matrix, in one list: area → address → `Row`, written by hand.

A new area adds its table to `TABLES`; what its rows speak of and nothing else makes is made by a
`make_things(world)` in `MAKERS`. `test_access_matrix.py` names each cell by area and role:
`pytest -k "emergency and educator"`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from dossiers.tests.world import World

from . import (
    site_admin,
    site_public,
    table,
    table_emergency_access,
    table_journal,
    table_link_requests,
    table_lost_factors,
    table_people,
    table_pile,
    table_reading,
    table_saved_searches,
    table_sharing,
    table_staff,
    table_taking_back,
    table_viewer,
    table_ways,
    things_link_requests,
    things_lost_factors,
    things_people,
    things_pile,
    things_saved_searches,
    things_staff,
    things_taking_back,
    things_ways,
)
from .table import Arguments, Row

Value = TypeVar("Value")

TABLES: Mapping[str, Mapping[str, Row]] = {
    "first pages": table.ADDRESSES,
    "emergency access": table_emergency_access.ADDRESSES,
    "journal": table_journal.ADDRESSES,
    "link requests": table_link_requests.ADDRESSES,
    "lost factors": table_lost_factors.ADDRESSES,
    "people": table_people.ADDRESSES,
    "pile": table_pile.ADDRESSES,
    "reading": table_reading.ADDRESSES,
    "saved searches": table_saved_searches.ADDRESSES,
    "sharing": table_sharing.ADDRESSES,
    "staff": table_staff.ADDRESSES,
    "taking back": table_taking_back.ADDRESSES,
    "viewer": table_viewer.ADDRESSES,
    "ways": table_ways.ADDRESSES,
}
MAKERS: tuple[Callable[[World], Arguments], ...] = (
    things_link_requests.make_things,
    things_lost_factors.make_things,
    things_people.make_things,
    things_pile.make_things,
    things_saved_searches.make_things,
    things_staff.make_things,
    things_taking_back.make_things,
    things_ways.make_things,
)


def addresses() -> dict[str, Row]:
    """Return the rows of all tables; an address stands in one table only."""
    return _merged(TABLES.values())


def doors_of_the_site() -> dict[str, frozenset[str]]:
    """Return who gets past each door that is not the archive's."""
    return _merged((site_admin.OPENS, site_public.OPENS))


def things_of_areas(world: World) -> Arguments:
    """Make what each area adds to the town."""
    return _merged(make(world) for make in MAKERS)


def _merged(parts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for part in parts:
        assert not (twice := merged.keys() & part.keys()), f"twice in the tables: {twice}"
        merged |= part
    return merged
