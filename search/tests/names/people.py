"""Entries of invented people for the tests of the name search."""

from collections.abc import Iterable

from search.entries import EntryKind, EntryName, Scope, SearchEntry
from search.names import find_names

EVERYWHERE = Scope(frozenset({"find:1"}), details=frozenset({"view:1"}))
# Finds the same people, and may know their names and references alone.
FINDER = Scope(frozenset({"find:1"}))


def a_person(
    *names: str,
    key: str = "person:1",
    version: int = 1,
    reach: Iterable[str] = ("find:1",),
    parents: dict[str, str] | None = None,
    identifiers: tuple[str, ...] = (),
    details: tuple[str, ...] = (),
    birth_year: int | None = None,
    places: tuple[str, ...] = (),
) -> SearchEntry:
    """Return an entry of a person; `parents` holds "mother" and "father" names."""
    own = tuple(EntryName(name) for name in names)
    others = tuple(EntryName(name, role) for role, name in (parents or {}).items())
    return SearchEntry(
        key=key,
        kind=EntryKind.PERSON,
        version=version,
        reach=frozenset(reach),
        names=own + others,
        identifiers=identifiers,
        detail_reach=frozenset({"view:1"}),
        details=details,
        birth_year=birth_year,
        places=places,
    )


def found(text: str, *, scope: Scope = EVERYWHERE, prefix: bool = False) -> list[str]:
    """Return the keys found for a typed text, best first."""
    return [hit.key for hit in find_names(text, scope=scope, prefix=prefix)]
