"""Everything the tables beside this file say, gathered; a new file counts by being there.

- `site_*.py` has `OPENS`: door of the rest of the site → the roles it lets in, by hand.
- `table*.py` has `ADDRESSES`: address of the archive → `Row`, written by hand.
- `things*.py` has `make_things(world)`: thing → state → the arguments that address it.
  Only needed where a row speaks of a thing that nothing else makes.
"""

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from dossiers.tests import matrix
from dossiers.tests.world import World

from .table import Row

Value = TypeVar("Value")
Arguments = dict[str, dict[str, list[str | int]]]


def addresses() -> dict[str, Row]:
    """Return the rows of all tables; an address stands in one table only."""
    return _merged(module.ADDRESSES for module in _modules("table"))


def doors_of_the_site() -> dict[str, frozenset[str]]:
    """Return who gets past each door that is not the archive's."""
    return _merged(module.OPENS for module in _modules("site_") if hasattr(module, "OPENS"))


def things_of_areas(world: World) -> Arguments:
    """Make what each area adds to the town."""
    makers: list[Callable[[World], Arguments]] = [
        module.make_things for module in _modules("things_")
    ]
    return _merged(make(world) for make in makers)


def _modules(prefix: str) -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(matrix.__path__))
    return [import_module(f"{matrix.__name__}.{name}") for name in names if name.startswith(prefix)]


def _merged(parts: Iterable[dict[str, Value]]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for part in parts:
        assert not (twice := merged.keys() & part.keys()), f"twice in the tables: {twice}"
        merged |= part
    return merged
