"""`./aman bench refusals`: can "not there" and "not yours" be told apart by time or size?"""

import logging
import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test.utils import override_settings

from benchmarks.archive.refusals import Verdict, addresses, build_town, measure
from benchmarks.archive.staff_client import StaffClient
from benchmarks.archive.throwaway import throwaway_database

LEAST_P = 0.01


class Command(BaseCommand):
    """Ask pairs of addresses of each kind and compare them by a two-sided test."""

    help = "Compare refusals of hidden things with those of addresses of nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of pairs and the seed."""
        parser.add_argument("--pairs", type=int, default=200, help="of each kind of address (200)")
        parser.add_argument("--seed", type=int, default=0, help="decides which of a pair is first")
        parser.add_argument("--only", nargs="*", help="names of addresses")

    def handle(self, *_args: Any, pairs: int, seed: int, only: list[str], **_options: Any) -> None:
        """Measure; a kind that differs is measured anew, and counts if it differs again."""
        # A line on the terminal for each refusal would be most of what is measured.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        chance = random.Random(seed)  # noqa: S311  (an order, no secret)
        differing = []
        with throwaway_database(), override_settings(AXES_ENABLED=False, SEARCH_ENGINE="memory"):
            archive, user = build_town(pairs)
            client = StaffClient(HTTP_HOST="localhost")
            client.force_login(user)
            for address in addresses(archive, pairs):
                if only and address.name not in only:
                    continue
                verdict = measure(address, client, chance=chance)
                self.stdout.write(line_of(verdict))
                self.stdout.flush()
                if verdict.differs(least_p=LEAST_P):
                    verdict = measure(address, client, chance=chance)
                    self.stdout.write(f"  again: {line_of(verdict)}")
                    differing += [verdict.name] if verdict.differs(least_p=LEAST_P) else []
        if differing:
            raise CommandError(f"These refusals tell what is there: {', '.join(differing)}.")
        self.stdout.write(f"No kind of address differs at p < {LEAST_P}.")


def line_of(verdict: Verdict) -> str:
    """Return the figures of one kind of address."""
    sizes = ", ".join(map(str, sorted(verdict.sizes)))
    statuses = ", ".join(map(str, sorted(verdict.statuses)))
    return (
        f"{verdict.name:18} {verdict.pairs} pairs: hidden {verdict.hidden_ms:.2f} ms, nothing "
        f"{verdict.nothing_ms:.2f} ms; p {verdict.p_wall:.3f} by the clock, {verdict.p_cpu:.3f} "
        f"of CPU; answers {statuses}; bytes {sizes}"
    )
