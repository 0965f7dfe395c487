"""`./aman bench search`: what one page of results costs, for who sees all and who sees little."""

import gc
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from benchmarks.archive.contents import write_pages, write_people
from benchmarks.archive.large_archive import Archive, build_archive, holder
from benchmarks.archive.staff_client import StaffClient
from benchmarks.archive.throwaway import throwaway_database
from benchmarks.search.papers import Papers
from dossiers.access.roles import Role
from dossiers.demo.names import FAMILIES, MEN, WOMEN
from dossiers.models import Folder, User
from search import rebuild, registry

QUESTIONS = 30


@dataclass(frozen=True, slots=True)
class PageCost:
    """One page of results: milliseconds of processor, SQL queries at most, kilobytes."""

    p50_ms: float
    p95_ms: float
    queries: int
    kilobytes: float


class Command(BaseCommand):
    """Build an archive, ask for pages of results as three users, print what they cost."""

    help = "Processor time, SQL queries and size of one page of results for three users."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one size or several."""
        parser.add_argument("--documents", type=int, nargs="+", default=[20_000])

    def handle(self, *_args: Any, documents: list[int], **_options: Any) -> None:
        """Measure each size, then print how the cost grows."""
        costs = [self._measure(size) for size in documents]
        for who in costs[0] if len(costs) > 1 else ():
            ratio = costs[-1][who].p50_ms / costs[0][who].p50_ms
            self.stdout.write(f"  {who}: {documents[-1]:,} against {documents[0]:,}: {ratio:.2f} ×")

    def _measure(self, size: int) -> dict[str, PageCost]:
        papers = Papers()
        # Sessions and journal as they are; no sign-in throttle, no static manifest.
        with throwaway_database(), override_settings(SEARCH_ENGINE="embedded", AXES_ENABLED=False):
            archive = build_archive(size)
            write_pages(papers)
            write_people(archive.dossier_ids)
            self._index(size)
            # As the serving process does: what is there for good is not looked through again.
            gc.collect()
            gc.freeze()
            return {
                who: self._cost(user, questions(papers), who)
                for who, user in make_users(archive).items()
            }

    def _index(self, size: int) -> None:
        registry.clear()
        began = time.process_time()
        cards = rebuild.rebuild()
        text_s = time.process_time() - began
        people = rebuild.rebuild_names()
        names_s = time.process_time() - began - text_s
        self.stdout.write(
            f"{size:,} papers on {connection.vendor}: {cards / text_s:,.0f} papers and"
            f" {people / names_s:,.0f} people indexed a processor second, database included"
        )

    def _cost(self, user: User, asked: Sequence[str], who: str) -> PageCost:
        client = StaffClient(headers={"accept-language": "fr", "accept-encoding": "gzip"})
        client.force_login(user)
        address = reverse("dossiers:search")
        spent, queries, sizes = [], [], []
        for text in asked:
            # Counting slows the queries down: the second request is the measured one.
            with CaptureQueriesContext(connection) as captured:
                answer = client.post(address, {"q": text})
            if answer.status_code != HTTPStatus.OK:
                raise RuntimeError(f"The search page answered {answer.status_code}.")
            queries.append(count_statements(captured))
            sizes.append(len(answer.content) / 1000)
            began = time.process_time()
            client.post(address, {"q": text})
            spent.append(time.process_time() - began)
        cost = PageCost(
            p50_ms=statistics.median(spent) * 1000,
            p95_ms=sorted(spent)[int(len(asked) * 0.95)] * 1000,
            queries=max(queries),
            kilobytes=max(sizes),
        )
        self.stdout.write(
            f"  sees {who:5} p50 {cost.p50_ms:6.1f} ms, p95 {cost.p95_ms:6.1f} ms,"
            f" at most {cost.queries} queries, {cost.kilobytes:.0f} kB"
        )
        return cost


def count_statements(captured: CaptureQueriesContext) -> int:
    """Return how many statements asked for rows or wrote some; BEGIN and COMMIT do neither."""
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(frame) for query in captured.captured_queries)


def make_users(archive: Archive) -> dict[str, User]:
    """Who sees all, who sees half of the units, who sees every hundredth dossier."""
    scattered = Folder.objects.filter(pk__in=archive.dossier_ids[::100])
    half = archive.units[: len(archive.units) // 2]
    return {
        "all": holder("all", Role.DIRECTOR, [archive.centre]),
        "half": holder("half", Role.DIRECTOR, half),
        "1 %": holder("few", Role.RESPONSIBLE, scattered),
    }


def questions(papers: Papers) -> list[str]:
    """Return words of papers and names of people, in both scripts, by turns."""
    names = [
        f"{own[0]} {family[0]}" if number % 2 else f"{own[1][0]} {family[1][0]}"
        for number, (own, family) in enumerate(zip((*WOMEN, *MEN), FAMILIES * 4, strict=False))
    ]
    words = papers.questions(QUESTIONS)
    return [names[n % len(names)] if n % 2 else words[n] for n in range(QUESTIONS)]
