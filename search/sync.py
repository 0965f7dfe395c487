"""From the outbox to the engine: changes wait in the database until the engine holds them.

One indexer at a time on a machine; killed at any moment, it leaves rows that
are applied again. The database is the truth, the index is disposable.
"""

import fcntl
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from search import registry
from search.engines.base import Engine, EngineUnavailableError, WriterBusyError
from search.engines.mapping import holds_text, make_card
from search.models import Outbox

logger = logging.getLogger(__name__)

# Rows applied in one commit of the engine (a commit costs about 14 ms, a
# thousand papers of one page about half a second).
BATCH_ROWS = 500


@contextmanager
def one_indexer(*, wait: bool = False) -> Iterator[bool]:
    """Hold the indexer's lock; yield False at once when another process has it.

    The lock is the kernel's and ends with the process, however that ends.
    """
    with _lock_file() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _lock_file() -> IO[str]:
    folder = registry.index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "indexer.lock").open("w")


def enqueue(versions: dict[str, int], *, removed: Iterable[str] = ()) -> None:
    """Write outbox rows; call it inside the transaction of the change."""
    rows = [Outbox(key=key, version=version) for key, version in versions.items()]
    rows += [Outbox(key=key, is_removal=True) for key in removed]
    Outbox.objects.bulk_create(rows, batch_size=1000)


def waiting() -> int:
    """Return how many rows wait."""
    return Outbox.objects.count()


def drain(limit: int = BATCH_ROWS) -> int:
    """Apply up to `limit` waiting rows; return how many are done.

    0 when nothing waits, another indexer is at work, there is no index yet (see
    rebuild) or the engine is away; the rows then stay for the next call.
    """
    if not Outbox.objects.exists():
        return 0
    with one_indexer() as is_mine:
        return len(apply_rows(limit=limit)) if is_mine else 0


def drain_keys(keys: Sequence[str]) -> None:
    """Apply the rows of these keys now if that is possible at once."""
    with one_indexer() as is_mine:
        if is_mine:
            apply_rows(limit=len(keys) * 4, keys=keys)


def apply_rows(*, limit: int, keys: Sequence[str] | None = None) -> frozenset[str]:
    """Bring the engine up to date for the oldest rows; the indexer's lock is held.

    Return the keys done.
    """
    rows = Outbox.objects.order_by("pk")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    batch = list(rows[:limit])
    if not batch:
        return frozenset()
    engine = registry.engine()
    done = frozenset(row.key for row in batch)
    removed = {key for key, is_removal in _last_words(done).items() if is_removal}
    try:
        write_present(engine, done - removed, gone=removed)
    except (EngineUnavailableError, WriterBusyError) as error:
        logger.info("%s changes wait for the text engine: %s", len(batch), error)
        return frozenset()
    Outbox.objects.filter(pk__in=[row.pk for row in batch]).delete()
    return done


def _last_words(keys: Iterable[str]) -> dict[str, bool]:
    """Return for each key whether its last row, in this batch or later, removes it."""
    rows = Outbox.objects.filter(key__in=keys).order_by("pk")
    return dict(rows.values_list("key", "is_removal"))


def write_present(engine: Engine, keys: Iterable[str], *, gone: Iterable[str] = ()) -> int:
    """Write the present cards of these keys, and remove those that no longer belong."""
    wanted = frozenset(keys)
    entries = registry.source().entries(wanted) if wanted else ()
    cards = [make_card(entry) for entry in entries if holds_text(entry)]
    vanished = wanted.difference(card.key for card in cards)
    engine.write(put=cards, remove=vanished.union(gone))
    return len(cards)
