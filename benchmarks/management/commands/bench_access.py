"""`./aman bench access`: what one list page costs, and what a change of rights costs."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from guardian.shortcuts import get_objects_for_user

from benchmarks.archive.large_archive import Archive, build_archive, holder
from benchmarks.archive.throwaway import throwaway_database
from dossiers.access.roles import Role
from dossiers.access.visibility import request_cache
from dossiers.models import Document, Folder, User
from dossiers.sharing.grants import end_grant, give_role
from dossiers.vocabulary import GrantCause
from search.models import Outbox

PAGE = 25
ROUNDS = 15
SCATTERED = 400


class Command(BaseCommand):
    """Measure list pages for three kinds of user at two sizes, and guardian's way beside."""

    help = "Time of one list page at two sizes of the archive; cost of a sharing change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two sizes."""
        parser.add_argument("--documents", type=int, nargs=2, default=[30_000, 300_000])

    def handle(self, *args: Any, **options: Any) -> None:
        """Build both archives and print one line a user, then the ratios."""
        small, large = (self._measure(size) for size in options["documents"])
        self.stdout.write(f"ratio {options['documents'][1]:,} : {options['documents'][0]:,}")
        for name in small:
            self.stdout.write(f"  {name:12} {large[name] / small[name]:.2f}")

    def _measure(self, size: int) -> dict[str, float]:
        with throwaway_database():
            started = time.perf_counter()
            archive = build_archive(size)
            users = make_users(archive)
            spent_s = time.perf_counter() - started
            self.stdout.write(
                f"{size:,} documents on {connection.vendor}, built in {spent_s:.0f} s"
            )
            cost = {}
            for name, user in users.items():
                cost[name] = page_ms(partial(list_page, user))
                rival = page_ms(partial(guardian_page, user), rounds=3)
                self.stdout.write(
                    f"  {name:12} {cost[name]:7.2f} ms, {queries(user)} statements;"
                    f" get_objects_for_user {rival:9.2f} ms ({rival / cost[name]:.1f} ×)"
                )
            self._change_sharing(archive)
            return cost

    def _change_sharing(self, archive: Archive) -> None:
        unit, user = archive.units[0], User.objects.create(username="newcomer")
        before = Outbox.objects.count()
        started = time.process_time()
        grant = give_role(
            folder=unit, to=user, role=Role.SUPERVISOR, cause=GrantCause.SHARING, by=None
        )
        spent_ms = (time.process_time() - started) * 1000
        seen = bool(list_page(user))
        end_grant(grant=grant, by=None)
        self.stdout.write(
            f"  sharing a unit: {spent_ms:.1f} ms CPU, index entries rewritten"
            f" {Outbox.objects.count() - before}, seen on the next request: {seen},"
            f" after its end: {bool(list_page(user))}"
        )


def make_users(archive: Archive) -> dict[str, User]:
    """The widest, the most scattered and the one-family user."""
    step = max(1, len(archive.dossier_ids) // SCATTERED)
    scattered = Folder.objects.filter(pk__in=archive.dossier_ids[::step][:SCATTERED])
    one = Folder.objects.filter(pk=archive.dossier_ids[0])
    return {
        "widest": holder("widest", Role.DIRECTOR, [archive.centre]),
        "scattered": holder("scattered", Role.RESPONSIBLE, scattered),
        "one family": holder("one-family", Role.RESPONSIBLE, one),
    }


def list_page(user: User) -> list[Document]:
    """One page of papers, newest first, as a request would ask for it."""
    with request_cache():
        return list(Document.objects.visible_to(user).order_by("-pk")[:PAGE])


def guardian_page(user: User) -> list[Document]:
    """The same by guardian's own shortcut: direct rows only, no inheritance, no classes."""
    dossiers = get_objects_for_user(
        user, "dossiers.view_dossier", Folder, accept_global_perms=False, with_superuser=False
    )
    documents = Document.objects.filter(dossier__folder__in=dossiers)
    return list(documents.order_by("-pk")[:PAGE])


def queries(user: User) -> int:
    """Number of SQL queries of one page."""
    with CaptureQueriesContext(connection) as captured:
        list_page(user)
    return len(captured)


def page_ms(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Wall time of the work in milliseconds, database server included.

    The best of the rounds: what else runs on the machine only ever adds.
    """
    work()
    spent = []
    for _ in range(rounds):
        reset_queries()
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return min(spent)
