"""Capture what a copier scans into a folder, each file once, until told to stop."""

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management import CommandParser
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from dossiers.intake.capture.watched_folder import (
    SETTLE_S,
    FileOutcome,
    FolderTakenError,
    WatchedFolder,
    watching_alone,
)
from dossiers.models import Unit
from dossiers.storage.installation import DifferentPlaceError, guard_store

LOOK_EVERY_S = 1.0


class Command(BaseCommand):
    """`./aman watch FOLDER`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--unit", metavar="CODE", help="whose tray (default: the centre's)")
        parser.add_argument(
            "--delete", action="store_true", help="delete what is captured instead of moving it"
        )
        parser.add_argument(
            "--settle", type=float, default=SETTLE_S, help="seconds without a change (5)"
        )
        parser.add_argument("--once", action="store_true", help="stop when no file waits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look again and again; SIGTERM and Ctrl-C end it between two files."""
        try:
            # A store that is away is waited for: each file is tried again.
            guard_store()
        except DifferentPlaceError as error:
            raise CommandError(str(error)) from error
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        watched = WatchedFolder(
            folder=folder,
            unit=_unit(options["unit"]),
            delete=options["delete"],
            settle_s=options["settle"],
        )
        stopping = threading.Event()

        def stop(_signal: int, _frame: FrameType | None) -> None:
            stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        try:
            with watching_alone(folder):
                self._watch(watched, stopping, once=options["once"])
        except FolderTakenError as error:
            raise CommandError("Another process watches this folder already.") from error

    def _watch(self, watched: WatchedFolder, stopping: threading.Event, *, once: bool) -> None:
        while not stopping.is_set():
            close_old_connections()
            try:
                fates = watched.look()
            except (OperationalError, InterfaceError, OSError) as error:
                # A share that is off, a locked database: both come back.
                self.stderr.write(f"Waiting: {error.__class__.__name__}")
                fates = [FileOutcome.WAITS]
            for fate in (FileOutcome.TAKEN, FileOutcome.REFUSED):
                if count := fates.count(fate):
                    self.stdout.write(f"{count} {fate}")
            if once and FileOutcome.WAITS not in fates:
                return
            stopping.wait(LOOK_EVERY_S)


def _unit(code: str | None) -> Unit:
    units = Unit.objects.filter(code=code) if code else Unit.objects.filter(parent=None)
    unit = units.order_by("pk").first()
    if unit is None:
        known = ", ".join(Unit.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(f"There is no such unit. Units: {known or 'none yet'}.")
    return unit
