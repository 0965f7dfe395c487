"""Stored files that nothing refers to (a crash between store and commit), and the reverse.

Never races a live capture: only files older than the grace are looked at, and they are listed
before the database is asked. Nothing is deleted at once: a file is put aside first, and comes
back by itself if somebody asks for it. What no backup has seen is not deleted at all.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.utils import timezone

from dossiers.models import Installation, Original

from .backup_mark import last_backup_began
from .installation import uid_of_database
from .private_files import StoreError, checksum, private_storage

logger = logging.getLogger(__name__)

# From storing a file to the commit of its row it is seconds.
GRACE_S = 60 * 60.0
# A row may come back from a backup of the database: the file waits for it so long.
KEPT_ASIDE_S = 30 * 24 * 60 * 60.0

# More orphans than this are no crash but another database: a person is asked.
MOST_AT_ONCE = 50
LARGEST_SHARE = 0.05
# So few are a crash however small the store is, unless nothing else is stored at all.
FEW = 3
REFUSED = (
    "%d of %d stored files look as if no paper needed them. That is too many for a crash: "
    "nothing was put aside. Is this the right database? See ./aman manage sweep_store"
)


@dataclass(frozen=True)
class Sweep:
    """What a sweep found, among how many files, and whether it left them where they are."""

    found: int
    stored: int
    is_refused: bool
    returned: int = 0


def references() -> list[tuple[type[models.Model], str]]:
    """Return every column that may name a stored file: all those whose name ends in `_name`.

    Too many columns do no harm, one too few would put papers aside: so it is a rule, not a list.
    """
    return [
        (model, column.name)
        for model in apps.get_app_config("dossiers").get_models()
        for column in model._meta.get_fields()
        if isinstance(column, models.CharField) and column.name.endswith("_name")
    ]


def referred_to() -> set[str]:
    """Return the names of stored files that the database speaks of."""
    names: set[str] = set()
    for model, column in references():
        rows = model._default_manager.filter(**{f"{column}__endswith": ".age"}).order_by()
        names.update(rows.values_list(column, flat=True).iterator(chunk_size=5000))
    return names


def find_orphans(*, grace_s: float = GRACE_S) -> set[str]:
    """Return the stored files, older than the grace, that nothing refers to."""
    # In this order: what is committed meanwhile is seen.
    stored = private_storage.names(older_than_s=grace_s)
    return stored - referred_to() if stored else set()


def sweep(*, grace_s: float = GRACE_S, confirmed: int | None = None) -> Sweep:
    """Put orphans aside, and delete those that lay aside for long and stand in a backup.

    So many orphans that it looks like another database are left where they are until a person
    confirms their number.
    """
    stored = private_storage.names()
    orphans = find_orphans(grace_s=grace_s)
    returned = _bring_back_referred_to()
    is_refused = _is_suspicious(found=len(orphans), stored=len(stored)) and confirmed != len(
        orphans
    )
    if is_refused:
        logger.error(REFUSED, len(orphans), len(stored))
    else:
        _put_aside(orphans)
    sweep = Sweep(len(orphans), len(stored), is_refused=is_refused, returned=returned)
    _remember(sweep)
    if not is_refused:
        deleted = _delete_aside()
        if orphans or deleted:
            logger.info(
                "stored files without a paper: %d put aside, %d deleted", len(orphans), deleted
            )
    return sweep


def _is_suspicious(*, found: int, stored: int) -> bool:
    if found <= FEW:
        return 0 < found == stored
    return found > MOST_AT_ONCE or found > stored * LARGEST_SHARE


def _put_aside(names: set[str]) -> None:
    for name in sorted(names):
        try:
            private_storage.put_aside(name)
        except FileNotFoundError:
            # Deleted meanwhile by whoever gave up a page.
            continue


def _bring_back_referred_to() -> int:
    """Undo what was put aside and is referred to again: a database came back from a backup."""
    aside = private_storage.names_aside()
    names = aside & referred_to() if aside else set()
    for name in names:
        private_storage.bring_back(name)
    return len(names)


def _delete_aside() -> int:
    """Delete what lay aside for long and was there already when the last backup began."""
    backup = last_backup_began(uid_of_database())
    if backup is None:
        return 0
    before = min(time.time() - KEPT_ASIDE_S, backup.timestamp())
    return private_storage.sweep_aside(put_there_before=before)


def _remember(sweep: Sweep) -> None:
    """Keep for the technician's page what was refused, or that nothing is."""
    Installation.objects.filter(pk=1).update(
        sweep_refused_at=timezone.now() if sweep.is_refused else None,
        orphans_found=sweep.found if sweep.is_refused else 0,
        files_stored=sweep.stored,
    )


def find_missing() -> set[str]:
    """Return the names that the database speaks of and the store does not hold."""
    return referred_to() - private_storage.names()


def find_changed() -> Iterator[str]:
    """Open every original and yield the names of those that are not what was captured."""
    rows = Original.objects.order_by("pk").values_list("stored_name", "sha256")
    for name, sha256 in rows.iterator(chunk_size=1000):
        try:
            if checksum(private_storage.read(name)) != sha256:
                yield name
        except StoreError:
            yield name
