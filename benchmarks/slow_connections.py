"""Connections that hold a server up: slow heads, slow bodies, idle ones, slow readers of answers.

For benches and tests on this machine only. Each that the server closes is opened again.
"""

import os
import selectors
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
# One byte so often: far below the least rate of the server.
STEP_S = 2.0
SMALL_BUFFER = 4096
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
IDLE = b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"


def opening(kind: str, *, large_page: str) -> bytes:
    """Return what a connection of this kind sends at once."""
    if kind == "slow head":
        return HEAD + b"X-Slow: "
    if kind == "slow body":
        return (
            b"POST /ar/report/ HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\n"
        )
    if kind == "slow reader":
        # Asked many times over, the answers are larger than what the kernel keeps.
        return b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % large_page.encode() * 20
    return IDLE


KINDS = ("slow head", "slow body", "idle", "slow reader")


@dataclass
class SlowClients:
    """So many connections to one port, equally of each kind."""

    port: int
    number: int
    large_page: str = "/ar/"
    reopened: Counter[str] = field(default_factory=Counter)

    def hold(self) -> None:
        """Hold them until the process is ended."""
        selector = selectors.DefaultSelector()
        kinds = [KINDS[place % len(KINDS)] for place in range(self.number)]
        open_now = {self._open(kind, selector): kind for kind in kinds}
        while True:
            until = time.monotonic() + STEP_S
            while (left_s := until - time.monotonic()) > 0:
                for key, _mask in selector.select(left_s):
                    if isinstance(key.fileobj, socket.socket):
                        self._replace_if_closed(key.fileobj, open_now, selector)
            for client, kind in list(open_now.items()):
                self._trickle(client, kind)

    def _open(self, kind: str, selector: selectors.BaseSelector) -> socket.socket:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        client.connect((HOST, self.port))
        client.sendall(opening(kind, large_page=self.large_page))
        client.settimeout(0)
        if kind != "slow reader":
            selector.register(client, selectors.EVENT_READ)
        return client

    def _replace_if_closed(
        self,
        client: socket.socket,
        open_now: dict[socket.socket, str],
        selector: selectors.BaseSelector,
    ) -> None:
        with suppress(BlockingIOError, ConnectionError):
            if client.recv(SMALL_BUFFER):
                return
        selector.unregister(client)
        client.close()
        kind = open_now.pop(client)
        self.reopened[kind] += 1
        open_now[self._open(kind, selector)] = kind

    def _trickle(self, client: socket.socket, kind: str) -> None:
        with suppress(OSError):
            if kind == "slow reader":
                client.recv(1)
            elif kind != "idle":
                client.send(b"x")


@contextmanager
def slow_connections(port: int, number: int, *, large_page: str = "/ar/") -> Iterator[None]:
    """Hold them from a process of its own while the block runs."""
    pid = os.fork()
    if not pid:
        try:
            SlowClients(port, number, large_page).hold()
        finally:
            os._exit(1)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
