"""Translation catalogues: compile them without gettext's programs."""

from pathlib import Path

import polib
from django.conf import settings


def catalogue_files() -> list[Path]:
    """Return the `.po` files of this project."""
    return sorted(
        path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("LC_MESSAGES/*.po")
    )


def compile_catalogues() -> int:
    """Compile every catalogue whose `.mo` is missing or older; return how many."""
    compiled = 0
    for source in catalogue_files():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        compiled += 1
    return compiled
