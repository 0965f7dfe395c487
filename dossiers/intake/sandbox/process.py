"""A child process that may be killed: it opens what strangers sent, we only hear about it.

The child has limits of memory, processor time and wall time, an empty environment, no
descriptor of ours but its two pipes, and writes no file. What it answers is plain data.
"""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol, Self, cast

from .messages import FramingError, Header, receive, send

PROJECT_DIR = Path(__file__).resolve().parents[3]
MEBIBYTE = 1024 * 1024
# Pictures come and go by the dozen in a child. Memory in large pages, kept for the next one,
# takes a fifth off the time of capturing a file and a fiftieth off that of reading it.
ALLOCATOR = {"hugetlb": 1, "mmap_threshold": 32 * MEBIBYTE, "trim_threshold": 256 * MEBIBYTE}
# All that a child is told of the world: one core for each, whatever the library.
ENVIRONMENT = {
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GLIBC_TUNABLES": ":".join(f"glibc.malloc.{name}={value}" for name, value in ALLOCATOR.items()),
}
# Address space of a child that opens a file: pictures of the permitted size fit.
MEMORY_MB = 1400
# A page picture and its thumbnail are far below this.
MAX_ANSWER_BYTES = 512 * MEBIBYTE


class SandboxError(Exception):
    """The child gave no answer."""


class SandboxTimeoutError(SandboxError):
    """The child took longer than it may, and was killed."""


class SandboxCrashError(SandboxError):
    """The child died: out of memory, out of processor time, or by a fault of a library."""


@dataclass(frozen=True)
class Usage:
    """What a child used until it ended."""

    peak_mb: float = 0.0
    cpu_seconds: float = 0.0


class Child(Protocol):
    """A running child that leads a group of its own, named by its pid."""

    pid: int
    questions: BinaryIO
    answers: BinaryIO

    def has_ended(self) -> bool:
        """Return whether it is known to be gone."""

    def reap(self) -> Usage:
        """Wait for the end of the killed child."""


class StartedChild:
    """A process that we started ourselves."""

    def __init__(self, module: str, memory_mb: int) -> None:
        pipe = subprocess.PIPE
        self._process = start_module(module, str(memory_mb), stdin=pipe, stdout=pipe)
        self.pid = self._process.pid
        self.questions = cast(BinaryIO, self._process.stdin)
        self.answers = cast(BinaryIO, self._process.stdout)

    def has_ended(self) -> bool:
        """Return whether it is gone."""
        return self._process.poll() is not None

    def reap(self) -> Usage:
        """Wait for the end of the killed child."""
        _, status, usage = os.wait4(self.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return Usage(usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


def start_module(module: str, *arguments: str, stdin: Any, stdout: Any) -> subprocess.Popen[bytes]:
    """Start a module of ours that inherits nothing: no environment, no terminal, no descriptor."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT_DIR,
        env=ENVIRONMENT,
        start_new_session=True,
    )


class Sandbox:
    """One child process running a module of ours; use as a context manager."""

    def __init__(self, module: str, *, memory_mb: int = MEMORY_MB) -> None:
        self.module = module
        self.memory_mb = memory_mb
        self.usage = Usage()
        self._child: Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def is_running(self) -> bool:
        """Whether the child can be asked."""
        return self._child is not None and not self._child.has_ended()

    def start(self) -> None:
        """Start the child; it waits for questions."""
        self._child = self._launch()

    def _launch(self) -> Child:
        return StartedChild(self.module, self.memory_mb)

    def ask(self, header: Header, *blobs: bytes, timeout_s: float) -> tuple[Header, list[bytes]]:
        """Send one question and return the answer.

        Raises SandboxTimeoutError or SandboxCrashError; the child is gone then.
        """
        child = self._child
        if child is None:
            raise SandboxCrashError("the child was not started")
        overtime = threading.Event()

        def end() -> None:
            overtime.set()
            self._signal_group()

        timer = threading.Timer(timeout_s, end)
        timer.start()
        try:
            send(child.questions, header, *blobs)
            return receive(child.answers, max_bytes=MAX_ANSWER_BYTES)
        except (FramingError, OSError, ValueError) as error:
            self.kill()
            if overtime.is_set():
                raise SandboxTimeoutError(f"no answer in {timeout_s:.0f} s") from error
            raise SandboxCrashError("the child died") from error
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End the child and whatever it started; note what it used."""
        child, self._child = self._child, None
        if child is None:
            return
        self._kill_group(child.pid)
        for stream in (child.questions, child.answers):
            try:
                stream.close()
            except OSError:
                # Bytes it no longer wanted: there is nobody to send them to.
                continue
        self.usage = child.reap()

    def _signal_group(self) -> None:
        if self._child is not None:
            self._kill_group(self._child.pid)

    @staticmethod
    def _kill_group(pid: int) -> None:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            # It ended by itself.
            return
