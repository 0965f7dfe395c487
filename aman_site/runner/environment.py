"""The virtual environment: made once, filled with pinned and hashed packages.

pip brings uv alone, pinned and hashed too; uv installs and locks everything else. Skipped in a
blink when nothing changed; never touches the machine's own Python.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .terminal import refuse, say, step

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_REQUIREMENTS = "aman_site/runner/requirements-uv.txt"
# What pip is told about the index on this machine, and how uv is told the same.
INDEX_SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
PIP_SETTING = re.compile(r"^([\w-]+|:env:)\.([\w-]+)='(.*)'$", re.MULTILINE)
# The later of these goes before the earlier.
PIP_SOURCES = ("global", "user", "site", ":env:")


def prepare_environment(requirements: str) -> None:
    """Make sure that the packages of this requirements file are installed.

    Raises:
        RefusalError: no virtual environment can be made, or pip failed.
    """
    with only_one_at_a_time():
        _prepare_uv()
        if requirements not in _installed():
            with step(f"Installing the pinned packages of {requirements}"):
                _install(requirements)


def prepare_uv() -> None:
    """Make sure that uv is there, for the lock file."""
    with only_one_at_a_time():
        _prepare_uv()


def _prepare_uv() -> None:
    if not _works(PYTHON):
        with step("Making the virtual environment (.venv)"):
            _make_venv()
    if UV_REQUIREMENTS in _installed() and UV.exists():
        return
    with step("Fetching uv, which installs the packages"):
        failure = _run([
            str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-input",
            "--disable-pip-version-check", "--requirement", str(ROOT / UV_REQUIREMENTS),
        ])  # fmt: skip
    if failure:
        refuse(f"uv, which installs the packages, could not be fetched:\n{failure}")
    _mark_installed(UV_REQUIREMENTS)


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
        output = (run.stderr or run.stdout).strip()
        refuse(
            f"The virtual environment could not be made: {output}\n"
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
    present = [UV_REQUIREMENTS, *(path.name for path in ROOT.glob("requirements*.txt"))]
    return {name for name in present if _stamp(name) in stamps}


def _mark_installed(*requirements: str) -> None:
    done = {_stamp(name) for name in (*_installed(), *requirements)}
    _stamp_file().write_text("\n".join(sorted(done)) + "\n")


def _install(requirements: str) -> None:
    """Install with hashes; leave the stamp only after success."""
    failure = _run([
        str(UV), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes",
        "--no-deps", "--requirement", str(ROOT / requirements),
    ])  # fmt: skip
    if failure:
        refuse(f"The packages could not be installed:\n{failure}")
    # Those of the development begin with those of the site.
    with_those_of_the_site = requirements == "requirements-dev.txt"
    _mark_installed(requirements, *["requirements.txt"] * with_those_of_the_site)


def _run(command: Sequence[str]) -> str:
    """Run pip or uv; return its last lines when it failed, "" when it did its work."""
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", **uv_settings()}
    run = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, cwd=ROOT
    )
    if not run.returncode:
        return ""
    output = (run.stderr or run.stdout).strip().splitlines()
    return "\n".join(output[-15:]) or f"exit code {run.returncode}"


def uv_settings() -> dict[str, str]:
    """Return where uv finds packages: where pip is told to look on this machine.

    uv reads no settings of pip. What the environment tells uv itself goes first.
    """
    run = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    rows = [row for row in PIP_SETTING.findall(run.stdout) if row[0] in PIP_SOURCES]
    settings = {
        INDEX_SETTINGS[name]: _listed(name, value)
        for _source, name, value in sorted(rows, key=lambda row: PIP_SOURCES.index(row[0]))
        if name in INDEX_SETTINGS
    }
    return {name: value for name, value in settings.items() if name not in os.environ}


def _listed(name: str, value: str) -> str:
    """Return several values as uv separates them; pip prints one a line, escaped."""
    separator = "," if name == "find-links" else " "
    return separator.join(value.replace("\\n", " ").split())
