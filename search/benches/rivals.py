"""The nearest rival, asked the same: SQLite's own full-text index with the rights beside it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

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
