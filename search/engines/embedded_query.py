"""Questions in tantivy's terms: who may see, which words, which rank."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.analysis.clauses import Clause, loose
from search.analysis.spellings import Row
from search.engines.base import FACET_VALUES, EngineQuery, Rank
from search.entries import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what of it is put into tantivy's terms once, being large.

    `reach` are the cards inside the scope, `written` those that hold the name otherwise.
    """

    query: EngineQuery
    reach: Query
    written: Query | None


class QueryMaker:
    """Makes tantivy queries over one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Keep the schema."""
        self._schema = schema

    def keys(self, keys: Iterable[str]) -> Query:
        """Return the cards with these keys."""
        return self._one_of("key", keys)

    def reach(self, scope: Scope) -> Query:
        """Return the cards inside a scope."""
        return self._one_of("reach", scope.tokens)

    def written(self, rows: Iterable[Row]) -> Query:
        """Return the cards that hold a name in any of these rows, whoever may see them."""
        return _some_of([self._written_row(row) for row in rows], least=1)

    def base(self, asked: Asked, *, except_facet: str = "") -> Query:
        """Return everything that fits: scope, filters, words."""
        has_words = asked.query.clauses or asked.query.whole
        words = [(Occur.Must, self._fits(asked))] if has_words else []
        return Query.boolean_query([*self._held(asked, except_facet=except_facet), *words])

    def ranks(self, asked: Asked, *, searcher: tantivy.Searcher) -> Iterator[tuple[int, Query]]:
        """Yield each rank but the last, best first, with the cards that fit it.

        Those of a better rank may be among them; those of the last are all that fit.
        """
        query = asked.query
        if query.sort != "relevance" or not (query.clauses or query.whole):
            return
        held = self._held(asked)
        for rank, condition in self._conditions(query, searcher):
            yield rank, Query.boolean_query([*held, (Occur.Must, condition)])

    def _held(self, asked: Asked, *, except_facet: str = "") -> list[tuple[Occur, Query]]:
        """Return what holds of every hit, whatever its words: scope and filters."""
        query = asked.query
        chosen = [
            self._one_of(f"facet_{name}", values)
            for name, values in query.filters.items()
            if name != except_facet
        ]
        without = [(Occur.MustNot, self.keys(query.without))] if query.without else []
        return [*((Occur.Must, part) for part in (asked.reach, *chosen)), *without]

    def _conditions(
        self, query: EngineQuery, searcher: tantivy.Searcher
    ) -> Iterator[tuple[int, Query]]:
        # A value typed whole is rare: where none stands, nothing need be gone through.
        if query.whole and searcher.doc_freq("whole", query.whole):
            yield Rank.WHOLE_VALUE, self._term("whole", query.whole)
        if query.clauses and query.any_word:
            parts = [self._clause("words", clause) for clause in loose(query.clauses)]
            for least in range(len(parts), 1, -1):
                yield least, _some_of(parts, least=least)
        elif query.clauses and _stand_somewhere(query.clauses, searcher):
            yield from self._words_conditions(query)

    def _words_conditions(self, query: EngineQuery) -> Iterator[tuple[int, Query]]:
        yield Rank.IN_TITLE, self._in_title(query.clauses)
        if query.phrase:
            yield Rank.PHRASE, self._row(query.phrase)
        if query.written:
            yield Rank.WORDS, self._words(query.clauses)

    def _in_title(self, clauses: Sequence[Clause]) -> Query:
        """Return the cards with all words in the title; those of a phrase in a row somewhere."""
        rows = [self._row(clause.phrase) for clause in clauses if clause.phrase]
        return _all_of([*(self._clause("title", clause) for clause in clauses), *rows])

    def _fits(self, asked: Asked) -> Query:
        """Return the cards that hold the value typed whole, the words, or the name."""
        query = asked.query
        ways = [self._term("whole", query.whole)] if query.whole else []
        if query.clauses and query.any_word:
            parts = [self._clause("words", clause) for clause in loose(query.clauses)]
            ways.append(_some_of(parts, least=1))
        elif query.clauses:
            ways.append(self._words(query.clauses))
        ways += [asked.written] if asked.written else []
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

    def _written_row(self, row: Row) -> Query:
        if len(row) == 1:
            return Query.regex_query(self._schema, "row", row[0])
        return Query.regex_phrase_query(self._schema, "row", list(row))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self._schema, field, value, "basic")

    def _one_of(self, field: str, values: Iterable[str]) -> Query:
        return Query.term_set_query(self._schema, field, sorted(values))


def _stand_somewhere(clauses: Sequence[Clause], searcher: tantivy.Searcher) -> bool:
    """Tell whether each word stands in some paper; phrases and beginnings are not looked up."""
    return all(
        any(searcher.doc_freq("words", form) for form in clause.forms)
        for clause in clauses
        if clause.forms
    )


def _all_of(parts: Sequence[Query]) -> Query:
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Must, part) for part in parts])


def _some_of(parts: Sequence[Query], *, least: int) -> Query:
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query(
        [(Occur.Should, part) for part in parts], minimum_number_should_match=least
    )


def last_rank(query: EngineQuery) -> int:
    """Return the rank of what fits and is of no better one."""
    if query.sort != "relevance" or not (query.clauses or query.whole):
        return Rank.WORDS
    if query.any_word:
        return 1
    return Rank.WRITTEN_OTHERWISE if query.written else Rank.WORDS


def read_counts(
    searcher: tantivy.Searcher, which: Query, names: Sequence[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """Count the cards that fit, and the values of these facets among them, in one go."""
    aggregations: dict[str, Any] = {"": {"filter": "*"}}  # all of them
    for name in names:
        field = {"field": f"facet_{name}", "size": FACET_VALUES, "segment_size": 10_000}
        aggregations[name] = {"terms": field}
    answer = searcher.aggregate(which, aggregations)
    counts = {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
        for name in names
    }
    return int(answer[""]["doc_count"]), counts
