"""`./aman bench engine`: what the text engine costs by itself, at any size."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from search.benches.engine import (
    bytes_on_disk,
    fill,
    page_cost,
    peak_memory_mb,
    rival_cost,
)
from search.benches.papers import Papers, scopes
from search.benches.rivals import SqliteIndex
from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import FACETS, make_card

QUESTIONS = 200
# The rival is slow: a part of the questions tells enough.
RIVAL_QUESTIONS = 40


class Command(BaseCommand):
    """Index invented papers in a folder of its own and ask two hundred questions."""

    help = "Processor time of indexing and of questions, room on disk, in the text engine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size."""
        parser.add_argument("--documents", type=int, default=100_000)

    def handle(self, *_args: Any, documents: int, **_options: Any) -> None:
        """Measure and print."""
        papers = Papers()
        with tempfile.TemporaryDirectory(prefix="aman-bench-") as name:
            engine = EmbeddedEngine(Path(name))
            seconds = fill(engine, papers, documents)
            room = bytes_on_disk(Path(name)) / 1e6
            self.stdout.write(
                f"{documents:,} papers: {documents / seconds:,.0f} a processor second indexed, "
                f"{room:.0f} MB on disk ({room / documents * 1e6:.0f} MB a million)"
            )
            questions = papers.questions(QUESTIONS)
            for who, scope in scopes(documents).items():
                for facets in (("class", "year"), FACETS):
                    cost = page_cost(engine, questions, scope, facets=facets)
                    self.stdout.write(f"  sees {who:4}  {len(facets)} facets, 20 snippets  {cost}")
            self._ask_rival(Path(name) / "rival.sqlite3", documents, questions)
        self.stdout.write(f"  most memory held {peak_memory_mb():.0f} MB")

    def _ask_rival(self, path: Path, documents: int, questions: list[str]) -> None:
        """Put the same papers into SQLite's full-text index and ask it the same."""
        rival = SqliteIndex(path)
        rival.put(map(make_card, Papers().entries(documents)))
        for who, scope in scopes(documents).items():
            cost = rival_cost(rival, questions[:RIVAL_QUESTIONS], scope)
            self.stdout.write(f"  SQLite FTS5, sees {who:4}  2 facets, no snippets  {cost}")
