"""The installation as readers meet it: gunicorn with its threads, compression, kept pages."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

START_LIMIT_S = 60


@contextmanager
def served() -> Iterator[str]:
    """Serve this installation from a process of its own and yield its address."""
    port = _free_port()
    application = settings.WSGI_APPLICATION.replace(".app", ":app")
    command = [sys.executable, "-m", "gunicorn", "--config=python:aman_site.web_server.config"]
    with subprocess.Popen(
        [*command, f"--bind=127.0.0.1:{port}", application],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
    ) as server:
        try:
            _wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_LIMIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
