"""The only writer of the journal, and the check that nobody else wrote in it.

A line is written inside the transaction of what it tells: no line, no deed.
Lines hold ids and references, never names of people or words that were typed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from dossiers.access import shown
from dossiers.models import Document, JournalEntry, JournalHead, User
from dossiers.vocabulary import JournalAction

from .things import Subject, columns_of, subject_of
from .verbs import Verb

# Addresses that a script asks while a page stands open.
POLLED = frozenset({"tray_status"})
# What shows the same places again within this time has one line.
TOLD_ONCE_IN = timedelta(minutes=1)


def record(
    *,
    by: User | None,
    action: JournalAction,
    thing: Model | Subject | None = None,
    folder_id: int | None = None,
    verb: Verb | None = None,
    reason: str = "",
    **detail: str | int | bool | list[str] | list[int],
) -> JournalEntry:
    """Append one line.

    `thing` is a row that the journal has a word for, or a `Subject`; `folder_id` the unit or
    dossier it belongs to; `by` a user or None for the system. Raises whatever the database
    raises: the caller's deed falls too.
    """
    subject = Subject.of(thing)
    entry = JournalEntry(
        at=timezone.now(),
        actor_id=getattr(by, "pk", None),
        action=action,
        thing=str(subject),
        **columns_of(subject),
        folder_id=folder_id,
        detail=detail if verb is None else {"verb": verb.value, **detail},
        reason=reason,
    )
    with transaction.atomic():
        entry.hash = chain(_lock_head(), entry)
        # The database itself writes the new hash and count into the head (migration 0004).
        entry.save()
    shown.tell(folder_id, *_trays(thing))
    return entry


def record_shown(untold: Sequence[int], *, by: User, screen: str) -> JournalEntry | None:
    """Append the line about dossiers and trays of which something was shown.

    A page that asks again by itself every two seconds has one line a minute for the same places.
    """
    if screen in POLLED and _is_told_lately(untold, by=by, screen=screen):
        return None
    return record(
        by=by,
        action=JournalAction.LIST,
        folder_id=untold[0] if len(untold) == 1 else None,
        door=screen,
        places=list(untold),
    )


def record_typing(
    *, by: User, thing: Subject, document_id: int, by_reference: bool, found: int
) -> JournalEntry | None:
    """Append the line about a search that a script asks while a name is typed beside a document.

    The first of a minute has a line, whatever it showed. A later one has a line only about places
    that no line of these searches names yet.
    """
    lately = [
        line
        for line in _told_lately(by=by, action=JournalAction.SEARCH)
        if line.get("document") == document_id
    ]
    shown.tell(*(place for line in lately for place in line["places"]))
    untold = shown.take_untold()
    if lately and not untold:
        return None
    return record(
        by=by,
        action=JournalAction.SEARCH,
        thing=thing,
        document=document_id,
        by_reference=by_reference,
        found=found,
        places=untold,
    )


def _is_told_lately(untold: Sequence[int], *, by: User, screen: str) -> bool:
    """Tell whether a line of the last minute says the same of this person."""
    same = {"door": screen, "places": list(untold)}
    return same in _told_lately(by=by, action=JournalAction.LIST)


def _told_lately(*, by: User, action: JournalAction) -> list[dict[str, Any]]:
    """Return the details of this person's lines of the last minute."""
    since = timezone.now() - TOLD_ONCE_IN
    lately = JournalEntry.objects.filter(at__gt=since, actor_id=by.pk, action=action)
    return list(lately.values_list("detail", flat=True))


def _trays(thing: object) -> tuple[int | None, ...]:
    """Return the unit of a paper or a file that no dossier holds: its line names its tray."""
    return (thing.unit_id,) if isinstance(thing, Document) else ()


def _lock_head() -> str:
    """Lock the row that puts the lines in one order; return the hash of the last line."""
    heads = JournalHead.objects.select_for_update().values_list("hash", flat=True)
    last = heads.filter(pk=1).first()
    if last is None:
        JournalHead.objects.get_or_create(pk=1)
        last = heads.get(pk=1)
    return last


def chain(previous_hash: str, entry: JournalEntry) -> str:
    """Return the SHA-256 (hex) of the line together with the hash of the line before."""
    at: datetime = entry.at
    line = [
        previous_hash,
        int(at.timestamp() * 1_000_000),
        entry.actor_id,
        entry.action,
        entry.thing,
        entry.folder_id,
        entry.detail,
        entry.reason,
    ]
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain() -> Iterator[str]:
    """Yield a sentence for every break in the chain; nothing when it is whole."""
    previous, count = "0" * 64, 0
    for entry in JournalEntry.objects.order_by("pk").iterator():
        if entry.hash != chain(previous, entry):
            yield f"line {entry.pk} does not follow from the line before it"
        columns = columns_of(subject_of(entry))
        if any(getattr(entry, name) != value for name, value in columns.items()):
            yield f"the columns of line {entry.pk} do not say what its text says"
        previous, count = entry.hash, count + 1
    head = JournalHead.objects.filter(pk=1).first()
    if head and (head.hash != previous or head.count != count):
        yield f"the journal holds {count} lines, its head speaks of {head.count}"
