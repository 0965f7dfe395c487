"""Print one-time links for the first technical administrator and the first director.

Only for a place that nobody can enter: where somebody of a kind can sign in, they invite the
others. Whoever has this terminal has the place; each link is noted in the journal.
"""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from aman_site.setup_links import WHO, setup_lines
from dossiers.errors import RefusedError
from dossiers.models import Invitation, Unit
from dossiers.staff.actions.invitations import Link, Names
from dossiers.staff.actions.setup import missing_accounts, offer_first_account

Purpose = Invitation.Purpose
LANGUAGES = [code for code, _name in settings.LANGUAGES]
FOUR = ("ARABIC_NAME", "LATIN_NAME", "USER_NAME", "LANGUAGE")


class Command(BaseCommand):
    """Make and print the links that are missing."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who the first people are, and where the site is."""
        for kind in ("administrator", "director"):
            parser.add_argument(
                f"--{kind}",
                nargs=4,
                metavar=FOUR,
                help=f"the first {kind}; without it the page behind the link asks",
            )
        parser.add_argument(
            "--site", default=settings.WAGTAILADMIN_BASE_URL, help="address of the site"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for names where a person sits at the terminal; print each link once."""
        if not Unit.objects.filter(parent=None).exists():
            raise CommandError("This place is not ready: run ./aman manage prepare --empty first.")
        missing = missing_accounts()
        if not missing:
            raise CommandError(
                "A technical administrator and a director are there who can sign in. They invite "
                "the others on the staff page; nothing was changed."
            )
        links = [self._offer(purpose, options) for purpose in missing]
        for line in setup_lines(links, site=options["site"].rstrip("/")):
            self.stdout.write(line)

    def _offer(self, purpose: Purpose, options: dict[str, Any]) -> Link:
        given = options[str(purpose.value)] or (_ask(purpose) if sys.stdin.isatty() else None)
        names = _names(given) if given else None
        try:
            return offer_first_account(purpose, names)
        except RefusedError as refusal:
            raise CommandError(str(refusal.reason)) from refusal


def _ask(purpose: Purpose) -> list[str] | None:
    """Ask for the names; an empty first answer leaves them to the page behind the link."""
    print(f"{WHO[purpose]} (press Enter to be asked on the page instead)")  # noqa: T201
    answers: list[str] = []
    for what in ("Name in Arabic letters", "Name in Latin letters", "User name", "Language"):
        answer = input(f"  {what}{' (ar, fr, en)' if what == 'Language' else ''}: ").strip()
        if not answers and not answer:
            return None
        answers.append(answer)
    return answers


def _names(given: list[str]) -> Names:
    arabic, latin, username, language = (word.strip() for word in given)
    if language not in LANGUAGES:
        raise CommandError(f"The language is one of {', '.join(LANGUAGES)}.")
    return Names(arabic=arabic, latin=latin, language=language, username=username)
