"""The default engine: tantivy inside this process, one folder on this machine.

Readers open when first asked and follow every commit; there is one writer at a
time, whoever else wants to write is told so. `CURRENT` names the folder in use.
"""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import tantivy

from search.analysis.spellings import Row
from search.engines.base import (
    DEEPEST_HIT,
    TOTAL_BOUND,
    Engine,
    EngineHit,
    EnginePage,
    EngineQuery,
    EngineUnavailableError,
    WriterBusyError,
)
from search.engines.embedded_query import Asked, QueryMaker, last_rank, read_counts
from search.engines.mapping import FIELDS, Card, FieldType, mapping_hash, order_field
from search.entries import Scope

# Memory the writer may gather before it spills, in bytes: small beside a serving
# site, large while a new index is built.
WRITE_HEAP = 16_000_000
BUILD_HEAP = 96_000_000
# Of names written otherwise: cards of one that are remembered at most, and names.
MOST_WRITTEN = 2_000
NAMES_REMEMBERED = 50


def make_schema() -> tantivy.Schema:
    """Return the field table in tantivy's terms."""
    builder = tantivy.SchemaBuilder()
    for name, kind in FIELDS.items():
        if kind == FieldType.NUMBER:
            builder.add_unsigned_field(name, fast=True)
            continue
        is_whole = kind in (FieldType.VALUE, FieldType.FACET)
        builder.add_text_field(
            name,
            stored=name == "key",
            fast=kind == FieldType.FACET,
            tokenizer_name="raw" if is_whole else "whitespace",
            index_option="position" if kind == FieldType.ROW else "basic",
        )
    return builder.build()


def to_document(card: Card) -> tantivy.Document:
    """Return a card as tantivy takes it."""
    document = tantivy.Document()
    document.add_text("key", card.key)
    for token in card.reach:
        document.add_text("reach", token)
    for value in card.whole:
        document.add_text("whole", value)
    document.add_text("title", " ".join(card.title))
    document.add_text("words", " ".join(card.words))
    document.add_text("row", " ".join(card.row))
    document.add_unsigned("version", card.version)
    document.add_unsigned("newest", card.newest)
    document.add_unsigned("oldest", card.oldest)
    document.add_unsigned("issued", card.issued)
    for name, value in card.facets.items():
        document.add_text(f"facet_{name}", value)
    return document


class EmbeddedEngine(Engine):
    """Holds cards in a folder; every process opens its own readers."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is opened or made before the first use."""
        self._folder = folder
        self._schema = make_schema()
        self._make = QueryMaker(self._schema)
        self._opening = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[Any, ...] = ()
        self._names_written: dict[tuple[tuple[Any, ...], tuple[Row, ...]], tantivy.Query] = {}

    def is_ready(self) -> bool:
        """Tell whether the folder in use exists and is of the present make."""
        current = self._current()
        return current is not None and current.name.startswith(f"text-{mapping_hash()}-")

    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove in one commit."""
        if not self.is_ready():
            raise EngineUnavailableError("There is no index of the present make yet: rebuild it.")
        current = self._current()
        writer = _open_writer(tantivy.Index.open(str(current)), WRITE_HEAP)
        try:
            for key in remove:
                writer.delete_documents_by_term("key", key)
            for card in self._not_older(list(put)):
                writer.delete_documents_by_term("key", card.key)
                writer.add_document(to_document(card))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def _not_older(self, cards: list[Card]) -> list[Card]:
        """Leave out cards older than those held, and all but the newest of one key."""
        newest: dict[str, Card] = {}
        for card in cards:
            if card.key not in newest or newest[card.key].version <= card.version:
                newest[card.key] = card
        held = dict(self._read_versions(self._make.keys(newest), len(newest))) if newest else {}
        return [card for key, card in newest.items() if held.get(key, 0) <= card.version]

    def search(self, query: EngineQuery, *, scope: Scope) -> EnginePage:
        """Ask rank by rank, best first, until the page is full; count in one go."""
        if not scope.tokens:
            return EnginePage((), 0, {name: {} for name in query.facets})
        seen = self._seen
        searcher = self._searcher()
        written = self._holding_name(searcher, query.written, seen) if query.written else None
        asked = Asked(query, self._make.reach(scope), written)
        hits = self._ranked_hits(searcher, asked)
        total, facets = self._counts(searcher, asked)
        return EnginePage(hits, min(total, TOTAL_BOUND), facets)

    def _holding_name(
        self, searcher: tantivy.Searcher, rows: tuple[Row, ...], seen: tuple[Any, ...]
    ) -> tantivy.Query:
        """Return the cards that hold a name in any of these rows, whoever may see them.

        Patterns of words are the dearest of all questions: their answer, a few keys, is
        remembered until the next commit. `seen` is the commit known before the searcher
        was taken, so that no newer one is answered by what an older one held.
        """
        keys_query = self._names_written.get((seen, rows))
        if keys_query is None:
            keys_query = self._make.written(rows)
            hits = searcher.search(keys_query, limit=MOST_WRITTEN + 1, count=False).hits
            if len(hits) <= MOST_WRITTEN:
                keys = [str(searcher.doc(address).get_first("key")) for _, address in hits]
                keys_query = self._make.keys(keys)
            if len(self._names_written) >= NAMES_REMEMBERED:
                self._names_written.clear()
            if seen:
                self._names_written[seen, rows] = keys_query
        return keys_query

    def _ranked_hits(self, searcher: tantivy.Searcher, asked: Asked) -> tuple[EngineHit, ...]:
        """Return the page of hits; a card stands in the best rank in which it is met.

        Each rank is asked for as many as the page ends at, those met before among them:
        to leave these out by a condition costs more than all the rest.
        """
        query = asked.query
        wanted = min(query.limit, DEEPEST_HIT - query.offset)
        end = query.offset + wanted if wanted > 0 else 0
        met: dict[tuple[int, int], tuple[int, int, tantivy.DocAddress]] = {}
        better = self._make.ranks(asked, searcher=searcher)
        for rank, which in chain(better, [(last_rank(query), self._make.base(asked))]):
            if len(met) >= end:
                break
            result = searcher.search(
                which, limit=end, order_by_field=order_field(query.sort), count=False
            )
            for order, address in result.hits:
                place = address.segment_ord, address.doc
                met.setdefault(place, (int(rank), int(order), address))
        return self._read_hits(searcher, list(met.values())[query.offset : end])

    def _read_hits(
        self, searcher: tantivy.Searcher, met: list[tuple[int, int, tantivy.DocAddress]]
    ) -> tuple[EngineHit, ...]:
        addresses = [address for _, _, address in met]
        versions = searcher.fast_field_values("version", addresses) if addresses else []
        return tuple(
            EngineHit(str(searcher.doc(address).get_first("key")), int(version), rank, order)
            for (rank, order, address), version in zip(met, versions, strict=True)
        )

    def _counts(
        self, searcher: tantivy.Searcher, asked: Asked
    ) -> tuple[int, dict[str, dict[str, int]]]:
        """Count what fits and the facets that are not chosen; each chosen one without itself."""
        facets, filters = asked.query.facets, asked.query.filters
        free = [name for name in facets if name not in filters]
        total, counts = read_counts(searcher, self._make.base(asked), free)
        for name in facets:
            if name in filters:
                without = self._make.base(asked, except_facet=name)
                counts |= read_counts(searcher, without, [name])[1]
        return total, {name: counts[name] for name in facets}

    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every card."""
        yield from self._read_versions(tantivy.Query.all_query(), self.count())

    def _read_versions(self, which: tantivy.Query, at_most: int) -> Iterator[tuple[str, int]]:
        searcher = self._searcher()
        if not at_most:
            return
        hits = searcher.search(which, limit=at_most, count=False).hits
        addresses = [address for _, address in hits]
        for address, version in zip(
            addresses, searcher.fast_field_values("version", addresses), strict=True
        ):
            yield str(searcher.doc(address).get_first("key")), int(version or 0)

    def count(self) -> int:
        """Return how many cards are held."""
        return int(self._searcher().num_docs)

    def begin_rebuild(self) -> "EmbeddedBuilder":
        """Clear away broken rebuilds and return an empty index beside the one in use."""
        self._folder.mkdir(parents=True, exist_ok=True)
        current = self._current()
        for left in self._folder.glob("text-*"):
            if left != current:
                shutil.rmtree(left, ignore_errors=True)
        return EmbeddedBuilder(self._folder / f"text-{mapping_hash()}-{time.time_ns()}")

    def swap(self, built: Engine) -> None:
        """Name the new folder in `CURRENT`, then throw the old one away."""
        if not isinstance(built, EmbeddedBuilder):
            raise TypeError("An embedded engine swaps with what its begin_rebuild returned.")
        built.finish()
        old = self._current()
        beside = self._folder / "CURRENT.new"
        beside.write_text(built.folder.name)
        _sync(beside)
        beside.replace(self._folder / "CURRENT")
        _sync(self._folder)
        if old is not None and old != built.folder:
            shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Let go of the open readers."""
        with self._opening:
            self._index, self._seen = None, ()

    def _current(self) -> Path | None:
        try:
            name = (self._folder / "CURRENT").read_text().strip()
        except FileNotFoundError:
            return None
        path = self._folder / name
        return path if re.fullmatch(r"text-\w+-\d+", name) and path.is_dir() else None

    def _searcher(self) -> tantivy.Searcher:
        """Return a reader of the last commit, whichever process made it."""
        for _ in range(3):
            try:
                return self._fresh_index().searcher()
            except (FileNotFoundError, ValueError):
                # The folder was swapped away while it was being opened.
                self.close()
        return self._fresh_index().searcher()

    def _fresh_index(self) -> tantivy.Index:
        if not self.is_ready():
            raise EngineUnavailableError("There is no index of the present make yet: rebuild it.")
        current = self._current()
        if current is None:
            raise FileNotFoundError("The index folder was swapped away.")
        meta = (current / "meta.json").stat()
        seen = (current.name, meta.st_mtime_ns, meta.st_ino)
        with self._opening:
            if self._index is None or self._seen[0] != current.name:
                self._index = tantivy.Index.open(str(current))
                self._index.config_reader("Manual", 1)
            if self._seen != seen:
                self._index.reload()
                self._seen = seen
            return self._index


class EmbeddedBuilder(EmbeddedEngine):
    """An index being built: one writer stays open, one commit at the end."""

    def __init__(self, folder: Path) -> None:
        """Make the folder and take its writer."""
        super().__init__(folder.parent)
        self.folder = folder
        folder.mkdir(parents=True)
        self._writer = _open_writer(tantivy.Index(self._schema, str(folder)), BUILD_HEAP)
        self._written: set[str] = set()

    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove; kept when `finish` is called."""
        for key in remove:
            self._writer.delete_documents_by_term("key", key)
        for card in put:
            if card.key in self._written:
                self._writer.delete_documents_by_term("key", card.key)
            self._written.add(card.key)
            self._writer.add_document(to_document(card))

    def finish(self) -> None:
        """Commit and wait for the merges."""
        self._writer.commit()
        self._writer.wait_merging_threads()

    def _current(self) -> Path | None:
        return self.folder


def _open_writer(index: tantivy.Index, heap_bytes: int) -> tantivy.IndexWriter:
    try:
        return index.writer(heap_bytes, 1)
    except ValueError as error:
        if "lock" in str(error).lower():
            raise WriterBusyError("Another process is writing to the index.") from error
        raise


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
