"""Tell which stored files no paper needs, and put them aside once a person confirms."""

from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from dossiers.models import Original
from dossiers.storage import orphans
from dossiers.storage.installation import State, look
from dossiers.storage.private_files import private_storage

SHOWN = 10


class Command(BaseCommand):
    """`./aman manage sweep_store`: what the worker refuses to do by itself."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--confirm`."""
        parser.add_argument(
            "--confirm", type=int, metavar="NUMBER", help="put aside this number of files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show; with the right number, put aside. Nothing is deleted here."""
        finding = look()
        if finding.state is not State.FITS:
            raise CommandError(finding.sentence or "This place is not prepared: ./aman run")
        names = orphans.find_orphans()
        self.stdout.write(
            f"{len(names)} of {len(private_storage.names())} stored files belong to no paper of "
            f"this database, which knows {Original.objects.count()} files."
        )
        for name in sorted(names)[:SHOWN]:
            self.stdout.write(f"  {name}")
        if not names:
            orphans.sweep()
            return
        if options["confirm"] is None:
            self.stdout.write(
                "If this is the right database, and nothing was restored to an earlier moment, "
                f"put them aside: ./aman manage sweep_store --confirm {len(names)}"
            )
            return
        if options["confirm"] != len(names):
            raise CommandError(f"There are {len(names)} such files now. Nothing was put aside.")
        orphans.sweep(confirmed=len(names))
        self.stdout.write(
            f"Put aside: {len(names)}. They are kept for 30 days and until a backup has seen "
            "them; one that is asked for comes back by itself."
        )
