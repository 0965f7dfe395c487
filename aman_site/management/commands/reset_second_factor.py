"""Take away the second factor of one person, where nobody is left who could do it on the page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from dossiers.errors import RefusedError
from dossiers.lost_factors.actions import reset_on_server
from dossiers.models import User


class Command(BaseCommand):
    """`reset_second_factor NAME --reason "…"`: told to the person, director, administrators."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the person and the reason."""
        parser.add_argument("name", help="the name with which the person signs in")
        parser.add_argument("--reason", required=True, help="stands in the journal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it away, and say what comes next."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("Nobody signs in with this name.")
        try:
            with override("en"):
                reset_on_server(user=user, reason=options["reason"])
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Reset. A new second factor may be set up within a day.")
