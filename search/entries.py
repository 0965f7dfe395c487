"""The cards: plain, frozen values that travel between callers and engines.

No Django here. An entry carries reach tokens, never principals: who may see it
is decided by comparing tokens with the scope of the asking user, and again by
the caller's own predicate on every page of hits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class EntryKind(StrEnum):
    """What a card stands for."""

    PERSON = "person"
    DOCUMENT = "document"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class EntryName:
    """One written name of a person.

    `text` as written; `role` is "self", "mother" or "father": a query may name
    the mother to narrow the answer, but her name alone finds only herself, and
    only whoever the details are open to is answered by it.
    """

    text: str
    role: str = "self"


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Text of one scanned side, in reading order; `number` is 1-based."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One card.

    `key` is stable and opaque, e.g. "person:17". `version` grows with every
    change of the thing; an engine ignores a write older than what it holds.
    `reach` are opaque tokens ("civil:12" = class and folder id); an entry is in
    a scope when they share one token. `detail_reach` are the tokens of those who
    may know more of a person than own names and `identifiers`: to all others the
    entry answers as if `details`, years, places and parents were not written.
    """

    key: str
    kind: EntryKind
    version: int
    reach: frozenset[str]
    title: str = ""
    names: tuple[EntryName, ...] = ()
    pages: tuple[EntryPage, ...] = ()
    # Exact values that may be typed whole: the reference, the act number of a paper.
    identifiers: tuple[str, ...] = ()
    detail_reach: frozenset[str] = frozenset()
    # Exact values of a person: act number, CNIE, Massar.
    details: tuple[str, ...] = ()
    birth_year: int | None = None
    places: tuple[str, ...] = ()
    # Facets: unit, class, kind, state, language, year (all as strings).
    facets: dict[str, str] = field(default_factory=dict)
    # When it came (orders hits of one rank), and the date that is written on it.
    day: date | None = None
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What the asking user may find: reach tokens. An empty scope finds nothing.

    `details` are the tokens by which the user knows more of a person than the name.
    """

    tokens: frozenset[str]
    details: frozenset[str] = frozenset()

    def admits(self, reach: Iterable[str]) -> bool:
        """Tell whether an entry with these tokens is inside the scope."""
        return not self.tokens.isdisjoint(reach)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A text search: words as typed, chosen facet values, page of hits (0-based offset).

    `sort`: "relevance", "newest" or "oldest" by the day it came, or "issued": by the
    date written on it, newest first, undated last.
    """

    text: str
    filters: dict[str, frozenset[str]] = field(default_factory=dict)
    any_word: bool = False
    sort: str = "relevance"
    offset: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit: the key and version found in the index, and its score.

    `is_written_otherwise`: not the words stand there, but the name in another spelling.
    """

    key: str
    version: int
    score: float
    is_written_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits in order; `total` is exact up to `total_bound`, then "more than"."""

    hits: tuple[SearchHit, ...]
    total: int
    total_is_bound: bool = False
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameHit:
    """One person found by name.

    `score` in 0..1. `sure` tells a certain answer from a possible one. `why`
    lists (typed, matched, reason) with reason one of "same", "spelling",
    "script", "sound", "prefix", "typo", "identifier", "year", "place", "parent".
    """

    key: str
    score: float
    sure: bool
    why: tuple[tuple[str, str, str], ...]


class Source(Protocol):
    """Describes the caller's things as entries (settings.SEARCH_SOURCE)."""

    def entries(self, keys: Iterable[str]) -> Iterator[SearchEntry]:
        """Yield the entry of every key that still exists and belongs in the index."""

    def keys(self) -> Iterator[str]:
        """Yield every key that belongs in the index, in a stable order."""

    def versions(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the present version of every key that belongs in the index."""
