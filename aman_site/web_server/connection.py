"""One connection: its request is read here, by the loop, before a thread sees it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any

from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

from .paced_socket import PacedSocket

HEAD_END = b"\r\n\r\n"
MAX_HEAD_BYTES = 32 * 1024
READ_BYTES = 64 * 1024
# What a closing connection still sends is thrown away, so that our answer arrives.
LINGER_S = 2.0
# The body of a resumable upload: the thread stores each piece as it comes.
STREAMED_TYPE = "application/offset+octet-stream"


class Phase(Enum):
    """Where a connection stands; only ANSWERING takes a thread."""

    HEAD = "head"
    BODY = "body"
    ANSWERING = "answering"
    SENDING = "sending"
    CLOSING = "closing"


class HeldUnreader(SocketUnreader):
    """Reads the socket only once a thread has the request: the loop waits for nothing."""

    is_held = True

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes; while held, none."""
        return b"" if self.is_held else super().chunk(size_hint)


class ReadyParser(RequestParser):
    """Gives the request that was parsed when its head was complete."""

    ready: Request | None = None
    failure: Exception | None = None

    def __init__(self, cfg: Any, sock: PacedSocket, client: Any) -> None:
        super().__init__(cfg, sock, client)
        self.unreader = HeldUnreader(sock)

    def parse(self, head: bytes) -> None:
        """Parse a complete head; what is wrong with it is raised in the thread that answers."""
        self.ready = self.failure = None
        self.unreader.is_held = True
        self.unreader.unread(head)
        try:
            self.ready = super().__next__()
        except Exception as error:  # noqa: BLE001 (raised again by __next__)
            self.failure = error

    def __next__(self) -> Request:
        if self.failure is not None:
            raise self.failure
        return self.ready

    next = __next__


class Connection(TConn):
    """A connection whose head, and body if small, are complete before a thread takes it."""

    sock: PacedSocket
    parser: ReadyParser

    def __init__(self, cfg: Any, sock: Any, client: Any, server: Any) -> None:
        super().__init__(cfg, PacedSocket.adopt(sock), client, server)
        self.initialized = True
        self.parser = ReadyParser(cfg, self.sock, client)
        self.received = bytearray()
        self.told: dict[str, str] = {}
        # What the loop does when the socket is ready; None while it does not watch.
        self.watched: Callable[[Connection], None] | None = None
        self.pool: ThreadPoolExecutor | None = None
        self.is_kept = False
        self.begin_request()

    def begin_request(self, *, idle_s: float | None = None) -> None:
        """Wait for a head; the first byte of it for `idle_s`, by default as for any other."""
        self.phase = Phase.HEAD
        self.received += self.parser.unreader.take_buffered()
        self.sock.coming.begin()
        self.idle_until = None if idle_s is None else time.monotonic() + idle_s

    @property
    def host(self) -> str:
        """Address of the other side; "" on a socket of this machine."""
        return str(self.client[0]) if isinstance(self.client, tuple) else ""

    @property
    def deadline(self) -> float | None:
        """When it is to be closed if nothing more happens; None while a thread has it."""
        if self.phase is Phase.ANSWERING:
            return None
        if self.phase is Phase.CLOSING:
            return self.idle_until
        if self.phase is Phase.SENDING:
            return self.sock.going.deadline
        is_idle = self.idle_until is not None and not self.received
        return self.idle_until if is_idle else self.sock.coming.deadline

    @property
    def has_head(self) -> bool:
        """Whether the head is complete."""
        return HEAD_END in self.received

    @property
    def has_body(self) -> bool:
        """Whether the body is complete."""
        return len(self.received) >= (self.body_bytes or 0)

    def parse_head(self) -> bool:
        """Parse the complete head; what came after it stays in `received`. Tell if it is sound."""
        self.parser.parse(bytes(self.received))
        self.received = bytearray(self.parser.unreader.take_buffered())
        # Of cookies in several lines the last counts here; the site reads them all.
        self.told = dict(self.request.headers) if self.parser.failure is None else {}
        return self.parser.failure is None

    def hand_over_body(self) -> None:
        """Put what came of the body where the thread reads it."""
        self.parser.unreader.unread(bytes(self.received))
        self.parser.unreader.is_held = False
        self.received.clear()

    @property
    def request(self) -> Request:
        """The request whose head is parsed."""
        return self.parser.ready

    @property
    def is_chunked(self) -> bool:
        """Whether the body has no announced length."""
        return "TRANSFER-ENCODING" in self.told

    @property
    def body_bytes(self) -> int:
        """Announced length of the body; gunicorn's parser refused what is no number."""
        return int(self.told.get("CONTENT-LENGTH", 0))

    @property
    def is_streamed(self) -> bool:
        """Whether the thread is to read the body as it comes."""
        return self.told.get("CONTENT-TYPE", "").split(";")[0].strip() == STREAMED_TYPE

    def cookie(self, name: str) -> str:
        """Return the value of a cookie, "" when it is not there."""
        for pair in self.told.get("COOKIE", "").split(";"):
            key, _equals, value = pair.strip().partition("=")
            if key == name:
                return value
        return ""

    def linger(self) -> None:
        """Say that nothing more comes from us, and wait a little for the other side to close."""
        self.phase = Phase.CLOSING
        self.idle_until = time.monotonic() + LINGER_S
        self.sock.shutdown(1)
