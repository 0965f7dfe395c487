"""`./aman bench engine`: what the text engine costs by itself, at any size."""

import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from benchmarks.search.engine import bytes_on_disk, fill, page_cost, peak_memory_mb, rival_cost
from benchmarks.search.papers import Papers, scopes
from benchmarks.search.rivals import PostgresqlIndex, Rival, SqliteIndex
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import FACETS, make_card

QUESTIONS = 200
# The rivals are slow: a part of the questions tells enough.
RIVAL_QUESTIONS = 40
ELASTIC_PREFIX = "aman-bench"

Clock = Callable[[], float]


class Command(BaseCommand):
    """Index invented papers in a place of its own and ask two hundred questions."""

    help = "What indexing and questions cost in the text engine, and in the databases' own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size, the engine, and whether to ask the rivals."""
        parser.add_argument("--documents", type=int, default=100_000)
        parser.add_argument("--engine", choices=["embedded", "elastic"], default="embedded")
        parser.add_argument("--without-rivals", action="store_true")

    def handle(
        self,
        *_args: Any,
        documents: int,
        engine: str,
        without_rivals: bool,
        **_options: Any,
    ) -> None:
        """Measure and print."""
        with tempfile.TemporaryDirectory(prefix="aman-bench-") as name:
            if engine == "elastic":
                self._measure_elastic(documents)
            else:
                self._measure_embedded(Path(name) / "index", documents)
            self.stdout.write(f"  most memory held {peak_memory_mb():.0f} MB")
            if not without_rivals:
                self._ask_rivals(Path(name), documents)

    def _measure_embedded(self, folder: Path, documents: int) -> None:
        """Processor seconds: everything happens in this process."""
        made = EmbeddedEngine(folder)
        seconds = fill(made, Papers(), documents)
        room = bytes_on_disk(folder) / 1e6
        self.stdout.write(
            f"{documents:,} papers: {documents / seconds:,.0f} a processor second indexed, "
            f"{room:.0f} MB on disk ({room / documents * 1e6:.0f} MB a million)"
        )
        self._ask(made, documents, clock=time.process_time)
        made.close()

    def _measure_elastic(self, documents: int) -> None:
        """Seconds of the wall clock: the work is the server's."""
        made = ElasticEngine(settings.SEARCH_ELASTIC_URLS, prefix=ELASTIC_PREFIX)
        try:
            seconds = fill(made, Papers(), documents, clock=time.perf_counter)
            self.stdout.write(
                f"{documents:,} papers: {documents / seconds:,.0f} a second indexed by one writer"
            )
            self._ask(made, documents, clock=time.perf_counter)
        finally:
            made.drop()

    def _ask(self, engine: Engine, documents: int, *, clock: Clock) -> None:
        questions = Papers().questions(QUESTIONS)
        for who, scope in scopes(documents).items():
            for facets in (("class", "year"), FACETS):
                cost = page_cost(engine, questions, scope, facets=facets, clock=clock)
                self.stdout.write(f"  sees {who:4}  {len(facets)} facets, 20 snippets  {cost}")

    def _ask_rivals(self, folder: Path, documents: int) -> None:
        """Put the same papers into the databases' own indexes and ask them the same."""
        self._ask_rival(
            "SQLite FTS5", SqliteIndex(folder / "rival.sqlite3"), documents, time.process_time
        )
        if connection.vendor == "postgresql":
            self._ask_rival("PostgreSQL tsvector", PostgresqlIndex(), documents, time.perf_counter)
        else:
            self.stdout.write("  PostgreSQL tsvector: only with --database postgresql")

    def _ask_rival(self, name: str, rival: Rival, documents: int, clock: Clock) -> None:
        rival.put(map(make_card, Papers().entries(documents)))
        for who, scope in scopes(documents).items():
            questions = Papers().questions(RIVAL_QUESTIONS)
            cost = rival_cost(rival, questions, scope, clock=clock)
            self.stdout.write(f"  {name}, sees {who:4}  2 facets, no snippets  {cost}")
