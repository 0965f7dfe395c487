"""The parent of `./aman run` starts dead children again and ends all of them."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = """
    import os, signal, sys, time
    import django
    django.setup()
    from aman_site.supervisor import Child, Supervisor

    def tell(name):
        # In one piece: two that begin at once must not write into one another's line.
        os.write(1, f"{name} {os.getpid()}\\n".encode())

    def sleep():
        tell("sleeper")
        time.sleep(60)

    def once():
        tell("greeter")

    Supervisor([Child("sleeper", sleep), Child("greeter", once, once=True)], say=print).run()
    print("stopped", flush=True)
"""


@pytest.fixture
def house(tmp_path: Path):
    environment = {**os.environ, "AMAN_VAR_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "aman_site.settings.testing"
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOUSE)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def read_pid(house: subprocess.Popen, name: str) -> int:
    for line in house.stdout:
        if line.startswith(name):
            return int(line.split()[1])
    raise AssertionError(f"no {name} was started")


def ends(pidfd: int) -> bool:
    """Wait a little for the end of a process; tell whether it came."""
    ready, _write, _error = select.select([pidfd], [], [], 10)
    return bool(ready)


def test_killed_child_is_started_again(house: subprocess.Popen) -> None:
    first = read_pid(house, "sleeper")

    os.kill(first, signal.SIGKILL)

    assert read_pid(house, "sleeper") != first


def test_stop_ends_every_child(house: subprocess.Popen) -> None:
    child = os.pidfd_open(read_pid(house, "sleeper"))

    house.send_signal(signal.SIGTERM)

    assert "stopped" in house.stdout.read()
    assert ends(child)


def test_nobody_is_left_when_the_parent_is_killed(house: subprocess.Popen) -> None:
    child = os.pidfd_open(read_pid(house, "sleeper"))

    house.kill()

    assert ends(child)
