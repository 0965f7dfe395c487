"""The one field table: how a card lies in every engine, and the card itself.

Text arrives here analysed: engines split at white space and compare, no more.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from search.analysis.text import BREAK, Word, compact, words_of
from search.entries import EntryKind, SearchEntry

FACETS = ("unit", "class", "kind", "state", "language", "year")

# Counts up with every change of analysis or of ranks that calls for a new index.
ANALYSIS_VERSION = 1

_TIE_BITS = 41
_LATEST_DAY = date.max.toordinal()


class FieldType(StrEnum):
    """How a field is matched."""

    VALUE = "value"  # compared whole
    FACET = "facet"  # compared whole, and counted
    WORDS = "words"  # set of forms: which words, not where
    ROW = "row"  # bare words in order: for phrases
    NUMBER = "number"  # kept for order and for comparing versions


FIELDS: dict[str, FieldType] = {
    "key": FieldType.VALUE,
    "reach": FieldType.VALUE,
    "whole": FieldType.VALUE,
    "title": FieldType.WORDS,
    "words": FieldType.WORDS,
    "row": FieldType.ROW,
    "version": FieldType.NUMBER,
    "newest": FieldType.NUMBER,
    "oldest": FieldType.NUMBER,
    "issued": FieldType.NUMBER,
    **{f"facet_{name}": FieldType.FACET for name in FACETS},
}


def order_field(sort: str) -> str:
    """Return the field by which an engine orders hits of one rank."""
    return sort if sort in ("oldest", "issued") else "newest"


def mapping_hash() -> str:
    """Return a short name of this make of index; another make calls for a rebuild."""
    table = repr((ANALYSIS_VERSION, sorted(FIELDS.items())))
    return hashlib.blake2b(table.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Card:
    """An entry, analysed.

    `title` and `words` are sets of forms; `row` the bare words in order with
    breaks between fields and pages; `newest`, `oldest` and `issued` order cards by
    day, undated last, with a tie settled by the key: bigger comes first.
    """

    key: str
    version: int
    reach: frozenset[str]
    whole: frozenset[str]
    title: frozenset[str]
    words: frozenset[str]
    row: tuple[str, ...]
    facets: dict[str, str]
    newest: int
    oldest: int
    issued: int

    def order(self, sort: str) -> int:
        """Return the number that the asked order of hits goes by."""
        return int(getattr(self, order_field(sort)))


def holds_text(entry: SearchEntry) -> bool:
    """Tell whether an entry goes to the text engine: people are found by name elsewhere."""
    return entry.kind != EntryKind.PERSON


def make_card(entry: SearchEntry) -> Card:
    """Analyse an entry. A card has one reach, so what has a reach of its own stays out of it."""
    own = (name.text for name in entry.names if name.role == "self")
    heading = [entry.title, *own, *entry.identifiers]
    head_words = [words_of(text) for text in heading if text]
    body = [words_of(page.text) for page in entry.pages]
    title = _forms(head_words)
    newest, oldest = _order_numbers(entry.key, entry.day)
    return Card(
        key=entry.key,
        version=entry.version,
        reach=entry.reach,
        whole=frozenset(filter(None, map(compact, entry.identifiers))),
        title=title,
        words=title | _forms(body),
        row=_row([*head_words, *body]),
        facets={name: value for name, value in entry.facets.items() if name in FACETS and value},
        newest=newest,
        oldest=oldest,
        issued=_order_numbers(entry.key, entry.issued)[0],
    )


def _forms(texts: Iterable[list[Word]]) -> frozenset[str]:
    different = {word.forms for words in texts for word in words}
    return frozenset().union(*different)


def _row(texts: Iterable[list[Word]]) -> tuple[str, ...]:
    row: list[str] = []
    for words in texts:
        row += [word.bare for word in words]
        row.append(BREAK)
    return tuple(row[:-1])


def _order_numbers(key: str, day: date | None) -> tuple[int, int]:
    """Return 63-bit numbers: the day above, a digest of the key below to settle ties."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    tie = int.from_bytes(digest, "big") >> (64 - _TIE_BITS)
    if day is None:
        return tie, tie
    ordinal = day.toordinal()
    return ordinal << _TIE_BITS | tie, (_LATEST_DAY + 1 - ordinal) << _TIE_BITS | tie
