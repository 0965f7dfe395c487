"""The engine of the tests: cards in a dictionary, every question answered by looking at each."""

from collections.abc import Iterable, Iterator

from search.engines.base import DEEPEST_HIT, TOTAL_BOUND, Engine, EnginePage, EngineQuery
from search.engines.mapping import Card
from search.engines.matching import facet_counts, matching, passes, sort_key, to_hit
from search.entries import Scope


class MemoryEngine(Engine):
    """Holds cards in this process only; nothing outlives it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.cards: dict[str, Card] = {}

    def is_ready(self) -> bool:
        """Always: there is nothing to prepare."""
        return True

    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove."""
        for key in remove:
            self.cards.pop(key, None)
        for card in put:
            held = self.cards.get(card.key)
            if held is None or held.version <= card.version:
                self.cards[card.key] = card

    def search(self, query: EngineQuery, *, scope: Scope) -> EnginePage:
        """Look at every card."""
        matches = matching(self.cards.values(), query, scope)
        hits = [to_hit(card, rank, query) for card, rank in matches if passes(card, query.filters)]
        hits.sort(key=sort_key)
        end = min(query.offset + query.limit, DEEPEST_HIT)
        return EnginePage(
            hits=tuple(hits[query.offset : end]),
            total=min(len(hits), TOTAL_BOUND),
            facets=facet_counts(matches, query),
        )

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every card."""
        yield from [(card.key, card.version) for card in self.cards.values()]

    def count(self) -> int:
        """Return how many cards are held."""
        return len(self.cards)

    def begin_rebuild(self) -> "MemoryEngine":
        """Return an empty engine."""
        return MemoryEngine()

    def swap(self, built: Engine) -> None:
        """Take over the cards of the new one."""
        if not isinstance(built, MemoryEngine):
            raise TypeError("A memory engine swaps with another memory engine.")
        self.cards = built.cards

    def close(self) -> None:
        """Nothing to let go of."""
