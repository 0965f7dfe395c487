"""What one request has loaded for showing, and which of it the journal names already.

Rows that tell of a person or a paper note their dossier (or the unit of their tray) here when
they are loaded; `dossiers.middleware` writes one line about those that no line of the request
names, before the answer is sent. Imports no model.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Shown:
    """Ids of dossiers and units of one request."""

    places: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)

    def untold(self) -> list[int]:
        """Return the places that the journal does not name yet."""
        return sorted(self.places - self.told)


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def collecting() -> Iterator[Shown]:
    """Collect inside the block: one block is one request."""
    shown = Shown()
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)


@contextmanager
def comparing() -> Iterator[None]:
    """Note nothing inside the block: its rows are compared, not shown."""
    token = _shown.set(None)
    try:
        yield
    finally:
        _shown.reset(token)


def note(*places: int | None) -> None:
    """Note that something of these dossiers or trays is shown."""
    shown = _shown.get()
    if shown is not None:
        shown.places.update(place for place in places if place is not None)


def tell(*places: int | None) -> None:
    """Note that a line of the journal names these."""
    shown = _shown.get()
    if shown is not None:
        shown.told.update(place for place in places if place is not None)


def take_untold() -> list[int]:
    """Return what no line names yet, for the line that the caller is about to write."""
    shown = _shown.get()
    if shown is None:
        return []
    untold = shown.untold()
    shown.told.update(untold)
    return untold
