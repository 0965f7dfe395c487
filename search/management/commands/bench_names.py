"""Measure the name search on a register and queries of JSON lines.

The register goes into name tables of its own (a scratch database or schema),
never into the site's.
"""

import json
import resource
import statistics
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from search.entries import EntryKind, EntryName, Scope, SearchEntry
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameUnit,
    NameUnitsVersion,
)
from search.names import find_names, put_names, put_names_bulk

_TABLES = (NamedEntry, NameUnit, NameUnitsVersion, NamePosting, NameReach, NameIdentifier)
_TOKEN = "find:bench"  # noqa: S105 (a reach token, not a secret)
_SAVES = 50


class Command(BaseCommand):
    """`./aman bench names --register R.jsonl --queries Q.jsonl --run OUT.jsonl`."""

    help = "Measure the name search: answers with scores per query, time, memory, save time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files of the name data; see their README for the formats."""
        parser.add_argument("--register", type=Path, required=True)
        parser.add_argument("--queries", type=Path, required=True)
        parser.add_argument("--run", type=Path, required=True)
        parser.add_argument("--limit", type=int, default=10, help="answers per query (10)")
        parser.add_argument(
            "--engine",
            default="",
            help="taken for likeness with the other benches: names always answer from the database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, ask, save; write the run and print the figures."""
        with scratch_tables():
            started = time.perf_counter()
            people = _load(options["register"])
            loaded_s = time.perf_counter() - started
            before_mb = _resident_mb()
            wall_ms, cpu_ms = _ask(options["queries"], options["run"], limit=options["limit"])
            memory_mb = _resident_mb() - before_mb
            saves_ms = _save_again(options["register"])
        self.stdout.write(
            f"database {connection.vendor}: {people} people loaded in {loaded_s:.0f} s\n"
            f"ms per query: {_spread(wall_ms)}; of this process's CPU: {_spread(cpu_ms)}\n"
            f"ms per save: {_spread(saves_ms)}\n"
            f"memory taken by searching: {memory_mb:.0f} MB"
        )


@contextmanager
def scratch_tables() -> Iterator[None]:
    """Give the name tables a place of their own: a file (SQLite) or a schema (PostgreSQL)."""
    with tempfile.TemporaryDirectory() as folder:
        kept = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.close()
            connection.settings_dict["NAME"] = str(Path(folder) / "names.sqlite3")
        else:
            with connection.cursor() as cursor:
                cursor.execute("CREATE SCHEMA aman_bench_names")
                cursor.execute("SET search_path TO aman_bench_names")
        try:
            with connection.schema_editor() as editor:
                for model in _TABLES:
                    editor.create_model(model)
            yield
        finally:
            if connection.vendor != "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("DROP SCHEMA aman_bench_names CASCADE")
            connection.close()
            connection.settings_dict["NAME"] = kept


def _entries(register: Path, *, version: int = 1) -> Iterator[SearchEntry]:
    with register.open(encoding="utf-8") as lines:
        for line in lines:
            person = json.loads(line)
            names = [EntryName(person[script]) for script in ("ar", "la") if person[script]]
            yield SearchEntry(
                key=person["id"],
                kind=EntryKind.PERSON,
                version=version,
                reach=frozenset({_TOKEN}),
                names=tuple(names),
            )


def _load(register: Path) -> int:
    people = 0
    entries = _entries(register)
    while batch := list(islice(entries, 5000)):
        put_names_bulk(batch)
        people += len(batch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return people


def _ask(queries: Path, run: Path, *, limit: int) -> tuple[list[float], list[float]]:
    """Ask every query, write ids and scores; return milliseconds each, by the wall and of CPU."""
    scope = Scope(frozenset({_TOKEN}))
    find_names("محمد", scope=scope, limit=1)  # the first search of a process reads the units
    wall_ms, cpu_ms = [], []
    with queries.open(encoding="utf-8") as lines, run.open("w", encoding="utf-8") as out:
        for line in lines:
            query = json.loads(line)
            prefix = query.get("mode") == "prefix"
            started, cpu_started = time.perf_counter(), time.process_time()
            hits = find_names(query["text"], scope=scope, limit=limit, prefix=prefix)
            wall_ms.append((time.perf_counter() - started) * 1000)
            cpu_ms.append((time.process_time() - cpu_started) * 1000)
            row = {
                "qid": query["qid"],
                "ids": [hit.key for hit in hits],
                "scores": [hit.score for hit in hits],
                "ms": round(wall_ms[-1], 2),
            }
            out.write(json.dumps(row) + "\n")
    return wall_ms, cpu_ms


def _save_again(register: Path) -> list[float]:
    """Give people the names of the one before, as a correction would; milliseconds each."""
    times_ms = []
    entries = list(islice(_entries(register, version=2), _SAVES + 1))
    for before, entry in pairwise(entries):
        started = time.perf_counter()
        put_names(replace(entry, names=before.names))
        times_ms.append((time.perf_counter() - started) * 1000)
    return times_ms


def _spread(times_ms: list[float]) -> str:
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    return f"median {statistics.median(times_ms):.1f}, p95 {p95:.1f}, longest {max(times_ms):.1f}"


def _resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
