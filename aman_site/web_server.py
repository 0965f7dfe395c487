"""The web server of `./aman run`: gunicorn, one process, a few threads."""

import os
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication

# One process with threads: SQLite has one writer anyway, and a second process
# would cost memory on the small machine of the centre.
THREADS = 6
REQUEST_LIMIT_S = 120


class SiteServer(BaseApplication):
    """Serves an application that is loaded already."""

    def __init__(self, application: WSGIHandler, *, address: str) -> None:
        self.loaded = application
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        memory = Path("/dev/shm")  # noqa: S108 (gunicorn's heartbeat file, made privately)
        settings: dict[str, Any] = {
            "bind": [self.address],
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": REQUEST_LIMIT_S,
            "graceful_timeout": 10,
            "loglevel": "warning",
            # No access log: search terms and ids of families stay out of files.
            "accesslog": None,
            "control_socket_disable": True,
            "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the application."""
        return self.loaded
