"""Room on the disk: files are refused well before the database has none left to write.

Opening a paper writes a line in the journal, so room for that is kept: a floor that no file
may go below, and a reserve that is given up when something else filled the disk.
"""

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

RESERVE_BYTES = 32 * 1024 * 1024
# What PostgreSQL and SQLite say: no space, no space, no space for a shared file.
POSTGRESQL_FULL = "53100"
SQLITE_FULL, SQLITE_IO_ERROR = 13, 10


class DiskFullError(OSError):
    """There is no room for it; nothing of it was kept, and it may be sent again later."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, "the disk is full")

    @property
    def reason(self) -> str:
        """What to do, in the language in force."""
        return _(
            "The disk of the site is full, so nothing was accepted. Tell the technical"
            " administrator, then send it again. What is in the archive can still be read."
        )


def require_room(size_bytes: int) -> None:
    """Raise DiskFullError when so much more would leave less than the floor."""
    if free_bytes() - size_bytes < settings.AMAN_DISK_FLOOR_BYTES:
        raise DiskFullError


def has_room_to_read() -> bool:
    """Tell whether pages may be read: their pictures need room, below the floor of new files."""
    return free_bytes() >= settings.AMAN_DISK_FLOOR_BYTES // 2


def free_bytes() -> int:
    """Return how much room there is where the private things lie."""
    disk = os.statvfs(settings.AMAN_VAR_DIR)
    return disk.f_bavail * disk.f_frsize


def keep_reserve() -> None:
    """Set a reserve aside while there is room; a chore of the worker."""
    reserve = _reserve()
    if reserve.exists() or free_bytes() < settings.AMAN_DISK_FLOOR_BYTES + RESERVE_BYTES:
        return
    try:
        with reserve.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
    except OSError:
        reserve.unlink(missing_ok=True)


def give_up_reserve() -> None:
    """Let the database go on: the next request finds room."""
    with suppress(FileNotFoundError):
        _reserve().unlink()
        logger.error("the disk is full: the reserve was given up, make room now")


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an error means that there is no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if getattr(error, "sqlstate", None) == POSTGRESQL_FULL:
            return True
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (SQLITE_FULL, SQLITE_IO_ERROR):
            return True
        error = error.__cause__
    return False


@contextmanager
def telling_of_a_full_disk() -> Iterator[None]:
    """Turn an error for want of room into DiskFullError, and give the reserve up."""
    try:
        yield
    except DiskFullError:
        # Below the floor: the database still has room, and the reserve stays.
        raise
    except (DatabaseError, OSError) as error:
        if not is_disk_full(error):
            raise
        give_up_reserve()
        raise DiskFullError from error


def _reserve() -> Path:
    return Path(settings.AMAN_VAR_DIR) / "reserve"
