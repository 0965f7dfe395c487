"""`./aman lock`: compile the pinned requirements from pyproject.toml with uv."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .environment import ROOT
from .terminal import refuse, step

OLDEST_PYTHON = "3.11"
TARGETS = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--extra", "dev", "-c", "requirements.txt"],
}


def lock() -> None:
    """Write both requirements files; uv lives in a throw-away environment.

    Raises:
        RefusalError: uv could not be installed or found no solution.
    """
    with tempfile.TemporaryDirectory(prefix="aman-lock-") as folder:
        uv = Path(folder) / "bin" / "uv"
        with step("Fetching uv into a throw-away environment"):
            _run(sys.executable, "-m", "venv", folder)
            _run(str(Path(folder) / "bin" / "pip"), "install", "--quiet", "uv")
        for target, options in TARGETS.items():
            with step(f"Compiling {target}"):
                _compile(uv, target=target, options=options)


def _compile(uv: Path, *, target: str, options: list[str]) -> None:
    _run(
        str(uv), "pip", "compile", "pyproject.toml", *options,
        "--quiet", "--generate-hashes", "--universal", "--python-version", OLDEST_PYTHON,
        # The head of the file says how to make it, on any machine.
        "--no-emit-find-links", "--no-emit-index-url",
        "--custom-compile-command", "./aman lock",
        "-o", target,
    )  # fmt: skip


def _run(*command: str) -> None:
    environment = {**os.environ, "UV_NO_PROGRESS": "1"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        refuse(f"{Path(command[0]).name} failed:\n{run.stderr.strip()}")
