"""Every engine gives the answer that looking at each card would give, to the same questions."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks.search.papers import Papers, scopes
from search.engines.base import Engine, EnginePage, EngineQuery, Rank
from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import FACETS, make_card
from search.engines.memory import MemoryEngine
from search.entries import Scope, SearchEntry, SearchQuery
from search.query import read_query, with_spellings

PAPERS = 400
QUESTIONS = 500


def entries() -> list[SearchEntry]:
    """Return papers whose days often tie, some without a day."""
    chance = random.Random(3)
    return [
        replace(
            entry,
            day=chance.choice((None, entry.day, entry.day.replace(month=1, day=1))),
            issued=chance.choice((None, entry.day.replace(day=1))),
        )
        for entry in Papers().entries(PAPERS)
        if entry.day
    ]


def questions() -> list[tuple[EngineQuery, Scope]]:
    """Return questions of every shape, each with who asks."""
    chance = random.Random(4)
    who = list(scopes(PAPERS).values())
    asked = []
    for text in Papers().questions(QUESTIONS):
        filters = {"unit": frozenset({"unit1", "unit2"})} if chance.random() < 0.2 else {}
        query = read_query(
            SearchQuery(
                text=text if chance.random() > 0.05 else "",
                any_word=chance.random() < 0.3,
                sort=chance.choice(("relevance", "relevance", "newest", "oldest", "issued")),
                offset=chance.choice((0, 0, 0, 7, 40)),
                filters=filters,
            )
        )
        if query and chance.random() < 0.3:
            query = with_spellings(query, text) or query
        if query:
            asked.append((query, chance.choice(who)))
    return asked


@pytest.fixture(params=["embedded", "elastic"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    engine: Engine = (
        EmbeddedEngine(tmp_path)
        if request.param == "embedded"
        else request.getfixturevalue("elastic")
    )
    built = engine.begin_rebuild()
    built.write(put=map(make_card, entries()))
    engine.swap(built)
    return engine


@cache
def true_answers() -> list[EnginePage]:
    """Answer every question by looking at each card."""
    memory = MemoryEngine()
    memory.write(put=map(make_card, entries()))
    return [memory.search(query, scope=scope) for query, scope in questions()]


def test_five_hundred_questions_get_the_same_answer(filled: Engine) -> None:
    different = [
        query
        for (query, scope), true in zip(questions(), true_answers(), strict=True)
        if filled.search(query, scope=scope) != true
    ]

    assert different == []
    assert any(hit.rank == Rank.WRITTEN_OTHERWISE for page in true_answers() for hit in page.hits)
    assert {name for query, _ in questions() for name in query.facets} == set(FACETS)
