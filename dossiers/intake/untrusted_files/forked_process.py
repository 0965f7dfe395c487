"""A sandbox whose child is forked off a process that has loaded the libraries (`fork_server`).

The child is as confined as any other and one file's alone; it only starts in no time. The
fork server starts when first needed and ends when nobody needs it.
"""

import atexit
import json
import os
import socket
import subprocess
import threading
from dataclasses import dataclass
from typing import Any, BinaryIO

from dossiers.intake.sandbox.process import Sandbox, Usage, start_module

FORK_SERVER = "dossiers.intake.untrusted_files.fork_server"
MAX_ANSWER_BYTES = 1024
# Loading takes a third of a second, forking a hundredth.
SOCKET_TIMEOUT_S = 20.0


class ForkServer:
    """Client of the fork server: one for each process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._owner = 0

    def fork(self, module: str, *, memory_mb: int) -> "ForkedChild":
        """Return a new child. Raises OSError where none is to be had, as for any process."""
        question_pipe, questions = os.pipe()
        answers, answered = os.pipe()
        question = {"do": "fork", "module": module, "memory_mb": memory_mb}
        try:
            # It may have ended for want of work: the second time it is a new one.
            answer = self._ask(question, question_pipe, answered) or self._ask(
                question, question_pipe, answered
            )
            if answer is None:
                raise ChildProcessError("the fork server gives no child")
        except BaseException:
            os.close(questions)
            os.close(answers)
            raise
        finally:
            os.close(question_pipe)
            os.close(answered)
        return ForkedChild(
            self, answer["pid"], os.fdopen(questions, "wb"), os.fdopen(answers, "rb")
        )

    def reap(self, pid: int) -> Usage:
        """Return what a killed child used; nothing if the fork server ended before it."""
        answer = self._ask({"do": "reap", "pid": pid})
        return Usage(**answer) if answer else Usage()

    def close(self) -> None:
        """End the fork server, unless it is that of the process that forked us."""
        with self._lock:
            self._close_socket()

    def _ask(self, question: dict[str, Any], *pipes: int) -> dict[str, Any] | None:
        """Return the answer, or None without a fork server; the next question starts one."""
        with self._lock:
            connection = self._open_socket()
            try:
                socket.send_fds(connection, [json.dumps(question).encode()], pipes)
                answer = connection.recv(MAX_ANSWER_BYTES)
            except OSError:
                answer = b""
            if not answer:
                self._close_socket()
                return None
            return dict(json.loads(answer))

    def _open_socket(self) -> socket.socket:
        if self._owner != os.getpid():
            self._close_socket()
        if self._socket is None:
            self._socket, theirs = socket.socketpair()
            self._socket.settimeout(SOCKET_TIMEOUT_S)
            with theirs:
                self._process = start_module(FORK_SERVER, stdin=theirs, stdout=subprocess.DEVNULL)
            self._owner = os.getpid()
        return self._socket

    def _close_socket(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._socket = self._process = None


@dataclass
class ForkedChild:
    """A child of the fork server, which alone can wait for its end."""

    fork_server: ForkServer
    pid: int
    questions: BinaryIO
    answers: BinaryIO

    def has_ended(self) -> bool:
        """Answer that nothing is known of it: the next question tells."""
        return False

    def reap(self) -> Usage:
        """Wait for the end of the killed child."""
        return self.fork_server.reap(self.pid)


class ForkedSandbox(Sandbox):
    """One child of the fork server running `main` of a module of ours; use as a context manager."""

    def _launch(self) -> ForkedChild:
        return fork_server.fork(self.module, memory_mb=self.memory_mb)


fork_server = ForkServer()
atexit.register(fork_server.close)
