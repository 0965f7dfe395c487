"""A real PostgreSQL for the tests: started in a temporary folder, thrown away after.

Nothing of the machine's own servers is touched; root is left at the door,
because PostgreSQL refuses it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .ports import HOST, find_free_port
from .terminal import refuse, step

# A test database is thrown away: durability would only cost time.
SERVER_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c shared_buffers=64MB -c max_connections=40"
)


@contextmanager
def temporary_server() -> Iterator[Mapping[str, str]]:
    """Run a server; yield the environment that the settings read.

    Raises:
        RefusalError: no server program on this machine.
    """
    programs = _find_programs()
    with tempfile.TemporaryDirectory(prefix="aman-postgresql-") as name:
        folder = Path(name)
        server = _Server(programs=programs, folder=folder, port=find_free_port())
        with step("Starting PostgreSQL in a temporary folder"):
            server.start()
        try:
            yield server.environment()
        finally:
            server.stop()


def _find_programs() -> Path:
    """Return the folder of `initdb` and `pg_ctl`: Debian's newest, else of PATH."""
    programs = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        key=lambda path: int(path.parent.parent.name.partition(".")[0]),
    )
    on_path = shutil.which("pg_ctl")
    if programs:
        return programs[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    refuse("PostgreSQL is not installed: apt-get install postgresql, then start again.")


class _Server:
    """One server process; runs as an ordinary user even when root starts it."""

    def __init__(self, *, programs: Path, folder: Path, port: int) -> None:
        self.programs = programs
        self.folder = folder
        self.data = folder / "data"
        self.port = port
        self.account = _ordinary_account() if os.geteuid() == 0 else None

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        if self.account:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        self._run("initdb", "-D", str(self.data), "-U", "aman", "--auth=trust",
                  "--encoding=UTF8", "--no-locale", "--no-sync")  # fmt: skip
        options = f"-h {HOST} -p {self.port} -k {self.folder} {SERVER_OPTIONS}"
        self._run("pg_ctl", "start", "-w", "-D", str(self.data),
                  "-l", str(self.folder / "log"), "-o", options)  # fmt: skip

    def stop(self) -> None:
        """Stop the server; its folder goes with the caller."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.data))

    def environment(self) -> Mapping[str, str]:
        """Return the variables of `aman_site.settings.testing`."""
        return {
            "AMAN_POSTGRESQL_NAME": "postgres",
            "AMAN_POSTGRESQL_HOST": HOST,
            "AMAN_POSTGRESQL_PORT": str(self.port),
            "AMAN_POSTGRESQL_USER": "aman",
        }

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self.programs / program), *arguments]
        account = self.account
        run = subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            # A pipe would stay open in the server that pg_ctl leaves behind.
            stdout=(self.folder / f"{program}.out").open("w"),
            stderr=subprocess.STDOUT,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        )
        if run.returncode:
            output = (self.folder / f"{program}.out").read_text().strip()
            refuse(f"PostgreSQL's {program} failed: {output}")


def _ordinary_account() -> pwd.struct_passwd:
    """Return an account without rights: Debian's postgres, else nobody."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    refuse("PostgreSQL does not run as root, and there is no account to run it as.")
