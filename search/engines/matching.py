"""The meaning of a question, in plain Python, card by card.

The memory engine and the not yet indexed rows are answered by it; the other
engines are held to the same answers by the contract test.
"""

from collections.abc import Iterable, Sequence

from search.analysis.clauses import Clause, loose
from search.analysis.spellings import Row, rows_pattern
from search.engines.base import EngineHit, EngineQuery, Rank
from search.engines.mapping import Card
from search.entries import Scope


def rank_of(card: Card, query: EngineQuery) -> int:
    """Return the rank of a card for the words of a question; 0 when it does not fit."""
    if not query.clauses and not query.whole:
        return Rank.WORDS
    if query.whole and query.whole in card.whole:
        return Rank.WHOLE_VALUE
    if query.any_word:
        return sum(holds(card, clause) for clause in loose(query.clauses))
    return _rank_of_all(card, query)


def _rank_of_all(card: Card, query: EngineQuery) -> Rank:
    if not query.clauses or not all(holds(card, clause) for clause in query.clauses):
        return Rank.WRITTEN_OTHERWISE if is_written(card, query.written) else Rank.NOTHING
    if all(_in_forms(card.title, clause) for clause in query.clauses):
        return Rank.IN_TITLE
    if query.phrase and has_row(card.row, query.phrase):
        return Rank.PHRASE
    return Rank.WORDS


def holds(card: Card, clause: Clause) -> bool:
    """Tell whether a card fits one clause."""
    if clause.phrase:
        return has_row(card.row, clause.phrase)
    return _in_forms(card.words, clause)


def _in_forms(forms: frozenset[str], clause: Clause) -> bool:
    if clause.prefix:
        return any(form.startswith(clause.prefix) for form in forms)
    if clause.phrase:
        return forms.issuperset(clause.phrase)
    return not forms.isdisjoint(clause.forms)


def has_row(row: Sequence[str], phrase: Sequence[str]) -> bool:
    """Tell whether the words of a phrase stand in a row."""
    length, first = len(phrase), phrase[0]
    return any(
        word == first and tuple(row[place : place + length]) == tuple(phrase)
        for place, word in enumerate(row)
    )


def is_written(card: Card, rows: tuple[Row, ...]) -> bool:
    """Tell whether a name stands on a card in any of these rows."""
    return bool(rows) and rows_pattern(rows).search(" ".join(card.row)) is not None


def passes(card: Card, filters: dict[str, frozenset[str]], *, except_facet: str = "") -> bool:
    """Tell whether a card has one of the chosen values of every facet."""
    return all(
        card.facets.get(name, "") in values
        for name, values in filters.items()
        if name != except_facet
    )


def matching(cards: Iterable[Card], query: EngineQuery, scope: Scope) -> list[tuple[Card, int]]:
    """Return the cards that fit words and scope, whatever the filters, with their ranks."""
    ranked = (
        (card, rank_of(card, query))
        for card in cards
        if scope.admits(card.reach) and card.key not in query.without
    )
    return [(card, rank) for card, rank in ranked if rank]


def facet_counts(
    found: Iterable[tuple[Card, int]], query: EngineQuery
) -> dict[str, dict[str, int]]:
    """Count facet values; each facet as if none of its own values were chosen."""
    counts: dict[str, dict[str, int]] = {name: {} for name in query.facets}
    for card, _ in found:
        for name in query.facets:
            value = card.facets.get(name)
            if value and passes(card, query.filters, except_facet=name):
                counts[name][value] = counts[name].get(value, 0) + 1
    return counts


def to_hit(card: Card, rank: int, query: EngineQuery) -> EngineHit:
    """Return the hit for a card in the asked order."""
    shown_rank = rank if query.sort == "relevance" else Rank.WORDS
    return EngineHit(
        key=card.key, version=card.version, rank=int(shown_rank), order=card.order(query.sort)
    )


def sort_key(hit: EngineHit) -> tuple[int, int, str]:
    """Order hits: best rank first, then by day, then by key."""
    return -hit.rank, -hit.order, hit.key
