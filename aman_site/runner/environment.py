"""The virtual environment: made once, filled with pinned and hashed packages.

Skipped in a blink when nothing changed; never touches the machine's own Python.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .terminal import clear_progress, refuse, say, show_progress, step

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def prepare_environment(requirements: str) -> None:
    """Make sure that the packages of this requirements file are installed.

    Raises:
        RefusalError: no virtual environment can be made, or pip failed.
    """
    with only_one_at_a_time():
        if not _works(PYTHON):
            with step("Making the virtual environment (.venv)"):
                _make_venv()
        if requirements not in _installed():
            with step(f"Installing the pinned packages of {requirements}"):
                _install(requirements)


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold the lock of this checkout: two runners never install at once."""
    VENV.mkdir(exist_ok=True)
    with (VENV / ".aman-lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  waiting: another ./aman is installing packages")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _works(python: Path) -> bool:
    """Tell whether the environment's Python starts and has pip."""
    if not python.exists():
        return False
    run = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    return run.returncode == 0


def _make_venv() -> None:
    """Make the environment, with the machine's ensurepip or its pip."""
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if importlib.util.find_spec("ensurepip"):
        _run_or_refuse(command)
        return
    if not importlib.util.find_spec("venv"):
        refuse("Python's venv module is missing: apt-get install python3-venv, then start again.")
    if not importlib.util.find_spec("pip"):
        refuse("Python's pip is missing: apt-get install python3-venv, then start again.")
    _run_or_refuse([*command, "--without-pip"])
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    _run_or_refuse([*pip, "install", "--quiet", "pip"])


def _run_or_refuse(command: Sequence[str]) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        shutil.rmtree(VENV / "bin", ignore_errors=True)
        said = (run.stderr or run.stdout).strip()
        refuse(
            f"The virtual environment could not be made: {said}\n"
            "On Debian or Ubuntu: apt-get install python3-venv, then start again."
        )


def _stamp_file() -> Path:
    return VENV / ".aman-installed"


def _stamp(requirements: str) -> str:
    content = (ROOT / requirements).read_bytes()
    return f"{requirements} {hashlib.sha256(content).hexdigest()}"


def _installed() -> set[str]:
    """Return the requirements files that are installed just as they read now."""
    if not _stamp_file().exists():
        return set()
    stamps = set(_stamp_file().read_text().splitlines())
    present = {path.name for path in ROOT.glob("requirements*.txt")}
    return {name for name in present if _stamp(name) in stamps}


def _install(requirements: str) -> None:
    """Install with hashes; leave the stamp only after success."""
    names = [
        line.partition("==")[0]
        for line in (ROOT / requirements).read_text().splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    ]
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--no-deps",
        "--disable-pip-version-check", "--progress-bar", "off", "--requirement",
        str(ROOT / requirements),
    ]  # fmt: skip
    said = _run_pip(command, total=len(names))
    if said:
        refuse(f"pip could not install the packages:\n{said}")
    done = {_stamp(name) for name in _installed()} | {_stamp(requirements)}
    if requirements == "requirements-dev.txt":
        done.add(_stamp("requirements.txt"))
    _stamp_file().write_text("\n".join(sorted(done)) + "\n")


def _run_pip(command: Sequence[str], *, total: int) -> str:
    """Run pip with a counter; return its last lines when it failed."""
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    last: list[str] = []
    count = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as pip:
        for line in pip.stdout or ():
            last = [*last[-14:], line.rstrip()]
            if line.startswith(("Collecting ", "Requirement already")):
                count += 1
                show_progress(f"{min(count, total)} of {total} packages")
            elif line.startswith("Installing"):
                show_progress(f"unpacking {total} packages")
    clear_progress()
    return "\n".join(last) if pip.returncode else ""
