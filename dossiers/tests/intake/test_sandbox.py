"""A child that hangs, dies or talks nonsense is gone, and we go on."""

import os

import pytest

from dossiers.intake import framing
from dossiers.intake.sandbox import Sandbox, SandboxCrashError, SandboxTimeoutError

CHILD = "dossiers.tests.intake.naughty_child"


@pytest.fixture
def child():
    with Sandbox(CHILD, memory_mb=200) as sandbox:
        yield sandbox


def test_child_that_hangs_is_killed_in_time(child):
    with pytest.raises(SandboxTimeoutError):
        child.ask({"do": "hang"}, timeout_s=0.5)

    assert not child.is_running


@pytest.mark.parametrize("deed", ["die", "babble", "boast"])
def test_child_that_gives_no_answer_is_an_error_of_ours(child, deed):
    with pytest.raises(SandboxCrashError):
        child.ask({"do": deed}, timeout_s=10)

    assert not child.is_running


@pytest.mark.parametrize("deed", ["hoard", "write"])
def test_child_cannot_take_memory_without_end_or_write_files(child, deed):
    answer, _ = child.ask({"do": deed}, timeout_s=10)

    assert answer["refused"] is True


def test_child_knows_nothing_of_our_environment(child, monkeypatch):
    monkeypatch.setenv("AMAN_SECRET_KEY", "very secret")
    child.kill()
    child.start()

    answer, _ = child.ask({"do": "environment"}, timeout_s=10)

    assert "AMAN_SECRET_KEY" not in answer["names"]


def test_bytes_go_there_and_back(child):
    answer, blobs = child.ask({"do": "echo", "word": "محمد"}, b"ab", b"", timeout_s=10)

    assert (answer["word"], blobs) == ("محمد", [b"ab", b""])


def test_what_the_child_used_is_known_when_it_has_ended(child):
    child.ask({"do": "echo"}, timeout_s=10)

    child.kill()

    assert child.peak_mb > 1
    assert child.cpu_seconds > 0


def test_message_longer_than_allowed_is_not_read():
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as source, os.fdopen(write_end, "wb") as target:
        framing.send(target, {}, b"x" * 100)

        with pytest.raises(framing.FramingError, match="longer"):
            framing.receive(source, max_bytes=99)
