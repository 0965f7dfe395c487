"""`./aman` refuses with sentences, and hands over to the command of the same name."""

import socket
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings

from aman_site.runner import main as runner
from aman_site.runner.main import main
from aman_site.runner.ports import HOST


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect what would be started; install nothing."""
    commands: list[list[str]] = []
    monkeypatch.setattr(runner, "prepare_environment", lambda _requirements: None)
    monkeypatch.setattr(runner, "_call", lambda command, **_extra: commands.append(command) or 0)
    return commands


def test_taken_port_is_refused_with_a_way_out(capsys: pytest.CaptureFixture[str], called) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = main(["run", "--port", str(port)])

    assert code == 1
    assert f"Port {port} is taken" in capsys.readouterr().err
    assert called == []


def test_unknown_option_is_refused(called) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["run", "--prot", "8000"])

    assert refusal.value.code == 2
    assert called == []


def test_bench_and_check_are_commands_of_that_name(called) -> None:
    main(["bench", "memory", "--rest", "3"])
    main(["check", "journal"])

    assert [command[1:] for command in called] == [
        ["manage.py", "bench_memory", "--rest", "3"],
        ["manage.py", "check_journal"],
    ]


def test_bench_runs_on_a_postgresql_of_its_own_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, str]] = []
    monkeypatch.setattr(runner, "prepare_environment", lambda _requirements: None)
    monkeypatch.setattr(
        runner, "temporary_server", lambda: nullcontext({"AMAN_POSTGRESQL_NAME": "x"})
    )
    monkeypatch.setattr(runner, "_call", lambda _command, *, extra=None: said.append(extra) or 0)

    main(["bench", "access", "--database", "postgresql"])

    assert said[0]["AMAN_POSTGRESQL_NAME"] == "x"
    # The store and the index of this place belong to its own database.
    assert said[0]["DJANGO_SETTINGS_MODULE"] == "aman_site.settings.embedded"
    assert Path(said[0]["AMAN_VAR_DIR"]) != Path(settings.BASE_DIR) / "var"


def test_tests_never_run_on_the_settings_of_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, str]] = []
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "aman_site.settings.production")
    monkeypatch.setattr(runner, "run_install", lambda _options, _rest: 0)
    monkeypatch.setattr(runner, "_call", lambda _command, *, extra=None: said.append(extra) or 0)

    main(["test"])

    assert said[0]["DJANGO_SETTINGS_MODULE"] == "aman_site.settings.testing"


@pytest.mark.parametrize("choice", [["-n", "0"], ["-n4"], ["--pdb"]])
def test_own_choice_of_workers_is_kept(choice: list[str], called, monkeypatch) -> None:
    monkeypatch.setattr(runner, "run_install", lambda _options, _rest: 0)

    main(["test", *choice])

    assert called[0][2:] == ["pytest", *choice]


def test_old_python_is_told_which_one_is_needed(tmp_path: Path) -> None:
    script = (Path(settings.BASE_DIR) / "aman").read_text()
    aged = script.replace("sys.version_info <", "(3, 9) <").replace(
        "shutil.which(", "(lambda _name: None)("
    )
    (tmp_path / "aman").write_text(aged)

    run = subprocess.run(
        [sys.executable, str(tmp_path / "aman"), "run"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 1
    assert "needs Python 3.11 or newer" in run.stderr


def test_quick_leaves_out_what_is_slow(monkeypatch: pytest.MonkeyPatch, called) -> None:
    monkeypatch.setattr(runner, "run_install", lambda _options, _rest: 0)

    main(["test", "--quick", "dossiers/tests/filing"])

    assert called[0][-3:] == ["-m", "not slow", "dossiers/tests/filing"]
