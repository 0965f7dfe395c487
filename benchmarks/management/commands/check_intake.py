"""Kill the intake with kill -9 at every stage, ten times each; prove that nothing is lost."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management import CommandParser, call_command
from django.core.management.base import BaseCommand, CommandError

from benchmarks.reading.killing import POINTS, Place
from dossiers.intake.reading.ocr.models import models_are_there

INSIDE = "AMAN_CHECK_INTAKE_INSIDE"


class Command(BaseCommand):
    """`./aman check intake`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--times", type=int, default=10, help="kills at each point (10)")
        parser.add_argument("--way", choices=POINTS, action="append", help="these only")
        parser.add_argument("--json", action="store_true", help="one line of JSON a point")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go into a place of its own, which is thrown away, and tell what was found there."""
        if not models_are_there():
            raise CommandError("The reading models are missing: ./aman manage install_ocr_models")
        if INSIDE not in os.environ:
            self._go_inside()
            return
        call_command("migrate", verbosity=0)
        place, is_good = Place(), True
        for way in options["way"] or POINTS:
            for point in POINTS[way]:
                tally = place.try_point(way, point, times=options["times"])
                is_good = is_good and tally.is_good and tally.kills == options["times"]
                self.stdout.write(
                    json.dumps(asdict(tally), ensure_ascii=False)
                    if options["json"]
                    else f"{way:8}{tally.point:44}{tally.kills:3} kills {tally.papers:4} papers"
                    f"  lost {tally.lost}  doubled {tally.doubled}  left over {tally.left_over}"
                    f"  final in {tally.seconds:.0f} s  {' '.join(tally.faults)}"
                )
                self.stdout.flush()
        if not is_good:
            sys.exit(1)

    def _go_inside(self) -> None:
        """Run this very command in an empty place: SQLite, as by default."""
        with tempfile.TemporaryDirectory(prefix="aman-killed-") as folder:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "aman_site.settings.embedded",
                "AMAN_VAR_DIR": folder,
                INSIDE: "1",
                # Nothing is served from here: static files are not collected.
                "PYTHONWARNINGS": "ignore",
            }
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *sys.argv[1:]]
            if subprocess.run(command, env=environment, check=False).returncode:
                raise CommandError("Something was lost, doubled, left over, late or not killed.")
