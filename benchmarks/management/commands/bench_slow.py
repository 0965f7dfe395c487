"""`./aman bench slow`: pages of readers and staff while slow connections are held.

In a place of its own, on this machine only. Fails when a page p95 is more than twice the quiet one.
"""

import http.client
import os
import signal
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test.utils import override_settings

from aman_site.runner.ports import HOST, find_free_port
from aman_site.web_server.server import SiteServer
from benchmarks.archive.large_archive import holder
from benchmarks.archive.throwaway import throwaway_database
from benchmarks.archive.typing import session_of
from benchmarks.slow_connections import KINDS, slow_connections
from dossiers.access.roles import Role
from dossiers.models import Unit

MOST_TIMES_QUIET = 2.0
# Before and after: the machine may have other things to do.
QUIET_S = 20.0
PAUSE_S = 0.05
ANSWER_LIMIT_S = 30.0
PAGES = {
    "reader": ("/ar/", "/fr/report/", "/fr/search/?q=sante", "/ar/procedures/"),
    "staff": ("/fr/dossiers/", "/ar/dossiers/tray/", "/fr/dossiers/"),
}


class Command(BaseCommand):
    """Measure quiet, then under attack; compare."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take number and time."""
        parser.add_argument("--connections", type=int, default=200, help="held at once")
        parser.add_argument("--seconds", type=float, default=60, help="how long they are held")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build a place, serve it, measure: quiet before and after, and meanwhile."""
        with throwaway_database() as folder, override_settings(CACHES=_caches(folder)):
            call_command("load_reference", verbosity=0)
            call_command("load_public_content", verbosity=0)
            user = holder("bench", Role.DIRECTOR, [Unit.objects.get(parent=None)])
            cookies = {
                "reader": "",
                "staff": f"{settings.SESSION_COOKIE_NAME}={session_of(user)}",
            }
            port = find_free_port()
            with serving(port):
                measure(port, cookies, seconds=2)
                quiet = measure(port, cookies, seconds=QUIET_S)
                with slow_connections(port, options["connections"]):
                    time.sleep(1)
                    held = measure(port, cookies, seconds=options["seconds"])
                for who, spent in measure(port, cookies, seconds=QUIET_S).items():
                    quiet[who] += spent
        self._compare(quiet, held, number=options["connections"])

    def _compare(
        self, quiet: dict[str, list[float]], held: dict[str, list[float]], *, number: int
    ) -> None:
        self.stdout.write(f"{number} slow connections: equally {', '.join(KINDS)}")
        missed = False
        for who in PAGES:
            before, after = _p95(quiet[who]), _p95(held[who])
            self.stdout.write(
                f"  {who:7} page p50 {statistics.median(quiet[who]):6.1f} -> "
                f"{statistics.median(held[who]):6.1f} ms, p95 {before:6.1f} -> {after:6.1f} ms "
                f"({after / before:.2f} times, {len(quiet[who])} and {len(held[who])} pages)"
            )
            missed |= after > before * MOST_TIMES_QUIET
        if missed:
            raise CommandError(f"A page p95 is more than {MOST_TIMES_QUIET} times the quiet one.")


def _caches(folder: Path) -> dict[str, Any]:
    """Return the caches of the site; the finished pages lie in the folder."""
    caches: dict[str, Any] = settings.CACHES
    return {
        name: {**options, "LOCATION": folder / name} if "pages" in name else options
        for name, options in caches.items()
    }


@contextmanager
def serving(port: int) -> Iterator[None]:
    """Serve this process's place from a process of its own."""
    application = get_wsgi_application()
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            SiteServer(application, address=f"{HOST}:{port}").run()
        finally:
            os._exit(0)
    try:
        _wait_for(port)
        yield
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def measure(port: int, cookies: dict[str, str], *, seconds: float) -> dict[str, list[float]]:
    """Return the milliseconds of each page, for readers and staff side by side."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(cookies)) as pool:
        asked = {
            who: pool.submit(_ask_until, until, port, PAGES[who], cookie)
            for who, cookie in cookies.items()
        }
        return {who: spent.result() for who, spent in asked.items()}


def _ask_until(until: float, port: int, pages: Sequence[str], cookie: str) -> list[float]:
    spent: list[float] = []
    while time.monotonic() < until:
        for page in pages:
            spent.append(_timed(lambda page=page: _ask(port, page, cookie)))  # type: ignore[misc]
            time.sleep(PAUSE_S)
    return spent


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _ask(port: int, page: str, cookie: str) -> None:
    """Fetch a page on a connection of its own; one that never comes counts its whole wait."""
    client = http.client.HTTPConnection(HOST, port, timeout=ANSWER_LIMIT_S)
    try:
        client.request("GET", page, headers={"Cookie": cookie} if cookie else {})
        answer = client.getresponse()
        answer.read()
    except TimeoutError:
        return
    finally:
        client.close()
    if answer.status != 200:
        raise CommandError(f"{page} answered {answer.status}.")


def _p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)]


def _wait_for(port: int) -> None:
    until = time.monotonic() + ANSWER_LIMIT_S
    while time.monotonic() < until:
        try:
            http.client.HTTPConnection(HOST, port, timeout=1).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError("The site did not start.")
