"""`./aman bench memory`: what everything that `./aman run` starts takes at rest (PSS).

Measures the site that runs from this place; where none runs, starts one.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand

from aman_site.pid_file import read_running_site
from aman_site.process_memory import measure_tree
from aman_site.runner.ports import find_free_port

LIMIT_MB = 300
START_LIMIT_S = 60


class Command(BaseCommand):
    """Print one line a process and the sum."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long to let it rest."""
        parser.add_argument("--rest", type=float, default=15, help="seconds before measuring")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure; fail above the limit."""
        with serving() as pid:
            time.sleep(options["rest"])
            processes = measure_tree(pid)
        for one in processes:
            self.stdout.write(f"{one.pss_kb / 1024:8.1f} MB  {one.pid:>7}  {one.command}")
        total_mb = sum(one.pss_kb for one in processes) / 1024
        self.stdout.write(f"{total_mb:8.1f} MB  together, in {len(processes)} processes")
        if total_mb > LIMIT_MB:
            raise CommandError(f"More than {LIMIT_MB} MB.")


@contextmanager
def serving() -> Iterator[int]:
    """Yield the parent's process id of a site that runs, ours or a new one."""
    running = read_running_site()
    if running:
        yield running.pid
        return
    command = [sys.executable, "manage.py", "serve", "--port", str(find_free_port())]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL) as site:
        deadline = time.monotonic() + START_LIMIT_S
        while not _is_up(site.pid):
            if time.monotonic() > deadline or site.poll() is not None:
                site.kill()
                raise CommandError("The site did not start; ./aman run says why.")
            time.sleep(0.2)
        yield site.pid
        site.terminate()


def _is_up(pid: int) -> bool:
    running = read_running_site()
    return running is not None and running.pid == pid
