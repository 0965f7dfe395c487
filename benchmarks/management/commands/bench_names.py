"""Measure the name search on a register and queries of JSON lines, and judge its answers.

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

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import override_settings

from benchmarks.search.name_figures import Answered, figures_of
from search.entries import EntryKind, EntryName, Scope, SearchEntry
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameUnit,
    NameUnitsVersion,
)
from search.names import find_names, put_names, put_names_bulk, renew_statistics

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
        parser.add_argument("--qrels", type=Path, help="the right answers: judge the run by them")
        parser.add_argument(
            "--engine",
            choices=["embedded", "elastic", "memory"],
            default=settings.SEARCH_ENGINE,
            help="the text engine of the site: names answer from the database whichever it is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, ask, save; write the run and print the figures."""
        with override_settings(SEARCH_ENGINE=options["engine"]), scratch_tables():
            started = time.process_time()
            people = _load(options["register"])
            loaded_s = time.process_time() - started
            before_mb = _resident_mb()
            wall_ms, cpu_ms = _ask(options["queries"], options["run"], limit=options["limit"])
            memory_mb = _resident_mb() - before_mb
            saves_ms, saves_cpu_ms = _save_again(options["register"])
        self.stdout.write(
            f"database {connection.vendor}, text engine {options['engine']}: "
            f"{people} people loaded in {loaded_s:.0f} s of CPU\n"
            f"ms per query: {_spread(wall_ms)}; of this process's CPU: {_spread(cpu_ms)}\n"
            f"ms per save: {_spread(saves_ms)}; of this process's CPU: {_spread(saves_cpu_ms)}\n"
            f"memory taken by searching: {memory_mb:.0f} MB"
        )
        if options["qrels"]:
            answered = _answered(options["queries"], options["qrels"], options["run"])
            self.stdout.write(str(figures_of(answered)))


@contextmanager
def scratch_tables() -> Iterator[None]:
    """Give the name tables a place of their own: a file (SQLite) or a schema (PostgreSQL)."""
    with tempfile.TemporaryDirectory() as folder:
        own_database = connection.settings_dict["NAME"]
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
            connection.settings_dict["NAME"] = own_database


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
                detail_reach=frozenset({_TOKEN}),
                names=tuple(names),
            )


def _load(register: Path) -> int:
    people = 0
    entries = _entries(register)
    while batch := list(islice(entries, 5000)):
        put_names_bulk(batch)
        people += len(batch)
    renew_statistics()
    return people


def _ask(queries: Path, run: Path, *, limit: int) -> tuple[list[float], list[float]]:
    """Ask every query, write ids and scores; return milliseconds each, by the wall and of CPU."""
    scope = Scope(frozenset({_TOKEN}), details=frozenset({_TOKEN}))
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


def _save_again(register: Path) -> tuple[list[float], list[float]]:
    """Give people the names of the one before, as a correction would; milliseconds each."""
    wall_ms, cpu_ms = [], []
    entries = list(islice(_entries(register, version=2), _SAVES + 1))
    for before, entry in pairwise(entries):
        started, cpu_started = time.perf_counter(), time.process_time()
        put_names(replace(entry, names=before.names))
        wall_ms.append((time.perf_counter() - started) * 1000)
        cpu_ms.append((time.process_time() - cpu_started) * 1000)
    return wall_ms, cpu_ms


def _answered(queries: Path, qrels: Path, run: Path) -> Iterator[Answered]:
    """Yield each query with what is right and what was answered."""
    right = {row["qid"]: frozenset(row["ids"]) for row in _rows(qrels)}
    for query, answer in zip(_rows(queries), _rows(run), strict=True):
        yield Answered(
            query["class"], right.get(query["qid"], frozenset()), answer["ids"], answer["scores"]
        )


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _spread(times_ms: list[float]) -> str:
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    return f"median {statistics.median(times_ms):.1f}, p95 {p95:.1f}, longest {max(times_ms):.1f}"


def _resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
