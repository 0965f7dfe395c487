"""A child process that may be killed: it opens what strangers sent, we only hear about it.

The child has limits of memory, processor time and wall time, an empty environment, no
descriptor of ours but its two pipes, and writes no file. What it answers is plain data.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from .framing import FramingError, Header, receive, send

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
MEBIBYTE = 1024 * 1024
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


class Sandbox:
    """One child process running a module of ours; use as a context manager."""

    def __init__(self, module: str, *, memory_mb: int = MEMORY_MB) -> None:
        self.module = module
        self.memory_mb = memory_mb
        self.peak_mb = 0.0
        self.cpu_seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None

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
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the child; it waits for questions."""
        command = [sys.executable, "-m", self.module, str(self.memory_mb)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT_DIR,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )

    def ask(self, header: Header, *blobs: bytes, timeout_s: float) -> tuple[Header, list[bytes]]:
        """Send one question and return the answer.

        Raises SandboxTimeoutError or SandboxCrashError; the child is gone then.
        """
        process = self._process
        if process is None:
            raise SandboxCrashError("the child was not started")
        overtime = threading.Event()

        def end() -> None:
            overtime.set()
            self._signal_group()

        timer = threading.Timer(timeout_s, end)
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), header, *blobs)
            return receive(cast(BinaryIO, process.stdout), max_bytes=MAX_ANSWER_BYTES)
        except (FramingError, OSError, ValueError) as error:
            self.kill()
            if overtime.is_set():
                raise SandboxTimeoutError(f"no answer in {timeout_s:.0f} s") from error
            raise SandboxCrashError("the child died") from error
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End the child and whatever it started; note what it used."""
        process, self._process = self._process, None
        if process is None:
            return
        self._kill_group(process.pid)
        for stream in (process.stdin, process.stdout):
            try:
                cast(BinaryIO, stream).close()
            except OSError:
                # Bytes it no longer wanted: there is nobody to send them to.
                continue
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.peak_mb = usage.ru_maxrss / 1024
        self.cpu_seconds = usage.ru_utime + usage.ru_stime

    def _signal_group(self) -> None:
        if self._process is not None:
            self._kill_group(self._process.pid)

    @staticmethod
    def _kill_group(pid: int) -> None:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            # It ended by itself.
            return
