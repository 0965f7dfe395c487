"""A child that hangs, dies or talks nonsense is gone, and we go on."""

import os
import signal
from pathlib import Path

import pytest

from dossiers.intake.sandbox import messages
from dossiers.intake.sandbox.process import Sandbox, SandboxCrashError, SandboxTimeoutError
from dossiers.intake.untrusted_files import forked_process
from dossiers.intake.untrusted_files.forked_process import ForkedSandbox, ForkServer, fork_server

CHILD = "dossiers.tests.intake.sandbox.naughty_child"


@pytest.fixture(params=[Sandbox, ForkedSandbox], ids=["started", "forked"])
def child(request):
    with request.param(CHILD, memory_mb=600) as sandbox:
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

    assert child.usage.peak_mb > 1
    assert child.usage.cpu_seconds > 0


def test_every_file_has_a_forked_child_of_its_own():
    with ForkedSandbox(CHILD) as one, ForkedSandbox(CHILD) as other:
        ours, _ = one.ask({"do": "whoami"}, timeout_s=10)
        theirs, _ = other.ask({"do": "whoami"}, timeout_s=10)
        with pytest.raises(SandboxCrashError):
            one.ask({"do": "die"}, timeout_s=10)

        assert ours["pid"] != theirs["pid"]
        assert other.ask({"do": "echo"}, timeout_s=10) == ({"do": "echo"}, [])


def test_forked_child_holds_its_two_pipes_and_nothing_else():
    with ForkedSandbox(CHILD) as one, ForkedSandbox(CHILD):
        answer, _ = one.ask({"do": "whoami"}, timeout_s=10)

    assert answer["descriptors"] == ["0", "1", "2"]


def test_fork_server_that_ended_is_started_again():
    with ForkedSandbox(CHILD) as early:
        fork_server.close()

        with ForkedSandbox(CHILD) as late:
            assert late.ask({"do": "echo"}, timeout_s=10) == ({"do": "echo"}, [])

    assert early.usage.cpu_seconds == 0


def test_fork_server_that_died_unnoticed_costs_no_file():
    own = ForkServer()
    children = [own.fork(CHILD, memory_mb=600)]
    # It leads the session of all its children.
    os.kill(os.getsid(children[0].pid), signal.SIGKILL)

    children.append(own.fork(CHILD, memory_mb=600))

    assert children[0].pid != children[1].pid
    own.close()
    for child in children:
        child.questions.close()
        child.answers.close()


def test_child_that_is_not_to_be_had_is_an_error_of_the_machine(monkeypatch):
    own = ForkServer()
    monkeypatch.setattr(forked_process, "FORK_SERVER", "dossiers.intake.nowhere")
    held = sorted(Path("/dev/fd").iterdir())

    with pytest.raises(ChildProcessError):
        own.fork(CHILD, memory_mb=600)

    assert sorted(Path("/dev/fd").iterdir()) == held


def test_message_longer_than_allowed_is_not_read():
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as source, os.fdopen(write_end, "wb") as target:
        messages.send(target, {}, b"x" * 100)

        with pytest.raises(messages.FramingError, match="longer"):
            messages.receive(source, max_bytes=99)
