"""Questions in tantivy's terms: who may see, which words, which rank."""

from collections.abc import Iterable, Iterator, Sequence

import tantivy
from tantivy import Occur, Query

from search.analysis.clauses import Clause, loose
from search.analysis.spellings import Row
from search.engines.base import FACET_VALUES, EngineQuery, Rank
from search.entries import Scope


class QueryMaker:
    """Makes tantivy queries over one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Keep the schema."""
        self._schema = schema

    def keys(self, keys: Iterable[str]) -> Query:
        """Return the cards with these keys."""
        return self._one_of("key", keys)

    def base(self, query: EngineQuery, scope: Scope, *, except_facet: str = "") -> Query:
        """Return everything that fits: scope, filters, words."""
        must = [self._one_of("reach", scope.tokens)]
        must += [
            self._one_of(f"facet_{name}", values)
            for name, values in query.filters.items()
            if name != except_facet
        ]
        if query.clauses or query.whole:
            must.append(self._fits(query))
        without = [(Occur.MustNot, self.keys(query.without))] if query.without else []
        return Query.boolean_query([*((Occur.Must, part) for part in must), *without])

    def ranks(self, query: EngineQuery, base: Query) -> Iterator[tuple[int, Query]]:
        """Yield each rank with the cards of exactly that rank, best first."""
        if query.sort != "relevance" or not (query.clauses or query.whole):
            yield Rank.WORDS, base
            return
        better: list[Query] = []
        for rank, condition in self._conditions(query):
            yield rank, _all_of([base, condition], without=better)
            better.append(condition)
        if query.written:
            yield Rank.WRITTEN_OTHERWISE, _all_of([base], without=better)
        elif not query.any_word:
            yield Rank.WORDS, _all_of([base], without=better)

    def _conditions(self, query: EngineQuery) -> Iterator[tuple[int, Query]]:
        if query.whole:
            yield Rank.WHOLE_VALUE, self._term("whole", query.whole)
        if not query.clauses:
            return
        if query.any_word:
            parts = [self._clause("words", clause) for clause in loose(query.clauses)]
            for least in range(len(parts), 0, -1):
                yield least, _some_of(parts, least=least)
            return
        yield Rank.IN_TITLE, _all_of([self._clause("title", part) for part in query.clauses])
        if query.in_a_row:
            yield Rank.IN_A_ROW, self._row(query.in_a_row)
        if query.written:
            yield Rank.WORDS, self._words(query.clauses)

    def _fits(self, query: EngineQuery) -> Query:
        """Return the cards that hold the value typed whole, the words, or the name."""
        ways = [self._term("whole", query.whole)] if query.whole else []
        if query.clauses and query.any_word:
            parts = [self._clause("words", clause) for clause in loose(query.clauses)]
            ways.append(_some_of(parts, least=1))
        elif query.clauses:
            ways.append(self._words(query.clauses))
        ways += map(self._written, query.written)
        return _some_of(ways, least=1)

    def _words(self, clauses: Sequence[Clause]) -> Query:
        return _all_of([self._clause("words", clause) for clause in clauses])

    def _clause(self, field: str, clause: Clause) -> Query:
        if clause.prefix:
            # Letters and digits only, so there is nothing to escape.
            return Query.regex_query(self._schema, field, f"{clause.prefix}.*")
        if clause.phrase and field == "words":
            return self._row(clause.phrase)
        if clause.phrase:
            return _all_of([self._term(field, word) for word in clause.phrase])
        return _some_of([self._term(field, form) for form in clause.forms], least=1)

    def _row(self, words: Sequence[str]) -> Query:
        return Query.phrase_query(self._schema, "row", list(words))

    def _written(self, row: Row) -> Query:
        if len(row) == 1:
            return Query.regex_query(self._schema, "row", row[0])
        return Query.regex_phrase_query(self._schema, "row", list(row))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "basic")

    def _one_of(self, field: str, values: Iterable[str]) -> Query:
        return Query.term_set_query(self._schema, field, sorted(values))


def _all_of(parts: Sequence[Query], *, without: Sequence[Query] = ()) -> Query:
    if len(parts) == 1 and not without:
        return parts[0]
    return Query.boolean_query(
        [*((Occur.Must, part) for part in parts), *((Occur.MustNot, part) for part in without)]
    )


def _some_of(parts: Sequence[Query], *, least: int) -> Query:
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query(
        [(Occur.Should, part) for part in parts], minimum_number_should_match=least
    )


def read_counts(
    searcher: tantivy.Searcher, which: Query, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Count the values of these facets among the cards that fit."""
    if not names:
        return {}
    asked = {
        name: {"terms": {"field": f"facet_{name}", "size": FACET_VALUES, "segment_size": 10_000}}
        for name in names
    }
    answer = searcher.aggregate(which, asked)
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in names
    }
