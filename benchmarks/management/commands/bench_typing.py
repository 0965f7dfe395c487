"""`./aman bench typing`: how long names are waited for while they are typed, in a browser."""

import statistics
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test.utils import override_settings

from benchmarks.archive.contents import PEOPLE_PER_DOSSIER, write_people
from benchmarks.archive.large_archive import DOCUMENTS_PER_DOSSIER, build_archive, holder
from benchmarks.archive.throwaway import throwaway_database
from benchmarks.archive.typing import live_server, session_of, waits_while_typing
from benchmarks.public_pages.browser import browser, find_browser
from dossiers.access.roles import Role
from dossiers.demo.names import FAMILIES, MEN, WOMEN
from dossiers.models import User
from search import rebuild, registry

TYPED = 12


class Command(BaseCommand):
    """Build an archive, type names letter by letter in Chromium, print the waits."""

    help = "Milliseconds from a key to the names it brings, in a real browser."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of people."""
        parser.add_argument("--people", type=int, default=20_000)

    def handle(self, *_args: Any, people: int, **_options: Any) -> None:
        """Measure for who sees all and for who sees one unit."""
        if find_browser() is None:
            raise CommandError("There is no Chromium here: apt-get install chromium.")
        with throwaway_database(), override_settings(SEARCH_ENGINE="embedded", AXES_ENABLED=False):
            archive = build_archive(people * DOCUMENTS_PER_DOSSIER // PEOPLE_PER_DOSSIER)
            write_people(archive.dossier_ids)
            registry.clear()
            written = rebuild.rebuild_names()
            users = {
                "all": holder("all", Role.DIRECTOR, [archive.centre]),
                "one unit": holder("one-unit", Role.DIRECTOR, archive.units[:1]),
            }
            self.stdout.write(f"{written:,} people")
            with live_server() as base:
                self._type(base, users)

    def _type(self, base: str, users: dict[str, User]) -> None:
        waits = {}
        sessions = {who: session_of(user) for who, user in users.items()}
        with browser() as chromium:
            for who, session in sessions.items():
                waits[who] = waits_while_typing(chromium, base, session, names_to_type())
        for who, spent in waits.items():
            self.stdout.write(
                f"  sees {who:8} {len(spent)} keys answered: p50 {statistics.median(spent):.0f} ms,"
                f" p95 {sorted(spent)[int(len(spent) * 0.95)]:.0f} ms, longest {max(spent):.0f} ms"
            )


def names_to_type() -> list[str]:
    """Return full names, in Arabic and in Latin letters by turns."""
    people = list(zip((*WOMEN, *MEN), FAMILIES * 4, strict=False))[:TYPED]
    return [
        f"{own[0]} {family[0]}" if number % 2 else f"{own[1][0]} {family[1][0]}"
        for number, (own, family) in enumerate(people)
    ]
