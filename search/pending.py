"""The changes that the engine does not hold yet, read for one question."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection

from search.engines.base import EngineHit
from search.engines.mapping import Card, holds_text, make_card
from search.entries import Source
from search.models import Outbox

# Analysed waiting cards kept in this process, for the next question.
KEPT_CARDS = 500

_kept: OrderedDict[tuple[str, int], Card | None] = OrderedDict()
_keeping = Lock()


@dataclass(frozen=True, slots=True)
class Pending:
    """Keys that the caller answers for itself.

    `rows` gives for each key the outbox row that changed it last, or 0 for a
    key found stale by its version; `removed` are keys that are to be gone.
    """

    source: Source
    rows: Mapping[str, int]
    removed: frozenset[str]
    _cards: list[Card] = field(default_factory=list)

    @property
    def keys(self) -> frozenset[str]:
        """Return every key that the engine must not answer for."""
        return frozenset(self.rows)

    def cards(self) -> list[Card]:
        """Return the present cards of these keys; removed and vanished ones are absent."""
        if not self._cards:
            self._cards.extend(self._load())
        return self._cards

    def _load(self) -> list[Card]:
        wanted = {key: row for key, row in self.rows.items() if key not in self.removed}
        loaded = {key: _kept[key, row] for key, row in wanted.items() if (key, row) in _kept}
        missing = [key for key in wanted if key not in loaded]
        fresh: dict[str, Card | None] = dict.fromkeys(missing)
        if missing:
            entries = self.source.entries(missing)
            fresh |= {entry.key: make_card(entry) for entry in entries if holds_text(entry)}
        _keep({(key, wanted[key]): card for key, card in fresh.items() if wanted[key]})
        return [card for card in (loaded | fresh).values() if card is not None]

    def stale_among(self, hits: Iterable[EngineHit]) -> frozenset[str]:
        """Return the keys of the engine's hits that the database has in another version."""
        versions = {hit.key: hit.version for hit in hits if hit.key not in self.rows}
        if not versions:
            return frozenset()
        present = self.source.versions(versions)
        return frozenset(key for key, version in versions.items() if present.get(key) != version)

    def with_more(self, stale: Iterable[str]) -> "Pending":
        """Return the same with keys found stale, to be looked at as they are now."""
        return Pending(self.source, {**self.rows, **dict.fromkeys(stale, 0)}, self.removed)


def read_pending(source: Source) -> Pending:
    """Read the waiting rows, in the order they were written: the last one of a key counts."""
    rows: dict[str, int] = {}
    removed: set[str] = set()
    waiting = Outbox.objects.order_by("pk").values_list("pk", "key", "is_removal")
    for row, key, is_removal in waiting:
        rows[key] = row
        (removed.add if is_removal else removed.discard)(key)
    return Pending(source, rows, frozenset(removed))


def _keep(cards: Mapping[tuple[str, int], Card | None]) -> None:
    """Remember analysed cards, unless the rows may still be rolled back."""
    if connection.in_atomic_block:
        return
    with _keeping:
        _kept.update(cards)
        while len(_kept) > KEPT_CARDS:
            _kept.popitem(last=False)
