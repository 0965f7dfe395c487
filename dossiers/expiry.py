"""Throw away limits, sessions and notices of files whose time is over: a chore of the worker."""

from dossiers import rate_limits, sessions
from dossiers.models import RefusedFile


def clear_expired() -> None:
    """Delete the rows that count no longer."""
    rate_limits.clear_expired()
    sessions.clear_expired()
    RefusedFile.objects.told_long_enough().delete()
