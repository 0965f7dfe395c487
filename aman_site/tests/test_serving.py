"""The parent of `./aman run` starts dead children again and ends all of them."""

import os
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
    from aman_site.serving import Child, Supervisor

    def sleep():
        print("sleeper", os.getpid(), flush=True)
        time.sleep(60)

    def once():
        print("greeter", os.getpid(), flush=True)

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


def is_alive(pid: int) -> bool:
    """Tell whether the process runs; one that only waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_killed_child_is_started_again(house: subprocess.Popen) -> None:
    first = read_pid(house, "sleeper")

    os.kill(first, signal.SIGKILL)

    assert read_pid(house, "sleeper") != first


def test_stop_ends_every_child(house: subprocess.Popen) -> None:
    child = read_pid(house, "sleeper")

    house.send_signal(signal.SIGTERM)

    assert "stopped" in house.stdout.read()
    assert not is_alive(child)


def test_nobody_is_left_when_the_parent_is_killed(house: subprocess.Popen) -> None:
    child = read_pid(house, "sleeper")

    house.kill()
    house.stdout.read()  # ends when the last writer, the child, is gone

    assert not is_alive(child)
