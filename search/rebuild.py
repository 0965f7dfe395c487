"""A new index beside the old one, then in its place; and comparing index with database.

Both hold the indexer's lock while they write; searches go on meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from search import names, registry, sync
from search.engines.base import WriterBusyError
from search.engines.mapping import holds_text
from search.entries import EntryKind
from search.models import Outbox

BATCH_KEYS = 500
# An index of so few cards is built while somebody waits.
QUICK_KEYS = 2_000

Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    """Report nothing."""


def batches(keys: Iterable[str], size: int = BATCH_KEYS) -> Iterator[list[str]]:
    """Cut keys into lists of at most `size`."""
    stream = iter(keys)
    while batch := list(islice(stream, size)):
        yield batch


def rebuild(*, progress: Progress = _silent) -> int:
    """Build a new index from the database and swap it in; return how many cards it holds.

    Killed half way it leaves the old index in use; the next rebuild clears the
    remains. Waits for another indexer to finish first.
    """
    with sync.one_indexer(wait=True):
        return _rebuild(progress)


def _rebuild(progress: Progress) -> int:
    engine = registry.engine()
    built = engine.begin_rebuild()
    changed: set[str] = set()
    seen = held = 0
    for batch in batches(registry.source().keys()):
        held += sync.write_present(built, batch)
        # The old index goes on serving: keep it up to date, and remember what
        # the new one may have read too early.
        if engine.is_ready():
            changed |= sync.apply_rows(limit=sync.BATCH_ROWS)
        seen += len(batch)
        progress(seen)
    for batch in batches(sorted(changed)):
        sync.write_present(built, batch)
    engine.swap(built)
    return held


def rebuild_names(*, progress: Progress = _silent) -> int:
    """Write the name tables anew from the database; return how many people they hold."""
    seen = held = 0
    for batch in batches(registry.source().keys()):
        people = [e for e in registry.source().entries(batch) if e.kind == EntryKind.PERSON]
        with transaction.atomic():
            names.put_names_bulk(people)
        held += len(people)
        seen += len(batch)
        progress(seen)
    names.mark_present_make()
    names.renew_statistics()
    return held


def make_ready() -> bool:
    """Build the index if there is none of the present make and it is quickly done.

    Return whether the engine can be asked now.
    """
    if registry.engine().is_ready():
        return True
    if len(list(islice(registry.source().keys(), QUICK_KEYS + 1))) > QUICK_KEYS:
        return False
    with sync.one_indexer() as is_mine:
        if is_mine and not registry.engine().is_ready():
            _rebuild(_silent)
    return registry.engine().is_ready()


@dataclass(frozen=True, slots=True)
class Difference:
    """What the index has wrong, changes that wait aside."""

    missing: frozenset[str]
    stale: frozenset[str]
    surplus: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """Return every key to be set right."""
        return self.missing | self.stale | self.surplus


def compare(*, progress: Progress = _silent) -> Difference:
    """Compare key by key what the engine holds with what belongs there."""
    held = dict(registry.engine().versions())
    missing: set[str] = set()
    stale: set[str] = set()
    seen = 0
    for batch in batches(registry.source().keys()):
        present = registry.source().versions(batch)
        stale |= {key for key, version in present.items() if held.get(key, version) != version}
        missing |= _with_text(key for key in present if key not in held)
        for key in present:
            held.pop(key, None)
        seen += len(batch)
        progress(seen)
    waiting = set(Outbox.objects.values_list("key", flat=True))
    return Difference(
        missing=frozenset(missing - waiting),
        stale=frozenset(stale - waiting),
        surplus=frozenset(held.keys() - waiting),
    )


def _with_text(keys: Iterable[str]) -> set[str]:
    """Return the keys whose entries belong in the text engine."""
    return {entry.key for entry in registry.source().entries(list(keys)) if holds_text(entry)}


def repair(difference: Difference) -> None:
    """Put right what differs; raise WriterBusyError when another indexer is at work."""
    with sync.one_indexer() as is_mine:
        if not is_mine:
            raise WriterBusyError("Another indexer is at work.")
        for batch in batches(sorted(difference.keys)):
            # Taken out first: the engine would refuse a version below its own.
            registry.engine().write(remove=batch)
            sync.write_present(registry.engine(), batch)
