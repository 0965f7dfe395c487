"""The card index, as others may use it: tell it what changed, ask it what is there.

It is given plain entries and a scope, and answers with keys: what a key stands
for is loaded by the caller, through the caller's own predicate.
"""

import logging
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from search import names, query, rebuild, registry, sync
from search.analysis.clauses import MAX_LOOSE_CLAUSES, typed_pieces
from search.analysis.highlight import Snippet, marked_words, marks, snippets
from search.engines.base import EngineUnavailableError as TextSearchUnavailableError
from search.engines.mapping import holds_text
from search.entries import EntryKind, NameHit, Scope, SearchHit, SearchPage, SearchQuery
from search.pending import Pending, read_pending

__all__ = [
    "Snippet",
    "TextSearchUnavailableError",
    "drain",
    "find_people",
    "index",
    "marked_words",
    "marks",
    "missing_words",
    "remove",
    "search",
    "snippets",
    "suggest",
    "suggest_people",
    "typed_pieces",
]

logger = logging.getLogger(__name__)

# More waiting changes than this are applied before the question is answered.
MOST_PENDING = 400


def drain(limit: int = sync.BATCH_ROWS) -> int:
    """Apply waiting changes to the engine, oldest first; return how many are done.

    The worker calls it at every tick. 0 when nothing waits, when another
    indexer is at work or when the engine is away: the changes go on waiting.
    """
    try:
        return sync.drain(limit) if sync.waiting() and rebuild.make_ready() else 0
    except TextSearchUnavailableError as error:
        logger.info("Changes wait for the text engine: %s", error)
        return 0


def index(keys: Iterable[str]) -> None:
    """Renew these cards, in the transaction of the change; keys that no longer belong go.

    Names are findable with the commit, and so is text: until the engine holds
    it, the waiting row is matched in its place.
    """
    wanted = list(dict.fromkeys(keys))
    for batch in rebuild.batches(wanted):
        _index_batch(batch)


def _index_batch(keys: Sequence[str]) -> None:
    entries = list(registry.source().entries(keys))
    gone = set(keys).difference(entry.key for entry in entries)
    with transaction.atomic():
        people = [entry for entry in entries if entry.kind == EntryKind.PERSON]
        if people:
            names.put_names_bulk(people)
        sync.enqueue({entry.key: entry.version for entry in entries if holds_text(entry)})
        if gone:
            remove(gone)


def remove(keys: Iterable[str]) -> None:
    """Take these cards away, in the transaction of the change.

    They are not found any more from the commit on; the engine forgets them
    before the answer is sent unless another process is writing to it.
    """
    gone = list(dict.fromkeys(keys))
    with transaction.atomic():
        names.remove_names(gone)
        sync.enqueue({}, removed=gone)
        transaction.on_commit(partial(sync.drain_keys, gone), robust=True)


def search(
    asked: SearchQuery, *, scope: Scope, with_facets: bool = True, recheck: bool = True
) -> SearchPage:
    """Return a page of papers for words, phrases and chosen values.

    `recheck=False` for a caller who loads the hits anyway and drops by itself
    those whose version is no longer the one of the hit: one query less.
    Where the words may be a name and do not fill a page, papers that hold the name written
    otherwise come after: in the other script, by sound, or misread.
    Raises TextSearchUnavailableError when the engine is away; names still answer.
    """
    words = query.read_query(asked)
    if words is None or not scope.tokens:
        return query.NOTHING
    answer = partial(
        _answer, scope=scope, with_facets=with_facets, recheck=recheck, pending=_pending()
    )
    page = answer(words)
    name = query.with_spellings(words, asked.text) if page.total < words.limit else None
    return answer(name) if name else page


def missing_words(text: str, *, scope: Scope) -> tuple[str, ...]:
    """Return which pieces of a question stand in no paper of the scope, as they were typed.

    For who found nothing: it says which word to look at again. As many pieces are asked
    for as "some of the words" counts.
    """
    pending = _pending()
    return tuple(
        piece
        for piece in typed_pieces(text)[:MAX_LOOSE_CLAUSES]
        if not _answer(
            query.read_query(SearchQuery(text=piece, limit=0)),
            scope=scope,
            with_facets=False,
            pending=pending,
        ).total
    )


def suggest(text: str, *, scope: Scope, limit: int = 8) -> tuple[SearchHit, ...]:
    """Return the best papers while a person is still typing: the last word may be begun."""
    engine_query = query.read_query(SearchQuery(text=text, limit=limit), last_is_prefix=True)
    return _answer(engine_query, scope=scope, with_facets=False).hits if text.strip() else ()


def find_people(text: str, *, scope: Scope, limit: int = 25) -> list[NameHit]:
    """Return people by name in either script, best first; the database alone answers."""
    return names.find_names(text, scope=scope, limit=limit)


def suggest_people(text: str, *, scope: Scope, limit: int = 8) -> list[NameHit]:
    """Return people while a name is still being typed, from two letters on."""
    return names.suggest_names(text, scope=scope, limit=limit)


def _answer(
    asked: "query.EngineQuery | None",
    *,
    scope: Scope,
    with_facets: bool = True,
    recheck: bool = True,
    pending: Pending | None = None,
) -> SearchPage:
    if asked is None or not scope.tokens:
        return query.NOTHING
    if not rebuild.make_ready():
        raise TextSearchUnavailableError("The text index is being built.")
    return query.answer(
        asked if with_facets else query.without_facets(asked),
        scope=scope,
        engine=registry.engine(),
        pending=pending or _pending(),
        recheck=recheck,
    )


def _pending() -> Pending:
    """Return what waits; when that is much, let the engine take it first, if it can."""
    pending = read_pending(registry.source())
    while len(pending.keys) > MOST_PENDING and drain():
        pending = read_pending(registry.source())
    return pending
