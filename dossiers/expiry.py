"""Throw away limits and sessions whose time is over: a chore of the worker."""

from dossiers import rate_limits, sessions


def clear_expired() -> None:
    """Delete the rows that count no longer."""
    rate_limits.clear_expired()
    sessions.clear_expired()
