"""Packages are installed once, and again only when the pinned list changed."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from aman_site.runner import environment
from aman_site.runner.terminal import RefusalError

UV_ALONE = "aman_site/runner/requirements-uv.txt"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a virtual environment and one pinned package."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "uv").touch()
    (tmp_path / "aman_site" / "runner").mkdir(parents=True)
    (tmp_path / UV_ALONE).write_text("uv==0.13.9 \\\n    --hash=sha256:00\n")
    (tmp_path / "requirements.txt").write_text("polib==1.2.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "UV", tmp_path / ".venv" / "bin" / "uv")
    monkeypatch.setattr(environment, "_works", lambda _python: True)
    return tmp_path


class Programs:
    """Stands for pip and uv: what they were asked, and what they answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = ""

    def run(self, command: list[str]) -> str:
        """Note the command."""
        self.asked.append(" ".join(command))
        return self.answer


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs()
    monkeypatch.setattr(environment, "_run", programs.run)
    return programs


def test_pip_brings_uv_alone_and_uv_the_packages_each_with_hashes(
    place: Path, programs: Programs
) -> None:
    environment.prepare_environment("requirements.txt")

    [by_pip, by_uv] = programs.asked
    assert "-m pip install" in by_pip
    assert by_pip.endswith(UV_ALONE)
    assert f"{place}/.venv/bin/uv pip install" in by_uv
    assert by_uv.endswith("/requirements.txt")
    assert all("--require-hashes" in asked for asked in programs.asked)


def test_a_second_start_installs_nothing(place: Path, programs: Programs) -> None:
    environment.prepare_environment("requirements.txt")
    environment.prepare_environment("requirements.txt")

    assert len(programs.asked) == 2


def test_failed_install_is_refused_and_tried_again(place: Path, programs: Programs) -> None:
    environment.prepare_uv()
    programs.answer = "ERROR: hashes do not match"

    for _start in range(2):
        with pytest.raises(RefusalError, match="hashes do not match"):
            environment.prepare_environment("requirements.txt")

    assert len(programs.asked) == 3


def test_a_machine_without_uv_is_told_so(place: Path, programs: Programs) -> None:
    programs.answer = "ERROR: No matching distribution found for uv"

    with pytest.raises(RefusalError, match="uv, which installs the packages"):
        environment.prepare_environment("requirements.txt")


def test_changed_list_is_installed_again(place: Path, programs: Programs) -> None:
    environment.prepare_environment("requirements.txt")
    (place / "requirements.txt").write_text("polib==1.3.0 \\\n    --hash=sha256:11\n")

    environment.prepare_environment("requirements.txt")

    assert len(programs.asked) == 3


@pytest.mark.parametrize(
    ("pip_says", "uv_is_told"),
    [
        ("", {}),
        ("global.index-url='https://a/simple'\n", {"UV_DEFAULT_INDEX": "https://a/simple"}),
        (
            ":env:.index-url='https://b/simple'\nglobal.index-url='https://a/simple'\n",
            {"UV_DEFAULT_INDEX": "https://b/simple"},
        ),
        (
            "user.extra-index-url='\\nhttps://a/simple\\nhttps://b/simple'\n",
            {"UV_INDEX": "https://a/simple https://b/simple"},
        ),
        ("global.find-links='/wheels /more'\n", {"UV_FIND_LINKS": "/wheels,/more"}),
        ("install.user='no'\nglobal.disable-pip-version-check='1'\n", {}),
    ],
)
def test_uv_looks_where_pip_is_told_to_look(
    pip_says: str, uv_is_told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(command: list[str], **_options: Any) -> Any:
        return subprocess.CompletedProcess(command, 0, stdout=pip_says, stderr="")

    monkeypatch.setattr(subprocess, "run", answer)
    for name in environment.INDEX_SETTINGS.values():
        monkeypatch.delenv(name, raising=False)

    assert environment.uv_settings() == uv_is_told


def test_what_the_environment_tells_uv_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(command: list[str], **_options: Any) -> Any:
        return subprocess.CompletedProcess(command, 0, stdout="global.index-url='https://a'\n")

    monkeypatch.setattr(subprocess, "run", answer)
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine")

    assert environment.uv_settings() == {}


def test_a_python_without_pip_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = {"ensurepip", "pip"}
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: None if name in hidden else name
    )

    with pytest.raises(RefusalError, match="apt-get install python3-venv"):
        environment._make_venv()
