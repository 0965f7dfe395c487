"""Whose store this is: database and store carry one id, and nothing starts where they differ.

An older place has no id yet. It gets one where both know each other: most of the originals
that the database names lie in the store. What does not fit is never given an id.
"""

import logging
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_migrate

from dossiers.models import Installation, Original

from .private_files import private_storage

logger = logging.getLogger(__name__)

# Originals that are looked for in the store: the newest and the oldest.
SAMPLED_AT_EACH_END = 25
# An older place may lack a few; another place lacks them all.
SHARE_THAT_AGREES = 0.9


class State(StrEnum):
    """How store and database stand to each other."""

    FITS = "fits"
    NEW = "new"  # nothing on either side yet
    UNMARKED = "unmarked"  # they know each other, the id is missing
    AWAY = "away"  # the database names files, and the store shows none
    DIFFERS = "differs"  # they belong to different places


SENTENCES = {
    State.DIFFERS: (
        "The store {store} and the database {database} belong to different places: {why}. "
        "Nothing was started or changed. Set the variables of this place "
        "(DJANGO_SETTINGS_MODULE, AMAN_VAR_DIR, AMAN_POSTGRESQL_NAME) and start again."
    ),
    State.AWAY: (
        "The store {store} is not seen: {why}. Bring its disk back (or set AMAN_VAR_DIR) "
        "and start again; nothing is lost meanwhile."
    ),
}


@dataclass(frozen=True)
class Finding:
    """The state, with its reason where something is wrong."""

    state: State
    why: str = ""

    @property
    def sentence(self) -> str:
        """What to tell the terminal; "" where nothing is wrong."""
        name = f"“{connection.settings_dict['NAME']}” ({connection.vendor})"
        template = SENTENCES.get(self.state, "")
        return template.format(store=private_storage.root, database=name, why=self.why)


class DifferentPlaceError(Exception):
    """Store and database belong to different places; the message is for the terminal."""


@dataclass(frozen=True)
class _Database:
    """What the database says: its id, whether the store had it, originals that it names."""

    uid: str = ""
    is_marked: bool = False
    sample: tuple[str, ...] = ()
    is_older_release: bool = False

    @property
    def share_stored(self) -> float:
        """How many of the sampled originals the store holds, from 0 to 1."""
        there = sum(private_storage.holds(name) for name in self.sample)
        return there / len(self.sample) if self.sample else 0.0


def look() -> Finding:
    """Compare store and database. Raises what the database raises when it is away."""
    database, mark = _read_database(), private_storage.mark
    if database.uid and mark:
        same = database.uid == mark
        return Finding(State.FITS) if same else Finding(State.DIFFERS, "their ids differ")
    return _compare_unmarked(database)


def _compare_unmarked(database: _Database) -> Finding:
    if not private_storage.holds_files():
        if database.is_marked or database.sample:
            return Finding(State.AWAY, "it holds neither the id of this place nor a file")
        return Finding(State.NEW)
    if database.is_older_release:
        # Its tables are not yet those of today: asked again when they are.
        return Finding(State.UNMARKED)
    if not database.sample:
        return Finding(State.DIFFERS, "the store holds files, and the database names none")
    if database.share_stored < SHARE_THAT_AGREES:
        return Finding(State.DIFFERS, "files that the database names are not in the store")
    return Finding(State.UNMARKED)


def settle() -> Finding:
    """Give database and store one id where that is safe; may be killed and run again."""
    finding = look()
    if finding.state in (State.AWAY, State.DIFFERS) or not _has_table(Installation):
        return finding
    made, _is_new = Installation.objects.get_or_create(
        pk=1, defaults={"uid": private_storage.mark or secrets.token_hex(16)}
    )
    if not made.is_marked:
        # In this order: a mark without its row would look like another place, and a row
        # that speaks of a mark too early like a store that is away.
        private_storage.mark = made.uid
        Installation.objects.filter(pk=1).update(is_marked=True)
    elif finding.state is State.UNMARKED:
        private_storage.mark = made.uid
    return look()


def guard_store() -> Finding:
    """Let this process use the store only while it is the one of this database.

    Raises DifferentPlaceError. Where the store is not seen, it is guarded all the same:
    each use is refused until the store is back.
    """
    finding = settle()
    if finding.state is State.DIFFERS:
        raise DifferentPlaceError(finding.sentence)
    # An older place without an id whose store is away: nothing may be put anywhere.
    private_storage.guard(uid_of_database() or "unknown")
    return finding


def uid_of_database() -> str:
    """Return the id of this database; "" where it has none."""
    if not _has_table(Installation):
        return ""
    return Installation.objects.values_list("uid", flat=True).filter(pk=1).first() or ""


def connect() -> None:
    """Settle after each migration; called when the app is ready."""
    post_migrate.connect(_settle_migrated, dispatch_uid="dossiers.installation")


def _settle_migrated(*, app_config: Any, using: str, **_: Any) -> None:
    if app_config.label == Installation._meta.app_label and using == "default":
        finding = settle()
        if finding.sentence:
            logger.warning(finding.sentence)


def _read_database() -> _Database:
    if not _has_table(Original):
        return _Database(is_older_release=_has_table_named("dossiers_document"))
    names = Original.objects.exclude(stored_name="").values_list("stored_name", flat=True)
    sample = [
        *names.order_by("-pk")[:SAMPLED_AT_EACH_END],
        *names.order_by("pk")[:SAMPLED_AT_EACH_END],
    ]
    here = Installation.objects.filter(pk=1).first() if _has_table(Installation) else None
    return _Database(
        uid=here.uid if here else "",
        is_marked=bool(here and here.is_marked),
        sample=tuple(dict.fromkeys(sample)),
    )


def _has_table(model: type[Model]) -> bool:
    return _has_table_named(model._meta.db_table)


def _has_table_named(name: str) -> bool:
    if connection.vendor == "sqlite" and connection.connection is None:
        # Connecting would make an empty file where there is no database.
        path = str(connection.settings_dict["NAME"])
        if ":memory:" not in path and not path.startswith("file:") and not Path(path).exists():
            return False
    with connection.cursor() as cursor:
        return name in connection.introspection.table_names(cursor)
