"""The commands of `./aman`: prepare what each needs, then hand over to Django.

Thin on purpose: the work is in management commands of the same name.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence

from .environment import PYTHON, ROOT, prepare_environment
from .locking import lock
from .ports import require_free_port
from .postgresql import temporary_server
from .terminal import RefusalError, refuse, say, step

RUN_TIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
OCR_MODELS = ROOT / "var" / "ocr-models"
DATABASES = ("sqlite", "postgresql")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code of the process."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        parser.error(f"unknown: {' '.join(rest)}")
    os.chdir(ROOT)
    try:
        work: Callable[[argparse.Namespace, list[str]], int] = options.work
        return work(options, rest)
    except RefusalError as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def command_names() -> list[str]:
    """Return the names of all commands."""
    actions = _parser()._subparsers._group_actions  # type: ignore[union-attr]  # noqa: SLF001
    return sorted(actions[0].choices or ())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./aman", description="Aman Dossiers: run it, test it, measure it."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = _add(commands, "run", run_site, "prepare everything, then serve site and worker")
    run.add_argument("--port", type=int, default=8000, help="port of the site (8000)")
    run.add_argument("--empty", action="store_true", help="start without the demo")

    test = _add(commands, "test", run_tests, "run the whole test suite", takes_rest=True)
    test.add_argument("--database", choices=DATABASES, default="sqlite")
    test.add_argument("--quick", action="store_true", help="leave out what is slow: a minute")

    _add(commands, "install", run_install, "install what the tests need, and run nothing")

    for name, sentence in {
        "bench": "measure something: read, search, memory, …",
        "check": "prove something: journal, access, …",
    }.items():
        named = _add(commands, name, run_named, sentence, takes_rest=True)
        named.add_argument("name", metavar="NAME")
        named.add_argument("--database", choices=DATABASES, default="sqlite")
        named.set_defaults(command=name)

    for name, sentence in {
        "setup": "links for the first administrator and director of a place nobody can enter",
        "index": "look after the search index: rebuild, status, …",
        "elasticsearch": "a real Elasticsearch for tests",
        "screenshots": "make the pictures of the documentation",
        "watch": "capture what a copier scans into a folder",
        "messages": "collect the strings that need a translation",
    }.items():
        command = _add(commands, name, run_command, sentence, takes_rest=True)
        command.set_defaults(command=name)

    _add(commands, "manage", run_manage, "any Django command: ./aman manage …", takes_rest=True)
    _add(commands, "lock", run_lock, "compile requirements*.txt from pyproject.toml")
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    work: Callable[[argparse.Namespace, list[str]], int],
    sentence: str,
    *,
    takes_rest: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=sentence, description=sentence, add_help=not takes_rest
    )
    parser.set_defaults(work=work, takes_rest=takes_rest)
    return parser


def run_site(options: argparse.Namespace, _rest: list[str]) -> int:
    """Prepare packages, models, database and demo; then become the server."""
    require_free_port(options.port)
    prepare_environment(RUN_TIME)
    empty = ["--empty"] if options.empty else []
    if code := _manage("prepare", *empty):
        return code
    require_free_port(options.port)
    # The server takes the place of this process: one process less at rest. Its
    # threads share two heaps instead of one each: freed memory goes back.
    os.execve(
        PYTHON,
        [str(PYTHON), "manage.py", "serve", "--port", str(options.port)],
        {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", **os.environ},
    )


def run_tests(options: argparse.Namespace, rest: list[str]) -> int:
    """Prepare what the tests need and run them on the chosen database."""
    run_install(options, rest)
    if not any(shutil.which(name) for name in BROWSERS):
        say("• No browser here: its tests are skipped (apt-get install chromium brings one)")
    workers = [] if _chooses_workers(rest) else ["-n", str(max(2, min(os.cpu_count() or 2, 8)))]
    quick = ["-m", "not slow"] if options.quick else []
    command = [str(PYTHON), "-m", "pytest", *workers, *quick, *rest]
    # On a server the environment names the real place: the tests never run on its settings.
    return _call_on(options.database, command, DJANGO_SETTINGS_MODULE="aman_site.settings.testing")


def run_install(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Install packages and reading models."""
    prepare_environment(DEVELOPMENT)
    if not OCR_MODELS.exists():
        with step("Fetching the reading models"):
            _manage("install_ocr_models", "--into", str(OCR_MODELS))
    return 0


def _chooses_workers(rest: Sequence[str]) -> bool:
    return any(word.startswith(("-n", "--numprocesses")) or word == "--pdb" for word in rest)


def run_named(options: argparse.Namespace, rest: list[str]) -> int:
    """`./aman bench read` is `manage.py bench_read`; likewise `check`."""
    prepare_environment(DEVELOPMENT)
    name = f"{options.command}_{options.name.replace('-', '_')}"
    return _call_on(options.database, [str(PYTHON), "manage.py", name, *rest])


def run_command(options: argparse.Namespace, rest: list[str]) -> int:
    """Hand over to the management command of the same name."""
    development = options.command in {"screenshots", "messages", "elasticsearch"}
    prepare_environment(DEVELOPMENT if development else RUN_TIME)
    return _manage(options.command, *rest)


def run_manage(_options: argparse.Namespace, rest: list[str]) -> int:
    """Hand over to Django's command line."""
    prepare_environment(RUN_TIME)
    if not rest:
        refuse("Which command? ./aman manage help lists them.")
    return _manage(*rest)


def run_lock(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Compile the pinned requirements."""
    lock()
    return 0


def _manage(*arguments: str) -> int:
    return _call([str(PYTHON), "manage.py", *arguments])


def _call_on(database: str, command: Sequence[str], **settings: str) -> int:
    """Run a child on SQLite, or on a PostgreSQL that lives as long as the child.

    Such a server gets a private folder of its own too: the store and the index of this place
    belong to its own database.
    """
    if database == "sqlite":
        return _call(command, extra=settings)
    with temporary_server() as server, tempfile.TemporaryDirectory(prefix="aman-var-") as var:
        own = {"DJANGO_SETTINGS_MODULE": "aman_site.settings.embedded", "AMAN_VAR_DIR": var}
        return _call(command, extra={**server, **own, **settings})


def _call(command: Sequence[str], *, extra: dict[str, str] | None = None) -> int:
    """Run a child that shares the terminal; Ctrl-C reaches both, the child ends first."""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(extra or {})}) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.wait()
            raise
