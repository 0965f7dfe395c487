"""Questions in Elasticsearch's terms: who may see, which words, which rank."""

from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.analysis.clauses import Clause, loose
from search.analysis.spellings import Row
from search.engines.base import DEEPEST_HIT, FACET_VALUES, TOTAL_BOUND, EngineQuery, Rank
from search.engines.mapping import order_field
from search.entries import Scope

# Different words that one pattern may stand for: a server refuses more than 1,024 clauses.
MOST_SPELLINGS = 1_000


def make_search(search: Search, query: EngineQuery, scope: Scope) -> Search:
    """Fill in a search: filter by scope and words, score by rank, count facets."""
    by_day = order_field(query.sort)
    end = min(query.offset + query.limit, DEEPEST_HIT)
    search = (
        search.query(_fitting(query, scope))
        .sort(*(["_score"] if _is_ranked(query) else []), {by_day: "desc"})
        .source(fields=False)
        .extra(docvalue_fields=["version"], track_total_hits=TOTAL_BOUND)
    )[min(query.offset, end) : end]
    if query.filters:
        search = search.post_filter(_chosen(query.filters))
    for name in query.facets:
        others = {other: values for other, values in query.filters.items() if other != name}
        search.aggs.bucket(name, A("filter", _chosen(others))).bucket(
            "values", A("terms", field=f"facet_{name}", size=FACET_VALUES)
        )
    return search


def _is_ranked(query: EngineQuery) -> bool:
    return query.sort == "relevance" and bool(query.clauses or query.whole)


def _fitting(query: EngineQuery, scope: Scope) -> Query:
    must = [_one_of("reach", scope.tokens)]
    if query.clauses or query.whole:
        must.append(_fits(query))
    without = [_one_of("key", query.without)] if query.without else []
    ranks = [_ranks(query)] if _is_ranked(query) else []
    return Q("bool", filter=must, must_not=without, should=ranks)


def _chosen(filters: dict[str, frozenset[str]]) -> Query:
    return Q("bool", filter=[_one_of(f"facet_{name}", one) for name, one in filters.items()])


def _ranks(query: EngineQuery) -> Query:
    """Return a query whose score is the rank."""
    conditions: list[Query] = []
    if query.whole:
        conditions.append(_scored(_term("whole", query.whole), Rank.WHOLE_VALUE))
    if query.any_word:
        parts = [_scored(_clause("words", clause), 1) for clause in loose(query.clauses)]
        conditions.append(Q("bool", should=parts))
        return Q("dis_max", queries=conditions)
    if query.clauses:
        title = [_clause("title", clause) for clause in query.clauses]
        conditions.append(_scored(Q("bool", filter=title), Rank.IN_TITLE))
    if query.phrase:
        conditions.append(_scored(_row(query.phrase), Rank.PHRASE))
    if query.written:
        conditions.append(_scored(_words(query.clauses), Rank.WORDS))
    last = Rank.WRITTEN_OTHERWISE if query.written else Rank.WORDS
    conditions.append(_scored(Q("match_all"), last))
    return Q("dis_max", queries=conditions)


def _scored(query: Query, rank: int) -> Query:
    return Q("constant_score", filter=query, boost=int(rank))


def _fits(query: EngineQuery) -> Query:
    """Return the cards that hold the value typed whole, the words, or the name."""
    ways = [_term("whole", query.whole)] if query.whole else []
    if query.any_word:
        ways += [_clause("words", clause) for clause in loose(query.clauses)]
    elif query.clauses:
        ways.append(_words(query.clauses))
    ways += map(_written, query.written)
    return Q("bool", should=ways, minimum_should_match=1)


def _words(clauses: Iterable[Clause]) -> Query:
    return Q("bool", filter=[_clause("words", clause) for clause in clauses])


def _clause(field: str, clause: Clause) -> Query:
    if clause.prefix:
        return Q("prefix", **{field: {"value": clause.prefix}})
    if clause.phrase and field == "words":
        return _row(clause.phrase)
    if clause.phrase:
        return Q("bool", filter=[_term(field, word) for word in clause.phrase])
    return _one_of(field, clause.forms)


def _row(words: Sequence[str]) -> Query:
    return Q("match_phrase", row=" ".join(words))


def _written(row: Row) -> Query:
    if len(row) == 1:
        return Q("regexp", row={"value": row[0]})
    words = [{"span_multi": {"match": {"regexp": {"row": _pattern(word)}}}} for word in row]
    return Q("span_near", clauses=words, slop=0, in_order=True)


def _pattern(word: str) -> dict[str, str]:
    return {"value": word, "rewrite": f"top_terms_{MOST_SPELLINGS}"}


def _term(field: str, value: str) -> Query:
    return Q("term", **{field: {"value": value}})


def _one_of(field: str, values: Iterable[str]) -> Query:
    return Q("terms", **{field: sorted(values)})


def read_counts(answer: dict[str, Any], names: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the counts of facet values."""
    return {
        name: {
            bucket["key"]: bucket["doc_count"]
            for bucket in answer["aggregations"][name]["values"]["buckets"]
        }
        for name in names
    }
