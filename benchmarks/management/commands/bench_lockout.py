"""Measure whether the time of an answer tells of a locked account, or that a name exists.

The cases take turns, so that whatever else the machine does falls on all of them alike. Judged
is the processor time of the answer; the time on the clock is told beside it.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand
from django.test import Client

from aman_site.sign_in.lockout import SPAN
from benchmarks.archive.throwaway import throwaway_database
from dossiers import rate_limits
from dossiers.journal import sign_in_receivers
from dossiers.models import User

LOGIN = "/ar/account/login/"
RIGHT, WRONG = "rain-on-the-ochre-walls", "not-this-one-at-all"
DIFFERENCE_MAX = 0.10


class Command(BaseCommand):
    """`./aman bench lockout`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number of rounds."""
        parser.add_argument("--rounds", type=int, default=60)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, tell, and fail where one case is told from another."""
        with throwaway_database():
            measured = measure(options["rounds"])
        base = median(cpu for cpu, _clock in measured["unknown name"])
        worst = 0.0
        for case, times in measured.items():
            cpu, clock = (median(column) * 1000 for column in zip(*times, strict=True))
            difference = cpu / (base * 1000) - 1
            worst = max(worst, abs(difference))
            self.stdout.write(f"{case:34} {cpu:7.1f} ms  {difference:+6.1%}  ({clock:.1f} ms)")
        if worst > DIFFERENCE_MAX:
            raise CommandError(f"A case differs by {worst:.1%}; {DIFFERENCE_MAX:.0%} are allowed.")


def measure(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return processor and clock seconds of every answer, by case."""
    User.objects.create_user(username="known", password=RIGHT)
    measured: dict[str, list[tuple[float, float]]] = defaultdict(list)
    cases: list[tuple[str, str, str, Callable[[str], None]]] = [
        ("unknown name", "nobody", WRONG, _unlock),
        ("unknown name, locked", "nobody", WRONG, _lock),
        ("known name, wrong password", "known", WRONG, _unlock),
        ("known name, locked, wrong password", "known", WRONG, _lock),
        ("known name, locked, right password", "known", RIGHT, _lock),
    ]
    for number in range(rounds + 1):
        for case, name, password, prepare in cases:
            prepare(name)
            taken = _time_of(name, password)
            # The first round warms up.
            if number:
                measured[case].append(taken)
    return measured


def _time_of(name: str, password: str) -> tuple[float, float]:
    client = Client()
    cpu, clock = time.process_time(), time.perf_counter()
    answer = client.post(LOGIN, {"login": name, "password": password})
    taken = time.process_time() - cpu, time.perf_counter() - clock
    if answer.status_code != 200:
        raise CommandError(f"{name} was let in.")
    return taken


def _unlock(name: str) -> None:
    rate_limits.clear(sign_in_receivers.password_key(name))


def _lock(name: str) -> None:
    _unlock(name)
    for _ in range(settings.AMAN_FAILURES):
        limit = rate_limits.Limit(settings.AMAN_FAILURES, SPAN, restarts=True)
        rate_limits.take(sign_in_receivers.password_key(name), limit)
