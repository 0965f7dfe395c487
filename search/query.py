"""From what was typed to a page of hits: the index, set right by what it does not hold yet.

Keys with a waiting outbox row are kept out of the engine's answer and matched
here, on the present entry; hits whose version differs from the database are
treated the same way. So nothing shown is lost, stale or forbidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search.analysis.clauses import read_clauses
from search.analysis.spellings import name_rows
from search.engines.base import (
    DEEPEST_HIT,
    TOTAL_BOUND,
    Engine,
    EngineHit,
    EnginePage,
    EngineQuery,
    Rank,
)
from search.engines.mapping import FACETS, Card
from search.engines.matching import facet_counts, matching, passes, sort_key, to_hit
from search.entries import Scope, SearchHit, SearchPage, SearchQuery
from search.pending import Pending

SORTS = ("relevance", "newest", "oldest", "issued")

# Each round finds out more stale hits; after this many, they are only dropped.
MAX_ROUNDS = 3

NOTHING = SearchPage(hits=(), total=0, facets={name: {} for name in FACETS})


def read_query(query: SearchQuery, *, last_is_prefix: bool = False) -> EngineQuery | None:
    """Read what was typed; None when it holds no word to look for."""
    read = read_clauses(query.text, last_is_prefix=last_is_prefix)
    if query.text.strip() and not read.clauses and not read.whole:
        return None
    offset = min(max(query.offset, 0), DEEPEST_HIT)
    return EngineQuery(
        clauses=read.clauses,
        phrase=read.phrase,
        whole=read.whole,
        any_word=query.any_word,
        filters={name: values for name, values in query.filters.items() if name in FACETS},
        facets=FACETS,
        sort=query.sort if query.sort in SORTS else SORTS[0],
        offset=offset,
        limit=min(max(query.limit, 0), DEEPEST_HIT - offset),
    )


def with_spellings(asked: EngineQuery, text: str) -> EngineQuery | None:
    """Return the same question with other ways of writing it; None when it can be no name."""
    rows = () if asked.any_word else name_rows(text)
    return replace(asked, written=rows) if rows else None


def without_facets(query: EngineQuery) -> EngineQuery:
    """Return the same question with nothing to count."""
    return replace(query, facets=())


def answer(
    query: EngineQuery, *, scope: Scope, engine: Engine, pending: Pending, recheck: bool = True
) -> SearchPage:
    """Ask the engine and set its answer right until every hit is the present state.

    Without `recheck`, what waits in the outbox is set right, and versions are left
    to the caller.
    """
    for _ in range(MAX_ROUNDS):
        merged = _merge(query, scope=scope, engine=engine, pending=pending)
        stale = pending.stale_among(merged.hits) if recheck else frozenset()
        if not stale:
            break
        pending = pending.with_more(stale)
    hits = [hit for hit in merged.hits if hit.key not in stale]
    return SearchPage(
        hits=tuple(map(_search_hit, hits)),
        total=min(merged.total, TOTAL_BOUND),
        total_is_bound=merged.total >= TOTAL_BOUND,
        facets=merged.facets,
    )


def _search_hit(hit: EngineHit) -> SearchHit:
    otherwise = hit.rank == Rank.WRITTEN_OTHERWISE
    return SearchHit(hit.key, hit.version, float(hit.rank), is_written_otherwise=otherwise)


@dataclass(frozen=True, slots=True)
class _Own:
    """The waiting cards that fit, in order, and their counts."""

    hits: list[EngineHit]
    facets: dict[str, dict[str, int]]


def _own(cards: Iterable[Card], query: EngineQuery, scope: Scope) -> _Own:
    matches = matching(cards, query, scope)
    hits = [to_hit(card, rank, query) for card, rank in matches if passes(card, query.filters)]
    return _Own(sorted(hits, key=sort_key), facet_counts(matches, query))


def _merge(query: EngineQuery, *, scope: Scope, engine: Engine, pending: Pending) -> EnginePage:
    """Put the engine's hits and the waiting cards into one order.

    The page is somewhere in the engine's hits, up to as many places earlier as
    there are waiting cards that fit.
    """
    own = _own(pending.cards(), query, scope)
    begin = max(0, query.offset - len(own.hits))
    wider = replace(
        query, without=pending.keys, offset=begin, limit=query.offset + query.limit - begin
    )
    page = engine.search(wider, scope=scope)
    both = sorted([*page.hits, *own.hits], key=sort_key)
    earlier = _earlier(own.hits, page.hits) if begin else 0
    both, skip = both[earlier:], query.offset - begin - earlier
    return EnginePage(
        hits=tuple(both[skip : skip + query.limit]),
        total=page.total + len(own.hits),
        facets=_sum(page.facets, own.facets),
    )


def _earlier(own: Sequence[EngineHit], found: Sequence[EngineHit]) -> int:
    """Count the waiting cards that stand before the first of the engine's hits."""
    if not found:
        return len(own)
    first = sort_key(found[0])
    return sum(sort_key(hit) < first for hit in own)


def _sum(
    one: dict[str, dict[str, int]], other: dict[str, dict[str, int]]
) -> dict[str, dict[str, int]]:
    return {
        name: {
            value: one[name].get(value, 0) + other[name].get(value, 0)
            for value in {**one[name], **other[name]}
        }
        for name in one
    }
