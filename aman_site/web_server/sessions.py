"""Which session cookies belong to somebody signed in: decides whose threads a request takes.

It opens nothing: the site itself asks again, and more, for every page.
"""

import logging
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.db.utils import DatabaseError

logger = logging.getLogger(__name__)

KNOWN_S = 60.0
# An invented cookie is asked about again sooner: it may become somebody's by a sign-in.
UNKNOWN_S = 10.0
MOST_REMEMBERED = 5000
LONGEST_KEY = 100


class SignedInSessions:
    """Remembers for a minute what the session store said. Used by one loop and one thread."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[bool, float]] = {}

    def known(self, key: str) -> bool | None:
        """Return what was told of a session key, or None when it has to be asked."""
        if not key or len(key) > LONGEST_KEY:
            return False
        is_staff, until = self._told.get(key, (False, 0.0))
        return is_staff if time.monotonic() < until else None

    def remember(self, key: str, *, is_staff: bool) -> None:
        """Keep an answer; the oldest one goes when there are too many."""
        self._told.pop(key, None)
        self._told[key] = (is_staff, time.monotonic() + (KNOWN_S if is_staff else UNKNOWN_S))
        while len(self._told) > MOST_REMEMBERED:
            del self._told[next(iter(self._told))]


def is_signed_in(key: str) -> bool:
    """Ask the session store whether somebody signed in with this session."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    close_old_connections()
    try:
        return SESSION_KEY in store(session_key=key)
    except DatabaseError:
        logger.warning("the sessions cannot be read at the moment")
        return False
    finally:
        close_old_connections()
