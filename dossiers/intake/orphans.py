"""Stored files that nothing refers to (a crash between store and commit), and the reverse.

Never races a live capture: only files older than the grace are looked at, and they are listed
before the database is asked. Nothing is deleted at once: a file is put aside first, and comes
back by itself if somebody asks for it.
"""

import logging
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from dossiers.models import Original

from .storage import StoreError, checksum, private_storage

logger = logging.getLogger(__name__)

# From storing a file to the commit of its row it is seconds.
GRACE_S = 60 * 60.0
# A row may come back from a backup of the database: the file waits for it so long.
KEPT_ASIDE_S = 30 * 24 * 60 * 60.0


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


def sweep(*, grace_s: float = GRACE_S) -> int:
    """Put orphans aside and delete those that lay aside for long; return how many were found."""
    found = find_orphans(grace_s=grace_s)
    for name in sorted(found):
        try:
            private_storage.put_aside(name)
        except FileNotFoundError:
            # Deleted meanwhile by whoever gave up a page.
            continue
    deleted = private_storage.sweep_aside(older_than_s=KEPT_ASIDE_S)
    if found or deleted:
        logger.info("stored files without a paper: %d put aside, %d deleted", len(found), deleted)
    return len(found)


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
