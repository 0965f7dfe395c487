"""Packages are installed once, and again only when the pinned list changed."""

from pathlib import Path

import pytest

from aman_site.runner import environment
from aman_site.runner.terminal import RefusalError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a virtual environment and one pinned package."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("polib==1.2.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_works", lambda _python: True)
    return tmp_path


@pytest.fixture
def pip_says(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip will answer; the commands it was given are appended."""
    answers = [""]

    def run_pip(command: list[str], *, total: int) -> str:
        answers.append(" ".join(command))
        return answers[0]

    monkeypatch.setattr(environment, "_run_pip", run_pip)
    return answers


def test_failed_install_is_refused_and_tried_again(place: Path, pip_says: list[str]) -> None:
    pip_says[0] = "ERROR: hashes do not match"

    for _start in range(2):
        with pytest.raises(RefusalError, match="hashes do not match"):
            environment.prepare_environment("requirements.txt")

    assert len(pip_says) == 3


def test_packages_come_with_hashes_once(place: Path, pip_says: list[str]) -> None:
    environment.prepare_environment("requirements.txt")
    environment.prepare_environment("requirements.txt")

    assert len(pip_says) == 2
    assert "--require-hashes" in pip_says[1]


def test_changed_list_is_installed_again(place: Path, pip_says: list[str]) -> None:
    environment.prepare_environment("requirements.txt")
    (place / "requirements.txt").write_text("polib==1.3.0 \\\n    --hash=sha256:11\n")

    environment.prepare_environment("requirements.txt")

    assert len(pip_says) == 3


def test_a_python_without_pip_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = {"ensurepip", "pip"}
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: None if name in hidden else name
    )

    with pytest.raises(RefusalError, match="apt-get install python3-venv"):
        environment._make_venv()
