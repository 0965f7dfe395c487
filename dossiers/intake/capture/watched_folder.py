"""A folder into which a copier scans: each file is taken once, when it is whole.

Gone from the folder only after it is captured. Killed anywhere, the next look finds the file
still there, and its id makes it the same paper. No name of a file is logged: it may be a family's.
"""

import errno
import fcntl
import hashlib
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from dossiers.intake.untrusted_files import file_ends
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import RefusedFile, Unit
from dossiers.storage.private_files import StoreAwayError

from .accept import accept_upload, plain_name

logger = logging.getLogger(__name__)

# Copiers write slowly and pause: so long nothing may change.
SETTLE_S = 5.0
# A file without its end is waited for so long; then it is taken as damaged as it is.
UNFINISHED_S = 120.0
# A PDF or TIFF may get its next page when somebody has turned the paper: so many times the
# settling is waited, and twice as long once it was seen to be written again.
NEXT_PAGE_SETTLES = 6
# What met trouble is left alone for so many times the settling: a share may be off for hours.
TROUBLE_SETTLES = 6
# The longest name that file systems take, in bytes.
NAME_BYTES = 255
TAKEN, REFUSED = "taken", "refused"
# What copiers, browsers and offices call what they have not finished.
UNFINISHED_ENDINGS = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
    ".lock",
)
# What Windows keeps in every folder that somebody looked into, and editors beside their files.
OF_THE_SYSTEM = ("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini")
LANGUAGES = ("ar", "fr")


class FileOutcome(StrEnum):
    """What became of one file at one look."""

    WAITS = "waits"
    TAKEN = "taken"
    REFUSED = "refused"


class FolderTakenError(Exception):
    """Another process watches this folder."""


@dataclass
class WatchedFolder:
    """One folder and what was seen of it at the last look."""

    folder: Path
    unit: Unit
    delete: bool = False
    settle_s: float = SETTLE_S
    # Path → (size, time of change, when first seen so).
    _seen: dict[Path, tuple[int, int, float]] = field(default_factory=dict)
    # What was whole, and was written again all the same.
    _rewritten: set[Path] = field(default_factory=set)
    _whole: set[Path] = field(default_factory=set)
    # Path → (what was wrong, until when it is left alone).
    _trouble: dict[Path, tuple[str, float]] = field(default_factory=dict)

    def look(self) -> list[FileOutcome]:
        """Take what is whole; return what became of each file that is there."""
        files = list(self._files())
        self._seen = {path: seen for path, seen in self._seen.items() if path in files}
        self._trouble = {path: told for path, told in self._trouble.items() if path in files}
        self._rewritten.intersection_update(files)
        self._whole.intersection_update(files)
        return [self._process(path) for path in files]

    def _files(self) -> Iterator[Path]:
        for entry in sorted(os.scandir(self.folder), key=lambda entry: entry.name):
            hidden = entry.name.startswith((".", "~"))
            name = entry.name.lower()
            is_no_scan = name.endswith(UNFINISHED_ENDINGS) or name in OF_THE_SYSTEM
            if not hidden and not is_no_scan and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)

    def _process(self, path: Path) -> FileOutcome:
        if time.monotonic() < self._trouble.get(path, ("", 0.0))[1]:
            return FileOutcome.WAITS
        try:
            with path.open("rb") as file:
                if not self._is_whole(path, file.fileno()):
                    return FileOutcome.WAITS
                return self._take(path, file.fileno())
        except ScannerAwayError:
            self._leave(path, "the virus scanner is away")
        except StoreAwayError:
            self._leave(path, "the store is away")
        except OSError as error:
            # Taken away meanwhile, a share that is off, a full disk: a later look knows more.
            self._leave(path, errno.errorcode.get(error.errno or 0, "?"))
        return FileOutcome.WAITS

    def _leave(self, path: Path, why: str) -> None:
        """Come back to it later; the same trouble is told once."""
        known, _until = self._trouble.get(path, ("", 0.0))
        self._trouble[path] = (why, time.monotonic() + TROUBLE_SETTLES * self.settle_s)
        if why != known:
            logger.warning("a watched file waits: %s", why)

    def _is_whole(self, path: Path, descriptor: int) -> bool:
        """Whether nobody writes it any more, as far as can be told from outside."""
        stat = os.fstat(descriptor)
        now = time.monotonic()
        size, changed, since = self._seen.get(path, (-1, -1, now))
        if (size, changed) != (stat.st_size, stat.st_mtime_ns):
            self._seen[path] = (stat.st_size, stat.st_mtime_ns, now)
            since = now
            if path in self._whole:
                self._whole.discard(path)
                self._rewritten.add(path)
        if now - since < self.settle_s or is_being_written(descriptor):
            return False
        if not is_complete(descriptor, stat.st_size):
            return now - since >= UNFINISHED_S
        self._whole.add(path)
        return now - since >= self._pause_s(path, descriptor)

    def _pause_s(self, path: Path, descriptor: int) -> float:
        """Return how long a file with its end lies still before it is taken."""
        if not file_ends.holds_pages(partial(_read_at, descriptor)):
            return self.settle_s
        return NEXT_PAGE_SETTLES * self.settle_s * (2 if path in self._rewritten else 1)

    def _take(self, path: Path, descriptor: int) -> FileOutcome:
        before = _state_of(os.fstat(descriptor))
        with os.fdopen(os.dup(descriptor), "rb") as file:
            upload_id = id_of(path, descriptor)
            name = os.fsencode(path.name).decode(errors="replace")
            try:
                result = accept_upload(
                    file=file, name=name, unit=self.unit, by=None, upload_id=upload_id
                )
            except Refusal as refusal:
                self._tell_in_tray(upload_id, plain_name(name), refusal)
                if _state_of(path.lstat()) == before:
                    self._put_aside(path, refusal)
                return FileOutcome.REFUSED
        # Another file under the same name by now is another paper: it stays for the next look.
        if _state_of(path.lstat()) == before:
            self._clear_away(path)
        logger.info("document %s came from the watched folder", result.document.pk)
        return FileOutcome.TAKEN

    def _clear_away(self, path: Path) -> None:
        if self.delete:
            path.unlink()
        else:
            _move(path, self.folder / TAKEN)

    def _tell_in_tray(self, upload_id: str, name: str, refusal: Refusal) -> None:
        """Leave a line for the tray of the unit."""
        RefusedFile.objects.get_or_create(
            upload_id=upload_id,
            defaults={"unit": self.unit, "name": name, "code": refusal.code},
        )

    def _put_aside(self, path: Path, refusal: Refusal) -> None:
        """Move it away with a sentence beside it that says why."""
        moved = _move(path, self.folder / REFUSED)
        reasons = []
        for language in LANGUAGES:
            with override(language):
                reasons.append(refusal.reason)
        beside = moved.with_name(_fitting(moved.name, ".txt"))
        beside.write_text("\n".join(reasons) + "\n", encoding="utf-8")
        logger.info("a watched file was refused: %s", refusal.code)


@contextmanager
def watching_alone(folder: Path) -> Iterator[None]:
    """Keep other processes from watching the same folder. Raises FolderTakenError."""
    key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    path = Path(settings.AMAN_VAR_DIR) / f"watch-{key}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderTakenError from error
        yield
    finally:
        os.close(descriptor)


def id_of(path: Path, descriptor: int) -> str:
    """Return the id of this very file: the same after a restart, another for another copy."""
    stat = os.fstat(descriptor)
    identity = f"\n{stat.st_ino}\n{stat.st_mtime_ns}\n{stat.st_size}\n".encode()
    # Bytes, as they lie on the disk: an old copier writes names that are no UTF-8.
    identity = os.fsencode(path.name) + identity
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        digest = hashlib.file_digest(file, lambda: hashlib.sha256(identity)).hexdigest()
        file.seek(0)
    return f"watched-{digest[:48]}"


def is_being_written(descriptor: int) -> bool:
    """Whether a process of this machine has the file open for writing (Linux tells owners)."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        # Not ours, or a file system that knows no leases: nothing is known.
        return error.errno == errno.EAGAIN
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def is_complete(descriptor: int, size: int) -> bool:
    """Whether the file ends as its format asks."""
    return file_ends.is_complete(partial(_read_at, descriptor), size)


def _read_at(descriptor: int, offset: int, length: int) -> bytes:
    return os.pread(descriptor, length, offset)


def _move(path: Path, folder: Path) -> Path:
    """Move a file into a folder beside it, under a name that is free there."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / _fitting(path.stem, f"-{number}{path.suffix}")
    path.rename(target)
    return target


def _fitting(name: str, ending: str) -> str:
    """Return the name with its ending, shortened to what file systems take."""
    room = NAME_BYTES - len(os.fsencode(ending))
    return os.fsencode(name)[:room].decode(errors="ignore") + ending


def _state_of(stat: os.stat_result) -> tuple[int, int, int]:
    """Return what is another when a file was replaced or written to."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
