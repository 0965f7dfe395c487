"""The engine for more than one machine: Elasticsearch 8, by built-in analyzers only.

An alias named after the make of the index leads to the index in use; a rebuild
fills another index beside it and moves the alias in one step. Writes carry the
card's version, so a late write of an older card is refused by the server.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index, Keyword, Long, Mapping, Search, Text
from elasticsearch.helpers import bulk, scan

from search.engines.base import (
    TOTAL_BOUND,
    Engine,
    EngineHit,
    EnginePage,
    EngineQuery,
    EngineUnavailableError,
    Rank,
)
from search.engines.elastic_query import make_search, read_counts
from search.engines.mapping import FIELDS, Card, FieldType, mapping_hash
from search.entries import Scope

# A person waits for the answer; names are there without it.
SEARCH_TIMEOUT_S = 2.0
# A server that did not answer is left alone for so long, so that one person waits, not all.
PAUSE_S = 10.0
WRITE_TIMEOUT_S = 60.0
BULK_CARDS = 1_000
# Answers of the server to a single write that are no error: an older card
# refused, a card to be removed that was not there.
_FINE = {("index", 409), ("delete", 404)}

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Owner = TypeVar("Owner", bound="ElasticEngine")


def _or_unavailable(
    method: Callable[Concatenate[Owner, Parameters], Result],
) -> Callable[Concatenate[Owner, Parameters], Result]:
    """Turn what the client raises into EngineUnavailableError, with a sentence."""

    @wraps(method)
    def guarded(self: Owner, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        if self.paused_until > time.monotonic():
            raise EngineUnavailableError("Elasticsearch did not answer a moment ago.")
        try:
            return method(self, *args, **kwargs)
        except NotFoundError as error:
            raise EngineUnavailableError(
                "There is no index of the present make yet: rebuild it."
            ) from error
        except (TransportError, ApiError) as error:
            if isinstance(error, TransportError):
                self.paused_until = time.monotonic() + PAUSE_S
            # The class alone: the message may quote the question.
            raise EngineUnavailableError(
                f"Elasticsearch does not answer ({type(error).__name__})."
            ) from error

    return guarded


def make_mapping() -> Mapping:
    """Return the field table in Elasticsearch's terms."""
    kinds: dict[FieldType, Callable[[], Any]] = {
        FieldType.VALUE: lambda: Keyword(doc_values=False),
        FieldType.FACET: Keyword,
        FieldType.WORDS: lambda: Text(analyzer="whitespace", norms=False, index_options="docs"),
        FieldType.ROW: lambda: Text(analyzer="whitespace", norms=False, index_options="positions"),
        FieldType.NUMBER: lambda: Long(index=False),
    }
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", enabled=False)
    for name, kind in FIELDS.items():
        mapping.field(name, Keyword() if name == "key" else kinds[kind]())
    return mapping


def to_body(card: Card) -> dict[str, Any]:
    """Return a card as Elasticsearch takes it."""
    return {
        "key": card.key,
        "reach": list(card.reach),
        "whole": list(card.whole),
        "title": " ".join(card.title),
        "words": " ".join(card.words),
        "row": " ".join(card.row),
        "version": card.version,
        "newest": card.newest,
        "oldest": card.oldest,
        "issued": card.issued,
        **{f"facet_{name}": value for name, value in card.facets.items()},
    }


class ElasticEngine(Engine):
    """Holds cards on a server or several; every call goes there."""

    # Until when the server is not asked, by the monotonic clock.
    paused_until = 0.0

    def __init__(self, urls: Sequence[str], *, prefix: str = "aman") -> None:
        """Name the nodes; nothing is asked before the first use."""
        self._client = Elasticsearch(
            list(urls),
            request_timeout=SEARCH_TIMEOUT_S,
            max_retries=len(urls),
            retry_on_timeout=len(urls) > 1,
        )
        self._writer = self._client.options(request_timeout=WRITE_TIMEOUT_S)
        self._prefix = prefix
        self.alias = f"{prefix}-text-{mapping_hash()}"
        self._is_known_ready = False

    @_or_unavailable
    def is_ready(self) -> bool:
        """Tell whether the alias of the present make is there; asked until it is."""
        if not self._is_known_ready:
            self._is_known_ready = bool(self._client.indices.exists_alias(name=self.alias))
        return self._is_known_ready

    @_or_unavailable
    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove, seen by every search from then on."""
        # Without this, the server would make an index of the alias's name.
        if not self._client.indices.exists_alias(name=self.alias):
            raise EngineUnavailableError("There is no index of the present make yet: rebuild it.")
        self._bulk(self.alias, put=put, remove=remove, refresh=True)

    def _bulk(
        self, index: str, *, put: Iterable[Card], remove: Iterable[str], refresh: bool
    ) -> None:
        actions: Iterator[dict[str, Any]] = (
            action
            for part in (
                ({"_op_type": "delete", "_id": key} for key in remove),
                (_put_action(card) for card in put),
            )
            for action in part
        )
        _, errors = bulk(
            self._writer,
            actions,
            index=index,
            chunk_size=BULK_CARDS,
            raise_on_error=False,
            refresh=refresh,
        )
        wrong = [error for error in errors if not _is_fine(error)]
        if wrong:
            raise EngineUnavailableError(f"Elasticsearch refused {len(wrong)} writes.")

    @_or_unavailable
    def search(self, query: EngineQuery, *, scope: Scope) -> EnginePage:
        """Ask once; rank is the score."""
        if not scope.tokens:
            return EnginePage((), 0, {name: {} for name in query.facets})
        request = make_search(Search(using=self._client, index=self.alias), query, scope)
        answer = request.execute().to_dict()
        return EnginePage(
            hits=tuple(_read_hit(hit) for hit in answer["hits"]["hits"]),
            total=min(answer["hits"]["total"]["value"], TOTAL_BOUND),
            facets=read_counts(answer, query.facets),
        )

    @_or_unavailable
    def versions(self) -> Iterator[tuple[str, int]]:
        """Yield key and version of every card."""
        body = {"_source": False, "docvalue_fields": ["version"], "sort": ["_doc"]}
        rows = scan(self._writer, query=body, index=self.alias, size=BULK_CARDS)
        return iter([(hit["_id"], hit["fields"]["version"][0]) for hit in rows])

    @_or_unavailable
    def count(self) -> int:
        """Return how many cards are held."""
        return int(self._client.count(index=self.alias)["count"])

    @_or_unavailable
    def begin_rebuild(self) -> "ElasticBuilder":
        """Throw away indexes that no alias leads to, and begin a new one."""
        in_use = self._in_use()
        for name in self._client.indices.get(index=f"{self._prefix}-text-*"):
            if name not in in_use:
                Index(name, using=self._writer).delete()
        builder = ElasticBuilder(self._writer, f"{self.alias}-{time.time_ns()}")
        builder.begin()
        return builder

    def _in_use(self) -> set[str]:
        """Return every index of ours that an alias leads to, of whatever make."""
        try:
            aliases = self._client.indices.get_alias(name=f"{self._prefix}-text-*")
        except NotFoundError:
            return set()
        return {name for name, answer in aliases.items() if answer["aliases"]}

    @_or_unavailable
    def swap(self, built: Engine) -> None:
        """Move the alias in one step, then throw the old indexes away."""
        if not isinstance(built, ElasticBuilder):
            raise TypeError("An Elasticsearch engine swaps with what its begin_rebuild returned.")
        built.finish()
        old = self._in_use()
        remove = [{"remove_index": {"index": name}} for name in sorted(old)]
        add = {"add": {"index": built.index_name, "alias": self.alias}}
        self._writer.indices.update_aliases(actions=[add, *remove])
        self._is_known_ready = True

    @_or_unavailable
    def drop(self) -> None:
        """Throw away every index of this prefix."""
        for name in self._in_use():
            Index(name, using=self._writer).delete()
        self.close()

    def close(self) -> None:
        """Ask again whether there is an index, at the next use."""
        self._is_known_ready = False


class ElasticBuilder(ElasticEngine):
    """An index being filled, not yet refreshed nor copied to other nodes."""

    def __init__(self, client: Elasticsearch, index_name: str) -> None:
        """Take over the client; nothing is made before `begin`."""
        self._client = self._writer = client
        self.alias = self.index_name = index_name
        self._is_known_ready = True

    def begin(self) -> None:
        """Make the index."""
        index = Index(self.index_name, using=self._client)
        index.settings(
            number_of_shards=1,
            number_of_replicas=0,
            refresh_interval="-1",
            # A removed card may come back in an older version (verify repairs so).
            gc_deletes="0s",
        )
        index.mapping(make_mapping())
        index.create()

    @_or_unavailable
    def write(self, *, put: Iterable[Card] = (), remove: Iterable[str] = ()) -> None:
        """Put and remove; seen when `finish` was called."""
        self._bulk(self.index_name, put=put, remove=remove, refresh=False)

    def finish(self) -> None:
        """Make everything visible, and let other nodes have copies."""
        self._client.indices.put_settings(
            index=self.index_name,
            settings={"refresh_interval": "1s", "auto_expand_replicas": "0-1"},
        )
        self._client.indices.refresh(index=self.index_name)


def _put_action(card: Card) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_id": card.key,
        "version": card.version,
        "version_type": "external_gte",
        "_source": to_body(card),
    }


def _is_fine(error: dict[str, Any]) -> bool:
    ((operation, answer),) = error.items()
    return (operation, answer.get("status")) in _FINE


def _read_hit(hit: dict[str, Any]) -> EngineHit:
    return EngineHit(
        key=hit["_id"],
        version=int(hit["fields"]["version"][0]),
        rank=int(hit["_score"] or Rank.WORDS),
        order=int(hit["sort"][-1]),
    )
