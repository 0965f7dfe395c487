"""A place of its own for a test: an empty folder, prepared and served by the real commands."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

LINK = re.compile(r"http://localhost:\d+/ar/account/invitation/#[\w-]+")
# So long may a loaded machine take.
STARTED_WITHIN_S = 600


@contextmanager
def served(folder: Path) -> Iterator[list[str]]:
    """Serve a place that begins in this folder; yield the set-up links of its terminal."""
    environment = {
        **{name: value for name, value in os.environ.items() if "POSTGRESQL" not in name},
        "AMAN_VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "aman_site.settings.embedded",
        "PYTHONUNBUFFERED": "1",
    }
    options: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": environment, "text": True}
    manage = [sys.executable, "manage.py"]
    subprocess.run(
        [*manage, "prepare", "--empty"],
        check=True,
        capture_output=True,
        timeout=STARTED_WITHIN_S,
        **options,
    )
    with subprocess.Popen(
        [*manage, "serve", "--port", str(_free_port())],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    ) as site:
        try:
            yield _links(site)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(site.pid, signal.SIGINT)
            site.communicate(timeout=60)


def _links(site: "subprocess.Popen[str]") -> list[str]:
    """Read the terminal until both links are there."""
    found: list[str] = []
    for line in site.stderr or ():
        found += LINK.findall(line)
        if "Stop with Ctrl-C" in line:
            break
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
