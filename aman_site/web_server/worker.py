"""gunicorn's threaded worker with a loop that reads requests and sends answers.

A thread gets a request when its head, and its body if small, are complete, and is free again
when the answer is made, not when the reader has taken it. Readers without a sign-in, staff and
uploads have threads of their own. Docs: decision 15.
"""

import resource
import selectors
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.workers.gthread import ThreadWorker

from .connection import MAX_HEAD_BYTES, READ_BYTES, Connection, Phase
from .sessions import SignedInSessions, is_signed_in

STAFF_THREADS = 4
UPLOAD_THREADS = 3
# Bodies up to here, of readers up to AMAN_READER_BODY_BYTES, are complete before a thread
# takes the request.
STAFF_BODY_BYTES = 512 * 1024
# Bytes of an answer that wait for a slow reader without a thread. Files take no memory.
READER_WAITING_BYTES = 512 * 1024
STAFF_WAITING_BYTES = 8 * 1024 * 1024
ACCEPT_AT_ONCE = 64
OPEN_FILES = 4096
# Of all that wait, one in so many is closed to make room.
CLOSED_AT_ONCE = 20
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class SiteWorker(ThreadWorker):
    """Serves the site; see the module."""

    is_signed_in: Callable[[str], bool] = staticmethod(is_signed_in)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = SignedInSessions()
        self.connections: dict[Connection, None] = {}

    def init_process(self) -> None:
        """Make the other pools; room for the descriptors of all connections and their files."""
        self.staff_pool = ThreadPoolExecutor(STAFF_THREADS, "staff")
        self.upload_pool = ThreadPoolExecutor(UPLOAD_THREADS, "uploads")
        self.session_pool = ThreadPoolExecutor(1, "sessions")
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
        super().init_process()

    def run(self) -> None:
        """Serve until told to stop."""
        super().run()
        for pool in (self.staff_pool, self.upload_pool, self.session_pool):
            pool.shutdown(wait=False, cancel_futures=True)

    # Coming in.

    def accept(self, listener: Any) -> None:
        """Take the waiting connections; what they sent already is read at once."""
        for _time in range(ACCEPT_AT_ONCE):
            try:
                plain, address = listener.accept()
            except BlockingIOError:
                return
            except OSError:
                # Descriptors have run out, or it is gone: the next round tries again.
                self._close_longest_waiting()
                return
            conn = Connection(self.cfg, plain, address, listener.getsockname())
            self.connections[conn] = None
            self.nr_conns += 1
            if self.nr_conns >= self.worker_connections:
                self._close_longest_waiting()
            if conn in self.connections:
                self._guarded(conn, self._read)

    def _read(self, conn: Connection) -> None:
        """Read what is there; watch for more, or go on when it is enough."""
        try:
            data = conn.sock.recv_now(READ_BYTES)
        except BlockingIOError:
            self._watch(conn, selectors.EVENT_READ, self._read)
            return
        if not data:
            self._drop(conn)
            return
        conn.received += data
        self._advance(conn)

    def _advance(self, conn: Connection) -> None:
        """Go on with what has been received."""
        if conn.phase is Phase.BODY and conn.has_body:
            self._answer(conn, conn.pool or self.tpool)
        elif conn.phase is Phase.HEAD and conn.has_head:
            self._unwatch(conn)
            self._route(conn)
        elif conn.phase is Phase.HEAD and len(conn.received) > MAX_HEAD_BYTES:
            self._refuse(conn, 431, "Request Header Fields Too Large")
        else:
            self._watch(conn, selectors.EVENT_READ, self._read)

    def _route(self, conn: Connection) -> None:
        """Find out whose threads the request takes."""
        if not conn.parse_head():
            self._answer(conn, self.tpool)
            return
        if conn.is_chunked:
            self._refuse(conn, 411, "Length Required")
            return
        conn.phase = Phase.ANSWERING
        key = conn.cookie(settings.SESSION_COOKIE_NAME)
        is_staff = self.sessions.known(key)
        if is_staff is None:
            asked = self.session_pool.submit(self.is_signed_in, key)
            asked.add_done_callback(
                lambda told: self.method_queue.defer(self._session_told, conn, key, told)
            )
        else:
            self._guarded(conn, self._take_body, is_staff=is_staff)

    def _session_told(self, conn: Connection, key: str, told: "Future[bool]") -> None:
        is_staff = not told.cancelled() and told.exception() is None and told.result()
        self.sessions.remember(key, is_staff=is_staff)
        self._guarded(conn, self._take_body, is_staff=is_staff)

    def _take_body(self, conn: Connection, *, is_staff: bool) -> None:
        """Read a small body here; a large one is for the thread to read, or to refuse."""
        conn.sock.most_waiting = STAFF_WAITING_BYTES if is_staff else READER_WAITING_BYTES
        conn.pool = self.staff_pool if is_staff else self.tpool
        most = STAFF_BODY_BYTES if is_staff else settings.AMAN_READER_BODY_BYTES
        if conn.body_bytes > most or (is_staff and conn.is_streamed):
            conn.request.force_close()
            # Who is refused is not asked to go on.
            conn.request._expected_100_continue &= is_staff  # noqa: SLF001
            self._answer(conn, self.upload_pool if is_staff else self.tpool)
            return
        conn.phase = Phase.BODY
        conn.sock.coming.begin()
        if conn.request._expected_100_continue and not conn.has_body:  # noqa: SLF001
            conn.request._expected_100_continue = False  # noqa: SLF001
            conn.sock.sendall(CONTINUE)
        self._advance(conn)

    # Answering.

    def _answer(self, conn: Connection, pool: ThreadPoolExecutor) -> None:
        """Give the request to a thread."""
        self._unwatch(conn)
        conn.hand_over_body()
        conn.phase = Phase.ANSWERING
        done = pool.submit(self._handle_paced, conn)
        done.add_done_callback(
            lambda result: self.method_queue.defer(self.finish_request, conn, result)
        )

    def _handle_paced(self, conn: Connection) -> bool:
        """Answer in a thread; the time it waited for the thread is not the sender's."""
        conn.sock.coming.begin()
        return bool(self.handle(conn))

    def finish_request(self, conn: Connection, fs: "Future[bool]") -> None:
        """Send the rest of an answer; the thread is free already."""
        conn.is_kept = not fs.cancelled() and fs.exception() is None and fs.result()
        conn.phase = Phase.SENDING
        self._guarded(conn, self._send)

    def _send(self, conn: Connection) -> None:
        if not conn.sock.push():
            self._watch(conn, selectors.EVENT_WRITE, self._send)
            return
        self._unwatch(conn)
        if conn.is_kept and self.alive:
            conn.begin_request(idle_s=self.cfg.keepalive)
            self._advance(conn)
        else:
            self._linger(conn)

    def _refuse(self, conn: Connection, status: int, reason: str) -> None:
        """Answer without a thread and close."""
        self._unwatch(conn)
        util.write_error(conn.sock, status, reason, "")
        self._linger(conn)

    # Ending.

    def _linger(self, conn: Connection) -> None:
        conn.linger()
        self._watch(conn, selectors.EVENT_READ, self._discard)

    def _discard(self, conn: Connection) -> None:
        if not conn.sock.recv_now(READ_BYTES):
            self._drop(conn)

    def murder_pending(self) -> None:
        """Close what is slower than the least rate; called once a second or more often."""
        now = time.monotonic()
        for conn in list(self.connections):
            is_idle = not self.alive and conn.phase is Phase.HEAD and not conn.received
            if is_idle or (conn.deadline is not None and conn.deadline < now):
                self._drop(conn)

    def _close_longest_waiting(self) -> None:
        """Make room: of the addresses with most connections, close those nearest to their end."""
        waiting = [conn for conn in self.connections if conn.deadline is not None]
        count = Counter(conn.host for conn in waiting)
        waiting.sort(key=lambda conn: (-count[conn.host], conn.deadline or 0.0))
        for conn in waiting[: len(waiting) // CLOSED_AT_ONCE + 1]:
            self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        if self.connections.pop(conn, conn) is None:
            self._unwatch(conn)
            self.nr_conns -= 1
            conn.close()

    # The loop's own list of what it watches.

    def _watch(self, conn: Connection, event: int, step: Callable[[Connection], None]) -> None:
        if conn.watched == step:
            return
        self._unwatch(conn)
        self.poller.register(conn.sock, event, lambda _socket: self._guarded(conn, step))
        conn.watched = step

    def _unwatch(self, conn: Connection) -> None:
        if conn.watched is not None:
            self.poller.unregister(conn.sock)
            conn.watched = None

    def _guarded(self, conn: Connection, step: Callable[..., None], **arguments: Any) -> None:
        """Take one step of a connection; what goes wrong with it ends it and nothing else."""
        if conn not in self.connections:
            return
        try:
            step(conn, **arguments)
        except OSError:
            self._drop(conn)
        except Exception:
            self.log.exception("A connection failed.")
            self._drop(conn)
