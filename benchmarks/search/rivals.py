"""The nearest rivals, asked the same: the databases' own full-text indexes, rights beside them."""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Protocol

from django.db import connection

from search.analysis.clauses import Clause
from search.engines.base import EngineQuery
from search.engines.mapping import Card
from search.entries import Scope

_TABLES = """
CREATE TABLE paper (id INTEGER PRIMARY KEY, newest INTEGER, facet_class TEXT, facet_year TEXT);
CREATE TABLE reach (token TEXT, paper INTEGER, PRIMARY KEY (token, paper)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    forms, bare, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TEMP TABLE allowed (token TEXT PRIMARY KEY);
"""
# CROSS JOIN keeps SQLite from looking into the words once for every paper.
_FITTING = """
FROM words CROSS JOIN paper ON paper.id = words.rowid
WHERE words MATCH ? AND EXISTS (
    SELECT 1 FROM allowed CROSS JOIN reach
    ON reach.token = allowed.token AND reach.paper = paper.id)
"""


_POSTGRESQL_TABLE = """
CREATE TEMP TABLE paper (
    id serial PRIMARY KEY, newest bigint, facet_class text, facet_year text,
    reach text[], forms tsvector, bare tsvector)
"""
_POSTGRESQL_INDEXES = """
CREATE INDEX ON paper USING gin (forms);
CREATE INDEX ON paper USING gin (bare);
CREATE INDEX ON paper USING gin (reach);
CREATE INDEX ON paper (newest);
ANALYZE paper;
"""
_POSTGRESQL_ROW = """
INSERT INTO paper (newest, facet_class, facet_year, reach, forms, bare)
VALUES (%s, %s, %s, %s, %s::tsvector, %s::tsvector)
"""

BATCH = 1_000


class Rival(Protocol):
    """A full-text index of a database, given the same cards and asked the same."""

    def put(self, cards: Iterable[Card]) -> None:
        """Add cards."""

    def page(self, query: EngineQuery, scope: Scope) -> int:
        """Find the newest twenty, the total and two facets; return the total."""


class PostgresqlIndex:
    """Holds the same cards as tsvector, in a table of the present connection only."""

    def __init__(self) -> None:
        """Make the table."""
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRESQL_TABLE)

    def put(self, cards: Iterable[Card]) -> None:
        """Add cards, then make the indexes over them."""
        with connection.cursor() as cursor:
            rows = map(_postgresql_row, cards)
            while batch := list(islice(rows, BATCH)):
                cursor.executemany(_POSTGRESQL_ROW, batch)
            cursor.execute(_POSTGRESQL_INDEXES)

    def page(self, query: EngineQuery, scope: Scope) -> int:
        """Find the newest twenty, the total and two facets; return the total."""
        conditions = ["reach && %s"]
        asked: list[str | list[str]] = [list(scope.tokens)]
        for clause in query.clauses:
            column = "bare" if clause.phrase else "forms"
            conditions.append(f"{column} @@ %s::tsquery")
            asked.append(_tsquery(clause))
        fitting = f"FROM paper WHERE {' AND '.join(conditions)}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id {fitting} ORDER BY newest DESC LIMIT 20", asked)
            cursor.fetchall()
            for facet in ("facet_class", "facet_year"):
                cursor.execute(f"SELECT {facet}, count(*) {fitting} GROUP BY {facet}", asked)
                cursor.fetchall()
            cursor.execute(f"SELECT count(*) {fitting}", asked)
            (total,) = cursor.fetchone()
        return int(total)


def _postgresql_row(card: Card) -> tuple[int | str | list[str] | None, ...]:
    places = [f"{_lexeme(word)}:{place}" for place, word in enumerate(card.row, start=1)]
    return (
        card.newest,
        card.facets.get("class"),
        card.facets.get("year"),
        list(card.reach),
        " ".join(map(_lexeme, card.words)),
        " ".join(places),
    )


def _tsquery(clause: Clause) -> str:
    if clause.phrase:
        return " <-> ".join(map(_lexeme, clause.phrase))
    if clause.prefix:
        return f"{_lexeme(clause.prefix)}:*"
    return " | ".join(map(_lexeme, clause.forms))


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


class SqliteIndex:
    """Holds the same cards in a file of its own."""

    def __init__(self, path: Path) -> None:
        """Make the tables."""
        self._database = sqlite3.connect(path)
        self._database.executescript(_TABLES)
        self._next = 0

    def put(self, cards: Iterable[Card]) -> None:
        """Add cards in one transaction."""
        with self._database as database:
            for card in cards:
                self._next += 1
                facets = (card.facets.get("class"), card.facets.get("year"))
                database.execute(
                    "INSERT INTO paper VALUES (?, ?, ?, ?)", (self._next, card.newest, *facets)
                )
                database.execute(
                    "INSERT INTO words (rowid, forms, bare) VALUES (?, ?, ?)",
                    (self._next, " ".join(card.words), " ".join(card.row)),
                )
                database.executemany(
                    "INSERT INTO reach VALUES (?, ?)", [(one, self._next) for one in card.reach]
                )

    def page(self, query: EngineQuery, scope: Scope) -> int:
        """Find the newest twenty, the total and two facets; return the total."""
        asked = (" AND ".join(map(_match, query.clauses)),)
        with self._database as database:
            database.execute("DELETE FROM allowed")
            database.executemany(
                "INSERT INTO allowed VALUES (?)", [(token,) for token in scope.tokens]
            )
            newest = f"SELECT paper.id {_FITTING} ORDER BY newest DESC LIMIT 20"
            database.execute(newest, asked).fetchall()
            for facet in ("facet_class", "facet_year"):
                counts = f"SELECT {facet}, count(*) {_FITTING} GROUP BY {facet}"
                database.execute(counts, asked).fetchall()
            (total,) = database.execute(f"SELECT count(*) {_FITTING}", asked).fetchone()
        return int(total)


def _match(clause: Clause) -> str:
    if clause.phrase:
        return f'bare:"{" ".join(clause.phrase)}"'
    if clause.prefix:
        return f'forms:"{clause.prefix}"*'
    return "forms:(" + " OR ".join(f'"{form}"' for form in clause.forms) + ")"
