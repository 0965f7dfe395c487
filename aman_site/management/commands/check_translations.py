"""Prove that every visible string has its Arabic and its French translation.

The strings are collected afresh into a temporary copy; the catalogues of the
project are only read.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from aman_site.catalogues import catalogue_files

# Where visible strings stand.
SOURCES = ("aman_site", "dossiers", "search", "publicsite", "templates")


class Command(BaseCommand):
    """Compare the catalogues with the strings that the code holds now."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Say every gap; fail when there is one."""
        if not shutil.which("xgettext"):
            raise CommandError("gettext is missing: apt-get install gettext")
        gaps = [gap for path in catalogue_files() for gap in gaps_of(path)]
        gaps += missing_strings()
        for gap in gaps:
            self.stderr.write(gap)
        if gaps:
            raise CommandError(f"{len(gaps)} gaps in the translations")
        self.stdout.write("Every string is translated.")


def gaps_of(path: Path) -> Iterator[str]:
    """Yield a line for every entry that is empty or only guessed."""
    language = path.parent.parent.name
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield f"{language}: only guessed (fuzzy): {entry.msgid!r}"
        elif not is_complete(entry):
            yield f"{language}: not translated: {entry.msgid!r}"


def is_complete(entry: polib.POEntry) -> bool:
    """Tell whether the entry has a text, in every plural form."""
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def missing_strings() -> Iterator[str]:
    """Yield a line for every string of the code that a catalogue does not know."""
    root = Path(settings.LOCALE_PATHS[0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(root, folder / "locale", ignore=shutil.ignore_patterns("*.mo"))
        _collect_in(folder)
        for path in catalogue_files():
            fresh = polib.pofile(str(folder / "locale" / path.relative_to(root)))
            known = {key_of(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
            for entry in fresh:
                if not entry.obsolete and key_of(entry) not in known:
                    where = ", ".join(sorted({file for file, _line in entry.occurrences})[:3])
                    yield f"{path.parent.parent.name}: unknown ({where}): {entry.msgid!r}"


def _collect_in(folder: Path) -> None:
    """Collect the strings of a copy of the sources in a folder that has the catalogues.

    makemessages writes into the `locale` below which it finds a source file, and for a moment
    beside the sources themselves, where others read them.
    """
    base = Path(settings.BASE_DIR)
    for name in SOURCES:
        shutil.copytree(base / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, str(base / "manage.py"), "messages", "--verbosity", "0"]
    environment = {**os.environ, "PYTHONPATH": str(base)}
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise CommandError(f"The strings could not be collected: {run.stderr}")


def key_of(entry: polib.POEntry) -> tuple[str, str | None, str]:
    """Return what tells one entry from another."""
    return entry.msgid, entry.msgctxt, entry.msgid_plural
