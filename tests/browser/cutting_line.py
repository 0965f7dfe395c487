"""A bad line: a small proxy that lets some bytes through and then cuts the connection."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

PART_BYTES = 16 * 1024


class CuttingLine:
    """Listens on a port of its own; cuts uploads after `after_bytes`, `cuts` times in all."""

    def __init__(self, *, host: str, port: int, cuts: int, after_bytes: int) -> None:
        self.target = (host, port)
        self.cuts_left, self.after_bytes = cuts, after_bytes
        self.cuts_made = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection(self.target)
        back = threading.Thread(target=self._pour, args=(far, near), daemon=True)
        back.start()
        carried = 0
        with suppress(OSError):
            while part := near.recv(PART_BYTES):
                far.sendall(part)
                carried += len(part)
                if carried > self.after_bytes and self._may_cut():
                    break
        for end in (near, far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _may_cut(self) -> bool:
        with self._lock:
            if not self.cuts_left:
                return False
            self.cuts_left -= 1
            self.cuts_made += 1
            return True

    @staticmethod
    def _pour(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(PART_BYTES):
                target.sendall(part)
        # A server that hangs up is heard at the other end too, as on any line.
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)
