"""A socket whose other side must keep a least rate; what it does not take yet waits here."""

import errno
import os
import select
import socket
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

# A side may fall behind the least rate by so much before the connection is closed.
GRACE_S = 20.0
LEAST_BYTES_PER_S = 500
FILE_STEP_BYTES = 256 * 1024


class TooSlowError(ConnectionResetError):
    """The other side sent or took less than the least rate."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "slower than the least rate")


class Pace:
    """Until when the other side must have moved bytes again."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Give the full grace."""
        self.deadline = time.monotonic() + GRACE_S

    def moved(self, count: int) -> None:
        """Prolong by what came or went; never beyond the grace."""
        longer = self.deadline + count / LEAST_BYTES_PER_S
        self.deadline = min(longer, time.monotonic() + GRACE_S)

    @property
    def left_s(self) -> float:
        """Seconds until the connection is too slow."""
        return self.deadline - time.monotonic()


@dataclass
class FilePart:
    """A part of an open file that waits to be sent; the descriptor is ours."""

    descriptor: int
    offset: int
    count: int


class PacedSocket(socket.socket):
    """Never blocks for longer than the pace allows; keeps what could not be sent at once.

    One thread at a time: the loop, or the thread that answers the request.
    """

    # So many bytes of an answer wait in memory; with more, the sending thread waits.
    most_waiting = 64 * 1024

    @classmethod
    def adopt(cls, plain: socket.socket) -> "PacedSocket":
        """Take over the descriptor of a connection."""
        paced = cls(plain.family, plain.type, plain.proto, fileno=plain.detach())
        socket.socket.setblocking(paced, False)  # noqa: FBT003 (the name of the library)
        paced.coming, paced.going = Pace(), Pace()
        paced.outgoing = deque()
        paced.waiting_bytes = 0
        return paced

    coming: Pace
    going: Pace
    outgoing: deque[memoryview | FilePart]
    waiting_bytes: int

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001 (the library's signature)
        """Stay as it is: gunicorn switches, the pace decides."""

    def settimeout(self, value: float | None) -> None:
        """Stay as it is."""

    def gettimeout(self) -> float:
        """Say that nothing here blocks by itself."""
        return 0.0

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Wait for bytes. Raises TooSlowError."""
        while True:
            with suppress(BlockingIOError):
                return self.recv_now(bufsize, flags)
            self._wait(select.POLLIN, self.coming)

    def recv_now(self, bufsize: int, flags: int = 0) -> bytes:
        """Return the bytes that are there. Raises BlockingIOError when there are none."""
        data = super().recv(bufsize, flags)
        self.coming.moved(len(data))
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send, or keep for the loop to send. Raises TooSlowError."""
        self._queue(memoryview(data), len(data))

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a part of a file, or keep it open for the loop to send: it takes no memory."""
        length = os.fstat(file.fileno()).st_size - offset if count is None else count
        self._queue(FilePart(os.dup(file.fileno()), offset, length), 0)
        return length

    def push(self) -> bool:
        """Send what the other side takes now; tell whether nothing is left."""
        while self.outgoing:
            part = self.outgoing[0]
            try:
                if isinstance(part, FilePart):
                    self._push_file(part)
                else:
                    self._push_bytes(part)
            except BlockingIOError:
                return False
        return True

    def close(self) -> None:
        """Close it and what waits to be sent."""
        for part in self.outgoing:
            if isinstance(part, FilePart):
                os.close(part.descriptor)
        self.outgoing.clear()
        super().close()

    def _queue(self, part: memoryview | FilePart, size: int) -> None:
        if not self.outgoing:
            self.going.begin()
        self.outgoing.append(part)
        self.waiting_bytes += size
        while not self.push() and self.waiting_bytes > self.most_waiting:
            self._wait(select.POLLOUT, self.going)

    def _push_bytes(self, part: memoryview) -> None:
        sent = super().send(part)
        self.going.moved(sent)
        self.waiting_bytes -= sent
        if sent == len(part):
            self.outgoing.popleft()
        else:
            self.outgoing[0] = part[sent:]

    def _push_file(self, part: FilePart) -> None:
        step = min(part.count, FILE_STEP_BYTES)
        sent = os.sendfile(self.fileno(), part.descriptor, part.offset, step) if step else 0
        if step and not sent:
            raise ConnectionResetError(errno.ECONNRESET, "the file became shorter")
        self.going.moved(sent)
        part.offset += sent
        part.count -= sent
        if not part.count:
            os.close(part.descriptor)
            self.outgoing.popleft()

    def _wait(self, event: int, pace: Pace) -> None:
        poll = select.poll()
        poll.register(self.fileno(), event)
        if not poll.poll(max(0.0, pace.left_s) * 1000):
            raise TooSlowError
