"""The processes of `./aman run`: one parent that watches, children forked from it.

Django is loaded once before the fork, so that the children share its memory. A
child that dies is started again; when the parent goes, the kernel ends them.
"""

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.core.management import CommandError
from django.db import connections

PR_SET_PDEATHSIG = 1
GRACE_S = 20
LOOK_EVERY_S = 0.3
# A child that dies soon after its start waits longer each time before the next.
SHORT_LIFE_S = 30
LONGEST_PAUSE_S = 60


@dataclass
class Child:
    """One kind of process; `once` is not started again after it ended well."""

    name: str
    run: Callable[[], object]
    once: bool = False
    pid: int | None = None
    started: float = 0.0
    due: float = 0.0
    pause_s: float = 0.5
    is_done: bool = False


@dataclass
class Supervisor:
    """Start the children, start dead ones again, stop all on Ctrl-C or SIGTERM."""

    children: list[Child]
    say: Callable[[str], None]
    stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Watch until told to stop; every child has ended when this returns."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        connections.close_all()
        gc.collect()
        # The collector would touch, and so copy, what the children share.
        gc.freeze()
        while not self.stopping:
            self._look()
            time.sleep(LOOK_EVERY_S)
        self._end_children()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look(self) -> None:
        """Start what is due; see who ended and when it is due again."""
        for child in self.children:
            code = _exit_code(child)
            if code is not None:
                self._note_end(child, code=code)
            if child.pid is None and not child.is_done and time.monotonic() >= child.due:
                self._start(child)

    def _note_end(self, child: Child, *, code: int) -> None:
        child.pid = None
        child.is_done = child.once and code == 0
        if child.is_done:
            return
        lived_s = time.monotonic() - child.started
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S) if lived_s < SHORT_LIFE_S else 0.5
        child.due = time.monotonic() + child.pause_s
        self.say(f"The {child.name} ended ({code}) and is started again.")

    def _start(self, child: Child) -> None:
        """Fork; the child never returns from here."""
        sys.stdout.flush()
        sys.stderr.flush()
        child.started = time.monotonic()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            child.pid = pid
            return
        code = 1
        try:
            _settle_in(parent)
            child.run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except CommandError as error:
            print(error, file=sys.stderr)
        except BaseException:  # noqa: BLE001 (nothing may climb above the fork)
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_children(self) -> None:
        """Give every child its grace, then end it."""
        deadline = time.monotonic() + GRACE_S
        for child in self.children:
            _send(child, signal.SIGTERM)
        while any(child.pid for child in self.children):
            for child in self.children:
                if _exit_code(child) is not None:
                    child.pid = None
                elif time.monotonic() > deadline:
                    _send(child, signal.SIGKILL)
            time.sleep(0.05)


def _settle_in(parent: int) -> None:
    """Leave the terminal's Ctrl-C to the parent; end when the parent is gone."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _exit_code(child: Child) -> int | None:
    """Return how a child ended; None while it runs or before its start."""
    if child.pid is None:
        return None
    try:
        ended, status = os.waitpid(child.pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if ended else None


def _send(child: Child, number: signal.Signals) -> None:
    if child.pid:
        try:
            os.kill(child.pid, number)
        except ProcessLookupError:
            child.pid = None
