"""The contract of an engine: what is asked of it, what it answers, and in which order.

Order is the same in every engine because it rests on no statistics of the
collection (which would also tell about papers one may not see): a value typed
whole, then all words in the title, then the words in a row, then the rest, then a
name written otherwise, each newest first; with "some of the words", by how many fit.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from search.analysis.clauses import Clause
from search.analysis.spellings import Row
from search.engines.mapping import Card
from search.entries import Scope

# Counted exactly up to here, then "more than": a page of hits costs the same
# however many there are.
TOTAL_BOUND = 10_000
# The last hit that can be asked for; who needs more narrows the question.
DEEPEST_HIT = 10_000
FACET_VALUES = 500


class Rank(IntEnum):
    """Why a card stands where it stands; bigger is better."""

    NOTHING = 0
    WRITTEN_OTHERWISE = 1
    WORDS = 2
    PHRASE = 3
    IN_TITLE = 4
    WHOLE_VALUE = 100  # above any count of words that fit


class EngineUnavailableError(Exception):
    """The engine does not answer, or holds an index of another make."""


class WriterBusyError(Exception):
    """Another process is writing; come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineQuery:
    """A question in clauses.

    No clauses and no `whole`: everything in scope. `without` are keys that the
    caller answers for itself. `facets` names what to count; a facet is counted
    as if it were not chosen itself. `written` are the rows in which the words may
    stand as a name written otherwise (`spellings`); not with `any_word`.
    """

    clauses: tuple[Clause, ...] = ()
    phrase: tuple[str, ...] = ()
    written: tuple[Row, ...] = ()
    whole: str = ""
    any_word: bool = False
    filters: dict[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One hit; `order` is the card's number for the asked order of days."""

    key: str
    version: int
    rank: int
    order: int


@dataclass(frozen=True, slots=True)
class EnginePage:
    """Hits in order, how many there are, and counts of facet values."""

    hits: tuple[EngineHit, ...]
    total: int
    facets: dict[str, dict[str, int]]


class Engine(ABC):
    """Holds cards and finds them. The scope has no default anywhere."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether there is an index of the present make to ask."""

    @abstractmethod
    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove, durable and visible to every later search on return.

        A card older than the one held is left out. Raises WriterBusyError, with
        nothing changed, when another process is writing.
        """

    @abstractmethod
    def search(self, query: EngineQuery, *, scope: Scope) -> EnginePage:
        """Answer a question within the scope; an empty scope finds nothing."""

    @abstractmethod
    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every card, for comparing with the database."""

    @abstractmethod
    def count(self) -> int:
        """Return how many cards are held."""

    @abstractmethod
    def begin_rebuild(self) -> "Engine":
        """Return an empty engine beside this one; nothing left by a broken rebuild stays."""

    @abstractmethod
    def swap(self, built: "Engine") -> None:
        """Take the place of the old index in one step."""

    @abstractmethod
    def close(self) -> None:
        """Let go of memory and files; the next use opens them again."""
