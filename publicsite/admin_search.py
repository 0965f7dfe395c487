"""The search of the admin: as typed, or in the plain form in which pages are indexed as well.

Wagtail's own engine of the database in force; only what editors type is read in both forms. So
"حاله مدنيه", "الحَالَة المَدَنِيَّة" and "الحـــالة المدنية" find the same pages.
"""

from typing import Any

from modelsearch.query import And, Or, PlainText
from wagtail.search.backends.database import SearchBackend as DatabaseBackend

from publicsite.search_text import plain_words


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (the name that Wagtail looks for)
    """Return the engine of the database, which completes words in both forms."""
    backend = DatabaseBackend(params)
    complete = backend.autocomplete

    def autocomplete(query: Any, *args: Any, **kwargs: Any) -> Any:
        return complete(in_both_forms(query), *args, **kwargs)

    backend.autocomplete = autocomplete
    return backend


def in_both_forms(query: Any) -> Any:
    """Return a query for what was typed, or for its plain form where that differs."""
    if isinstance(query, str):
        query = PlainText(query, operator="and")
    if isinstance(query, And | Or):
        return type(query)([in_both_forms(part) for part in query.subqueries])
    if not isinstance(query, PlainText):
        return query
    plain = " ".join(plain_words(query.query_string))
    if plain in ("", query.query_string):
        return query
    return query | PlainText(plain, operator=query.operator)
