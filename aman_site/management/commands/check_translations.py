"""Prove that every visible string has its Arabic and its French translation.

The strings are collected afresh into a temporary copy; the catalogues of the
project are only read.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from aman_site.catalogues import catalogue_files


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
    with tempfile.TemporaryDirectory() as folder:
        for path in catalogue_files():
            copy = Path(folder) / path.relative_to(Path(settings.LOCALE_PATHS[0]))
            copy.parent.mkdir(parents=True)
            shutil.copy(path, copy)
        with override_settings(LOCALE_PATHS=[folder]):
            call_command("messages", verbosity=0)
        for path in catalogue_files():
            fresh = polib.pofile(
                str(Path(folder) / path.relative_to(Path(settings.LOCALE_PATHS[0])))
            )
            known = {key_of(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
            for entry in fresh:
                if not entry.obsolete and key_of(entry) not in known:
                    where = ", ".join(sorted({name for name, _line in entry.occurrences})[:3])
                    yield f"{path.parent.parent.name}: unknown ({where}): {entry.msgid!r}"


def key_of(entry: polib.POEntry) -> tuple[str, str | None, str]:
    """Return what tells one entry from another."""
    return entry.msgid, entry.msgctxt, entry.msgid_plural
