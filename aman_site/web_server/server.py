"""The web server of `./aman run`: gunicorn around an application that is loaded already."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication

from . import config


class SiteServer(BaseApplication):
    """Serves an application that is loaded already."""

    def __init__(self, application: WSGIHandler, *, address: str, **differing: Any) -> None:
        self.loaded = application
        self.differing = {"bind": [address], **differing}
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = {
            name: value for name, value in vars(config).items() if name in self.cfg.settings
        }
        for name, value in {**settings, **self.differing}.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """Return the application."""
        return self.loaded
