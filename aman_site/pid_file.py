"""The mark that a running site leaves in its private folder: who it is and where it listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PROC = Path("/proc")


@dataclass(frozen=True)
class RunningSite:
    """The parent's process id and the port of the site."""

    pid: int
    port: int


def _mark() -> Path:
    return Path(settings.AMAN_VAR_DIR) / "serve.pid"


@contextmanager
def marked_as_running(site: RunningSite) -> Iterator[None]:
    """Leave the mark as long as the site runs."""
    _mark().write_text(f"{site.pid} {site.port}\n")
    try:
        yield
    finally:
        _mark().unlink(missing_ok=True)


def read_running_site() -> RunningSite | None:
    """Return the site that runs from this place; an old mark of a dead one counts for nothing."""
    try:
        pid, port = (int(word) for word in _mark().read_text().split())
    except (FileNotFoundError, ValueError):
        return None
    return RunningSite(pid, port) if (PROC / str(pid)).exists() else None
