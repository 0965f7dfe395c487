"""Who works on a paper, and until when: claimed by a conditional update, found when dead.

Works on the reading jobs alone: each condition stands on the row that is written, so that two
workers who come at once cannot both have it.

A lease names machine, process and the moment that process began, so that a killed worker
of this machine is known to be gone at once; those of other machines run out by time.
"""

import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dossiers.models import ReadingJob

# Renewed after every page; no page takes as long.
LEASE = timedelta(seconds=180)
HOST_LENGTH = 24


class LeaseLostError(Exception):
    """The paper is in other hands by now; what was done is not written."""


def unfinished() -> QuerySet[ReadingJob]:
    """Return the jobs of papers that are to be read and did not fail."""
    return ReadingJob.objects.filter(failure="")


def free() -> QuerySet[ReadingJob]:
    """Return the unfinished jobs that nobody holds now."""
    return unfinished().filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))


def claim(document_id: int) -> str | None:
    """Take the paper; return the token of the lease, or None if it is not to be had."""
    token = f"{_host()}:{os.getpid()}:{_born(os.getpid())}:{secrets.token_hex(4)}"
    taken = (
        free()
        .filter(pk=document_id)
        .update(lease_by=token, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    )
    return token if taken else None


def held(document_id: int, token: str) -> QuerySet[ReadingJob]:
    """Return the job as a set of one if the lease still stands, else an empty set."""
    return unfinished().filter(pk=document_id, lease_by=token)


def renew(document_id: int, token: str, **values: object) -> None:
    """Write values of the job and a new term. Raises LeaseLostError."""
    until = timezone.now() + LEASE
    if not held(document_id, token).update(lease_until=until, **values):
        raise LeaseLostError(f"document {document_id}")


def release(document_id: int, token: str, *, pause_s: float = 0) -> None:
    """Give the paper back; nobody takes it up for `pause_s` seconds."""
    until = timezone.now() + timedelta(seconds=pause_s) if pause_s else None
    held(document_id, token).update(lease_by="", lease_until=until)


def fail(document_id: int, token: str, *, code: str) -> None:
    """Give the paper back for good, with the reason; nobody takes it up until a person says so."""
    held(document_id, token).update(failure=code, lease_by="", lease_until=None)


def release_dead() -> int:
    """Free the papers whose worker on this machine is gone; return how many."""
    freed = 0
    leased = unfinished().filter(lease_by__startswith=f"{_host()}:")
    for pk, token in leased.values_list("pk", "lease_by"):
        _, pid, born, _ = token.split(":")
        if _born(int(pid)) != born:
            freed += held(pk, token).update(lease_by="", lease_until=None)
    return freed


def _host() -> str:
    return socket.gethostname().replace(":", "-")[:HOST_LENGTH]


def _born(pid: int) -> str:
    """Return when a process began, in ticks since the machine started; "" if it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return _alive_without_proc(pid)
    # The name of the program stands in brackets and may hold anything.
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else fields[18]


def _alive_without_proc(pid: int) -> str:
    """Answer where there is no /proc: only whether some process has the number."""
    if Path("/proc/self").exists():
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "alive"
    return "alive"
