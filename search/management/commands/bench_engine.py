"""`./aman bench engine`: what the text engine costs by itself, at any size."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from search.benches.engine import bytes_on_disk, fill, page_cost, peak_memory_mb
from search.benches.papers import Papers, scopes
from search.engines.embedded import EmbeddedEngine
from search.engines.mapping import FACETS

QUESTIONS = 200


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
                    self.stdout.write(f"  sees {who:4}  {len(facets)} facets  {cost}")
        self.stdout.write(f"  most memory held {peak_memory_mb():.0f} MB")
