"""Let somebody sign in again who is locked after wrong passwords or codes."""

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand

from dossiers.journal import sign_in_receivers
from dossiers.models import User


class Command(BaseCommand):
    """`./aman manage unlock NAME`: for whoever has the server in hand."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the user name."""
        parser.add_argument("name", help="user name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Unlock; the journal tells that the server did."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"No account has the name {options['name']}.")
        unlocked = sign_in_receivers.unlock(user=user, by=None)
        self.stdout.write("Unlocked." if unlocked else "Nothing was counted for this account.")
