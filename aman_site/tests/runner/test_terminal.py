"""What the runner says goes beside the output of the command that it runs."""

import pytest

from aman_site.runner.terminal import say, step


def test_what_the_runner_says_leaves_the_output_pure(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Installing the pinned packages"):
        say("  waiting: another ./aman is installing packages")

    said = capsys.readouterr()
    assert said.out == ""
    assert "Installing" in said.err
    assert "waiting" in said.err
