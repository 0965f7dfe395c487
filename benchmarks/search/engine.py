"""What an engine costs: processor time for indexing and for questions, and room on disk."""

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from search.analysis.highlight import snippets
from search.engines.base import Engine
from search.engines.mapping import make_card
from search.entries import EntryPage, Scope, SearchQuery
from search.query import read_query

from .papers import Papers
from .rivals import Rival

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of a sample: the middle one and the one that 95 % stay below."""

    p50_ms: float
    p95_ms: float

    def __str__(self) -> str:
        """Return both."""
        return f"p50 {self.p50_ms:.1f} ms, p95 {self.p95_ms:.1f} ms"


def cost_of(samples: Sequence[float]) -> Cost:
    """Sum up seconds."""
    ordered = sorted(samples)
    return Cost(
        p50_ms=statistics.median(ordered) * 1000,
        p95_ms=ordered[int(len(ordered) * 0.95)] * 1000,
    )


def fill(
    engine: Engine,
    papers: Papers,
    count: int,
    *,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Build an index of invented papers; return seconds of the clock, analysis included."""
    spent = 0.0
    built = engine.begin_rebuild()
    entries = papers.entries(count)
    while batch := list(islice(entries, BATCH)):
        began = clock()
        built.write(put=[make_card(entry) for entry in batch])
        spent += clock() - began
    began = clock()
    engine.swap(built)
    return spent + clock() - began


def page_cost(
    engine: Engine,
    questions: Sequence[str],
    scope: Scope,
    *,
    facets: tuple[str, ...],
    clock: Callable[[], float] = time.process_time,
) -> Cost:
    """Measure the first twenty hits with facets, and a snippet for each."""
    page = EntryPage(1, Papers(seed=8).text())
    samples = []
    for text in questions:
        asked = read_query(SearchQuery(text=text, limit=20))
        if asked is None:
            continue
        began = clock()
        answer = engine.search(replace(asked, facets=facets), scope=scope)
        for _ in answer.hits:
            snippets([page], text)
        samples.append(clock() - began)
    return cost_of(samples)


def rival_cost(
    rival: Rival,
    questions: Sequence[str],
    scope: Scope,
    *,
    clock: Callable[[], float] = time.process_time,
) -> Cost:
    """Measure the same questions on the rival, snippets left out."""
    samples = []
    for text in questions:
        if (asked := read_query(SearchQuery(text=text))) and asked.clauses:
            began = clock()
            rival.page(asked, scope)
            samples.append(clock() - began)
    return cost_of(samples)


def bytes_on_disk(folder: Path) -> int:
    """Return the room that a folder takes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_memory_mb() -> float:
    """Return the most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
