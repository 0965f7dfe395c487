"""A real server on loopback: slow connections take no thread, and what is sent arrives whole."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

HOST = "127.0.0.1"
WAIT_S = 20
FILE_BYTES = 8_000_000
# More than all threads of the server together.
MANY = 12

SERVER = """
    import sys, threading
    import django
    django.setup()
    from wsgiref.util import FileWrapper
    from aman_site.web_server import paced_socket
    from aman_site.web_server.server import SiteServer
    from aman_site.web_server.worker import SiteWorker

    paced_socket.GRACE_S = float(sys.argv[2])
    released = threading.Event()

    class Worker(SiteWorker):
        is_signed_in = staticmethod(lambda key: key == "staff")

    def application(environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/release":
            released.set()
        if path == "/wait":
            released.wait()
        if path == "/file":
            start_response("200 OK", [("Content-Length", "8000000")])
            return environ["wsgi.file_wrapper"](open(sys.argv[1], "rb"), 8192)
        if path == "/unread":
            start_response("413 Too Large", [("Content-Length", "3")])
            return [b"no\\n"]
        if path == "/large":
            start_response("200 OK", [("Content-Length", "400000")])
            return [b"x" * 400000]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        text = b"%s %d %d\\n" % (path.encode(), len(body), sum(body))
        start_response("200 OK", [("Content-Length", str(len(text)))])
        return [text]

    def told(server):
        print("port", server.LISTENERS[0].getsockname()[1], flush=True)

    SiteServer(
        application, address="127.0.0.1:0", worker_class=Worker, when_ready=told,
        worker_connections=int(sys.argv[3]),
    ).run()
"""


@dataclass
class Server:
    """A server under test."""

    process: subprocess.Popen[str]
    port: int

    def connect(self, sent: bytes = b"", *, small: bool = False) -> socket.socket:
        """Open a connection and send something."""
        client = socket.socket()
        if small:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(WAIT_S)
        client.connect((HOST, self.port))
        client.sendall(sent)
        return client

    def ask(self, path: str, *, headers: str = "", body: bytes = b"", method: str = "GET") -> bytes:
        """Return the whole answer to one request on a connection of its own."""
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        sent = request(path, headers=f"Connection: close\r\n{length}{headers}", method=method)
        with self.connect(sent + body) as client:
            return read_all(client)


def request(path: str, *, headers: str = "", method: str = "GET") -> bytes:
    """Return the head of a request."""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()


def read_all(client: socket.socket) -> bytes:
    """Read until the server closes."""
    return b"".join(iter(lambda: client.recv(65536), b""))


@contextmanager
def running(folder: Path, *, grace_s: float = 60, most_connections: int = 200) -> Iterator[Server]:
    """Run a server with a small application that reads bodies and can be made to wait."""
    file = folder / "file"
    file.write_bytes(bytes(range(250)) * (FILE_BYTES // 250))
    environment = {**os.environ, "AMAN_VAR_DIR": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "aman_site.settings.testing"
    arguments = [str(file), str(grace_s), str(most_connections)]
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        yield Server(process, int(line.split()[1]))
        process.terminate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that gives every connection a minute."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module")
def strict_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that closes what is slow after a moment."""
    with running(tmp_path_factory.mktemp("strict"), grace_s=0.2) as started:
        yield started


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET / HTT",
        request("/") + b"GET / HTT",
        request("/", method="POST", headers="Content-Length: 5000\r\n") + b"x",
        request("/file", headers="Connection: close\r\n"),
        request("/large"),
    ],
    ids=["nothing", "head", "second head", "body", "answer from a file", "answer from memory"],
)
def test_slow_connections_take_no_thread(server: Server, beginning: bytes) -> None:
    with ExitStack() as held:
        for _number in range(MANY):
            held.enter_context(server.connect(beginning, small=True))

        assert server.ask("/page").endswith(b"/page 0 0\n")


def test_readers_cannot_use_up_the_threads_of_staff(server: Server) -> None:
    with ExitStack() as held:
        for _number in range(MANY):
            held.enter_context(server.connect(request("/wait")))
        for _number in range(MANY):
            held.enter_context(server.connect(request("/wait", headers="Cookie: sessionid=x\r\n")))

        answer = server.ask("/release", headers="Cookie: other=1; sessionid=staff\r\n")

    assert answer.endswith(b"/release 0 0\n")


def test_uploads_of_staff_do_not_use_up_their_threads_for_pages(server: Server) -> None:
    head = "Cookie: sessionid=staff\r\nContent-Length: 900000\r\n"
    with ExitStack() as held:
        for _number in range(MANY):
            held.enter_context(server.connect(request("/", method="POST", headers=head) + b"x"))

        answer = server.ask("/page", headers="Cookie: sessionid=staff\r\n")

    assert answer.endswith(b"/page 0 0\n")


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET / HTT",
        request("/", method="POST", headers="Content-Length: 5000\r\n") + b"x",
        request("/", method="POST", headers="Content-Length: 900000\r\nCookie: sessionid=staff\r\n")
        + b"x",
    ],
    ids=["nothing", "head", "small body", "large body of staff"],
)
def test_sender_below_the_least_rate_is_closed(strict_server: Server, beginning: bytes) -> None:
    with strict_server.connect(beginning) as client:
        assert b"200 OK" not in read_all(client)


def test_reader_below_the_least_rate_is_closed(strict_server: Server) -> None:
    with strict_server.connect(request("/file"), small=True) as client:
        client.recv(1000)
        # Another one, begun later, is closed by now: so is the first.
        with strict_server.connect() as other:
            read_all(other)

        assert len(read_all(client)) < FILE_BYTES


def test_new_connection_is_answered_when_all_are_taken(tmp_path: Path) -> None:
    with running(tmp_path, most_connections=MANY) as server, ExitStack() as held:
        for _number in range(MANY * 3):
            held.enter_context(server.connect(b"GET / HTT"))

        assert server.ask("/page").endswith(b"/page 0 0\n")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request("/", method="POST", headers="Transfer-Encoding: chunked\r\n"), b"411"),
        (request("/", headers=f"X-Long: {'x' * 40_000}\r\n"), b"431"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20_000, b"431"),
        (b"\r\n\r\n", b"400"),
        (b"no request\r\n\r\n", b"400"),
        (request("/", headers="Content-Length: -1\r\n"), b"400"),
        (request("/", headers=f"Content-Length: {'9' * 5000}\r\n"), b"400"),
        (request("/unread", method="POST", headers="Content-Length: 9000000\r\n"), b"413"),
    ],
    ids=["no length", "long header", "many headers", "empty", "words", "negative", "huge", "body"],
)
def test_what_is_not_taken_is_refused_at_once(server: Server, sent: bytes, status: bytes) -> None:
    with server.connect(sent) as client:
        assert read_all(client).split()[1] == status


@pytest.mark.parametrize("size", [1, 100_000, 400_000, 3_000_000])
@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"], ids=["plain", "asks first"])
def test_body_arrives_whole(server: Server, size: int, expect: str) -> None:
    body = bytes(range(250)) * (size // 250 + 1)
    headers = f"Cookie: sessionid=staff\r\n{expect}"

    answer = server.ask("/body", method="POST", body=body, headers=headers)

    assert answer.endswith(b"/body %d %d\n" % (len(body), sum(body)))


def test_file_arrives_whole(server: Server) -> None:
    answer = server.ask("/file")

    _head, _end, content = answer.partition(b"\r\n\r\n")
    assert content == bytes(range(250)) * (FILE_BYTES // 250)


def test_requests_sent_at_once_are_answered_in_their_order(server: Server) -> None:
    body = request("/second", method="POST", headers="Content-Length: 3\r\n") + b"abc"
    last = request("/third", headers="Connection: close\r\n")
    with server.connect(request("/first") + body + last) as client:
        answers = read_all(client)

    words = [line for line in answers.split(b"\n") if line.startswith(b"/")]
    assert words == [b"/first 0 0", b"/second 3 294", b"/third 0 0"]


def test_slow_sender_above_the_least_rate_is_answered(server: Server) -> None:
    head = request("/slow", method="POST", headers="Content-Length: 3\r\nConnection: close\r\n")
    with server.connect() as client:
        for byte in head + b"abc":
            client.sendall(bytes([byte]))

        assert read_all(client).endswith(b"/slow 3 294\n")


def test_server_stops_while_connections_are_held(tmp_path: Path) -> None:
    with running(tmp_path) as server, server.connect(), server.connect(b"GET / HTT"):
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(WAIT_S) == 0
