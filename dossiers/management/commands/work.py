"""Read captured papers, run tasks and keep the index fresh, until told to stop."""

import os
import signal
from types import FrameType
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError

from dossiers.storage.installation import DifferentPlaceError
from dossiers.worker import Worker

MOST_BY_DEFAULT = 4


class Command(BaseCommand):
    """The worker's command line."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")
        parser.add_argument(
            "--processes",
            type=int,
            default=min(os.cpu_count() or 1, MOST_BY_DEFAULT),
            help="papers read at the same time (default: one a core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; SIGTERM and Ctrl-C end it after the page in hand."""
        worker = Worker(processes=max(1, options["processes"]), once=options["once"])

        def stop(_signal: int, _frame: FrameType | None) -> None:
            worker.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        try:
            worker.run()
        except DifferentPlaceError as error:
            raise CommandError(str(error)) from error
