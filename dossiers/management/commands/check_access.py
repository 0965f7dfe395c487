"""Prove that derived rights, the closure table and (with --full) every list equal the grants.

With --full the large proofs follow, in an invented town of their own: every door by every
method, long random walks, every canary through every page, then time and size of refusals. The
walks are chance; the same seed gives the same walks. It is printed and kept, and `--seed` repeats
them.
"""

import os
import secrets
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from dossiers.sharing import consistency

Check = tuple[str, Callable[[], Iterator[str]]]
QUICK: tuple[Check, ...] = (
    ("derived rights are those of the grants", consistency.check_derived_rights),
    ("the closure table is the tree", consistency.check_folder_closure),
    ("every dossier has somebody who may share it", consistency.check_somebody_shares),
)
FULL: tuple[Check, ...] = (("everybody's lists equal the walk", consistency.check_lists),)
# Tests that know a longer form of themselves.
PROOFS = (
    "dossiers/tests/test_access_matrix.py",
    "dossiers/tests/test_site_matrix.py",
    "dossiers/tests/test_canaries.py",
    "dossiers/tests/access",
)
# Where the seed of the last large proof is kept, in the folder of what runs here.
SEED_FILE = "last-access-proof-seed"
# After so many breaks of one kind the rest is only counted.
SHOWN = 20


class Command(BaseCommand):
    """`./aman check access [--full]`."""

    help = "Prove that what is stored about access tells the same as the grants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the long form."""
        parser.add_argument(
            "--full", action="store_true", help="also everybody's lists, and the large proofs"
        )
        parser.add_argument(
            "--seed", type=int, help="walk the large proofs as they were walked under this seed"
        )

    def handle(self, **options: Any) -> None:
        """Run the checks; end with an error if one of them fails."""
        checks = QUICK + (FULL if options["full"] else ())
        if "dossiers_folder" not in connection.introspection.table_names():
            self.stdout.write("no archive in this database: nothing stored to check")
            checks = ()
        breaks = sum(self._run(*check) for check in checks)
        if breaks:
            raise CommandError(f"{breaks} breaks. Rights must be mended before work goes on.")
        if options["full"]:
            self._prove_at_length(options["seed"])

    def _prove_at_length(self, seed: int | None) -> None:
        """Run the large proofs under a seed that is told before, and again where one fails."""
        seed = secrets.randbelow(2**32) if seed is None else seed
        seed_file = Path(settings.AMAN_VAR_DIR) / SEED_FILE
        seed_file.parent.mkdir(parents=True, exist_ok=True)
        seed_file.write_text(f"{seed}\n")
        self.stdout.write(f"large proofs, seed {seed}")
        self.stdout.flush()
        if prove_at_length(seed):
            raise CommandError(
                "A large proof failed: see above."
                f" The same walks again: ./aman check access --full --seed {seed}"
            )
        call_command("bench_refusals", seed=seed, stdout=self.stdout)

    def _run(self, title: str, check: Callable[[], Iterator[str]]) -> int:
        started = perf_counter()
        breaks = list(check())
        verdict = "yes" if not breaks else f"NO, {len(breaks)} breaks"
        self.stdout.write(f"{title}: {verdict} ({perf_counter() - started:.1f} s)")
        for sentence in breaks[:SHOWN]:
            self.stdout.write(f"  {sentence}")
        return len(breaks)


def prove_at_length(seed: int) -> int:
    """Run the large proofs on the test database; return the exit code of pytest."""
    processes = str(os.cpu_count() or 2)
    command = [sys.executable, "-m", "pytest", "-n", processes, f"--randomly-seed={seed}", *PROOFS]
    environment = {
        **os.environ,
        "AMAN_LARGE_PROOFS": "1",
        "AMAN_PROOF_SEED": str(seed),
        "DJANGO_SETTINGS_MODULE": "aman_site.settings.testing",
    }
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False).returncode
