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

from django.db import connections

PR_SET_PDEATHSIG = 1
GRACE_S = 20
# A child that dies at once would be restarted in a tight loop.
RESTART_PAUSE_S = 2


@dataclass
class Child:
    """One kind of process; `once` is not started again after it ended well."""

    name: str
    run: Callable[[], object]
    once: bool = False
    pid: int | None = None
    started: float = 0.0


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
        for child in self.children:
            self._start(child)
        while not self.stopping:
            self._watch()
        self._end_children()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True
        # The wait below goes on after a handler: a signal to the children ends it.
        for child in self.children:
            _send(child, signal.SIGTERM)

    def _watch(self) -> None:
        """Wait for one child to end; start it again unless it was meant to."""
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:
            self.stopping = True
            return
        child = next((one for one in self.children if one.pid == pid), None)
        if child is None:
            return
        child.pid = None
        code = os.waitstatus_to_exitcode(status)
        if self.stopping or (child.once and code == 0):
            return
        self.say(f"The {child.name} ended ({code}) and is started again.")
        if time.monotonic() - child.started < RESTART_PAUSE_S:
            time.sleep(RESTART_PAUSE_S)
        self._start(child)

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
        except BaseException:  # noqa: BLE001 (nothing may climb above the fork)
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_children(self) -> None:
        """Give every child its grace, then end it."""
        deadline = time.monotonic() + GRACE_S
        while any(child.pid for child in self.children):
            for child in self.children:
                if child.pid and _has_ended(child.pid):
                    child.pid = None
            if time.monotonic() > deadline:
                for child in self.children:
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


def _has_ended(pid: int) -> bool:
    try:
        ended, _status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return True
    return ended == pid


def _send(child: Child, number: signal.Signals) -> None:
    if child.pid:
        try:
            os.kill(child.pid, number)
        except ProcessLookupError:
            child.pid = None
