"""`./aman lock`: compile the pinned requirements from pyproject.toml with uv."""

import os
import subprocess
from collections.abc import Sequence

from .environment import ROOT, UV, UV_REQUIREMENTS, prepare_uv, uv_settings
from .terminal import refuse, step

OLDEST_PYTHON = "3.11"
TARGETS = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["pyproject.toml", "--extra", "dev", "-c", "requirements.txt"],
    UV_REQUIREMENTS: ["--group", "runner"],
}


def lock() -> None:
    """Write the requirements files, that of uv itself too.

    Raises:
        RefusalError: uv could not be installed or found no solution.
    """
    prepare_uv()
    for target, sources in TARGETS.items():
        with step(f"Compiling {target}"):
            _compile(sources, target=target)


def _compile(sources: Sequence[str], *, target: str) -> None:
    command = [
        str(UV), "pip", "compile", *sources,
        "--quiet", "--generate-hashes", "--universal", "--python-version", OLDEST_PYTHON,
        # The head of the file says how to make it, on any machine.
        "--no-emit-find-links", "--no-emit-index-url",
        "--custom-compile-command", "./aman lock",
        "-o", target,
    ]  # fmt: skip
    environment = {**os.environ, "UV_NO_PROGRESS": "1", **uv_settings()}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        refuse(f"uv failed:\n{run.stderr.strip()}")
