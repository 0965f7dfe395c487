"""A shelf of invented cards that the tests change at will: the caller's side of the index."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import ClassVar

from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import make_card
from search.entries import EntryKind, EntryPage, Scope, SearchEntry

EVERYTHING = Scope(frozenset({"civil:1", "medical:1"}))


class Shelf:
    """A search.entries.Source over a dictionary shared by the process."""

    held: ClassVar[dict[str, SearchEntry]] = {}

    def entries(self, keys: Iterable[str]) -> Iterator[SearchEntry]:
        """Yield what is held."""
        yield from [self.held[key] for key in keys if key in self.held]

    def keys(self) -> Iterator[str]:
        """Yield every key."""
        yield from sorted(self.held)

    def versions(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the versions held."""
        return {key: self.held[key].version for key in keys if key in self.held}


def paper(number: int, text: str, *, reach: str = "civil:1", version: int = 1) -> SearchEntry:
    """Return the entry of an invented paper."""
    return SearchEntry(
        key=f"document:{number}",
        kind=EntryKind.DOCUMENT,
        version=version,
        reach=frozenset({reach}),
        pages=(EntryPage(1, text),),
        facets={"class": reach.split(":", maxsplit=1)[0], "unit": f"u{number % 3}"},
        day=date(2000 + number % 25, 1, 1),
    )


def lay(*entries: SearchEntry) -> None:
    """Put entries on the shelf; what lies there already gets the next version."""
    for entry in entries:
        held = Shelf.held.get(entry.key)
        version = held.version + 1 if held else entry.version
        Shelf.held[entry.key] = replace(entry, version=version)


def take_away(*keys: str) -> None:
    """Take entries off the shelf."""
    for key in keys:
        Shelf.held.pop(key, None)


def write_until_killed(folder: str, ready: Event) -> None:
    """Commit card after card, in a process that is to be shot in the middle."""
    engine = EmbeddedEngine(Path(folder))
    for number in range(10_000):
        engine.write(put=[make_card(paper(number, "acte"))])
        ready.set()
