"""A file that is still coming: sealed piece by piece, in the clear nowhere but in memory.

An age file cannot grow, so each piece is one of its own; its name tells where in the file it
begins and how long it is. What a crash leaves is whole pieces.
"""

import fcntl
import io
import os
import secrets
import shutil
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .private_files import KeyRing, PrivateStorage, private_storage

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# At most so much of a file waits in memory to be sealed.
PIECE_BYTES = 512 * 1024
TURN, CARRIER = "turn", "carrier"
# So long a connection that brings bytes may go on before its successor takes over.
CARRIER_GRACE_S = 2.0
LOOK_EVERY_S = 0.02


class ArrivingStorage(PrivateStorage):
    """The private store of what is not yet whole: a folder for each file."""

    @property
    def root(self) -> Path:
        """The folder of the store."""
        return Path(settings.AMAN_VAR_DIR) / "arriving"

    @property
    def ring(self) -> KeyRing:
        """The keys of the store that the files are to enter."""
        return private_storage.ring


arriving_storage = ArrivingStorage()


class OffsetConflictError(Exception):
    """The file is longer or shorter by now than whoever brings this piece believes."""


class Pieces:
    """The pieces of one file, in one folder of the store."""

    def __init__(self, key: str) -> None:
        self.key = key

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return arriving_storage.root / self.key

    @property
    def size(self) -> int:
        """How many bytes of the file are there without a gap."""
        return sum(length for _start, length, _name in self.in_order())

    @property
    def age_s(self) -> float:
        """Seconds since something last came; endless when nothing is there."""
        try:
            return time.time() - self.folder.stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    @contextmanager
    def carried(self) -> Iterator[str]:
        """Be the connection that brings pieces; yields the token for `append`."""
        token = self.acquire()
        descriptor = os.open(self.folder / CARRIER, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield token
        finally:
            os.close(descriptor)

    def acquire(self) -> str:
        """Let no other connection bring pieces from now on; return the token of the turn.

        A connection that was cut on the other side does not know it yet. It has a moment to
        store what it holds; what it still holds then must not arrive behind the back of its
        successor, who is told the size.
        """
        self._wait_for_carrier()
        token = secrets.token_hex(8)
        with self.locked():
            (self.folder / TURN).write_text(token)
        return token

    def _wait_for_carrier(self) -> None:
        descriptor = os.open(self.folder / CARRIER, os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + CARRIER_GRACE_S
        try:
            while time.monotonic() < until:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(LOOK_EVERY_S)
                else:
                    return
        finally:
            os.close(descriptor)

    def append(self, plain: bytes, *, at: int, turn: str | None = None) -> int:
        """Seal one more piece; return the new size once the piece is on the disk.

        Raises MovedOnError when the file does not end at `at` or it is another connection's
        turn, and FileNotFoundError when the file is gone.
        """
        with self.locked():
            if self.size != at or (turn and (self.folder / TURN).read_text() != turn):
                raise OffsetConflictError(self.key)
            if plain:
                arriving_storage.put_at(f"{self.key}/{at:012d}-{len(plain)}.age", plain)
            return at + len(plain)

    def put_note(self, name: str, plain: bytes) -> None:
        """Keep something that is no piece beside them."""
        arriving_storage.put_at(f"{self.key}/{name}.note", plain)

    def note(self, name: str) -> bytes:
        """Return what `put_note` kept. Raises StoreError."""
        return arriving_storage.read(f"{self.key}/{name}.note")

    def open(self) -> io.BufferedReader:
        """Return the file as far as it came, to be read as one."""
        return io.BufferedReader(PiecesReader(self), buffer_size=PIECE_BYTES)

    def delete(self) -> bool:
        """Remove everything in one step: a connection that comes late finds no folder.

        Return whether it was this call that removed it.
        """
        gone = self.folder.with_name(f"{self.key}.gone")
        try:
            self.folder.rename(gone)
        except FileNotFoundError:
            return False
        shutil.rmtree(gone, ignore_errors=True)
        return True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other threads and processes of this machine from changing the pieces."""
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Whoever held the lock before may have removed the folder.
            self.folder.stat()
            yield
        finally:
            os.close(descriptor)

    def in_order(self) -> list[tuple[int, int, str]]:
        """Return (start, length, name) of the pieces up to the first gap."""
        pieces = []
        for path in self.folder.glob("*-*.age"):
            start, length = map(int, path.stem.split("-"))
            pieces.append((start, length, f"{self.key}/{path.name}"))
        pieces.sort()
        if not pieces or pieces[0][0] != 0:
            return []
        for place, (one, following) in enumerate(pairwise(pieces), start=1):
            if one[0] + one[1] != following[0]:
                return pieces[:place]
        return pieces


class PiecesReader(io.RawIOBase):
    """Reads pieces as one file, opening one at a time."""

    def __init__(self, pieces: Pieces) -> None:
        self._parts = pieces.in_order()
        self._starts = [start for start, _length, _name in self._parts]
        self._size = sum(length for _start, length, _name in self._parts)
        self._at = 0
        self._opened: tuple[str, bytes] = ("", b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the file."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, target: "WriteableBuffer", /) -> int:
        """Copy bytes of the piece at hand; 0 at the end."""
        if self._at >= self._size:
            return 0
        start, _length, name = self._parts[bisect_right(self._starts, self._at) - 1]
        if self._opened[0] != name:
            self._opened = (name, arriving_storage.read(name))
        view = memoryview(target).cast("B")
        part = memoryview(self._opened[1])[self._at - start :][: len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)
