"""Whose details a scope opens: birth year, places, parents, exact values of a person."""

from collections.abc import Set as AbstractSet

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from search.entries import Scope
from search.models import NameReach

# Above, a scope is one of scattered folders.
MANY_TOKENS = 16


def details_open(scope: Scope) -> Q:
    """Return the condition that the scope opens the details of an entry."""
    if not scope.details:
        return Q(entry_id__in=())
    return Q(Exists(_opening(scope).filter(entry_id=OuterRef("entry_id"))))


def _opening(scope: Scope) -> QuerySet[NameReach]:
    """Return the tokens of entries that the scope shares.

    Few are looked up one by one. Of many, those that an entry has are read and compared:
    the joined text keeps a planner from looking up each of the scope's instead.
    """
    asked = sorted(scope.details)
    if len(asked) <= MANY_TOKENS:
        return NameReach.objects.filter(token__in=asked)
    token = Concat("token", Value(""), output_field=CharField())
    return NameReach.objects.alias(token_asked=token).filter(token_asked__in=asked)


def _opened(scope: Scope, rows: AbstractSet[int]) -> frozenset[int]:
    """Return those of these entries that share a token with the scope.

    The same as `_opening` asks, written out: putting so small a statement together takes
    five times as long as answering it, and every search may ask.
    """
    among, shared = (", ".join(["%s"] * len(some)) for some in (rows, scope.details))
    asked = "token" if len(scope.details) <= MANY_TOKENS else "token || ''"
    table = connection.ops.quote_name(NameReach._meta.db_table)
    statement = "SELECT entry_id FROM {} WHERE entry_id IN ({}) AND {} IN ({})"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table, among, asked, shared), [*rows, *scope.details])
        return frozenset(row for (row,) in cursor.fetchall())


class OpenDetails:
    """Whose details are open to one search; each entry is asked about once.

    That the scope finds a folder and also opens it says nothing: whoever stands behind a
    boundary or was only asked for is found there, and not opened.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[int, bool] = {}

    def open_among(self, rows: AbstractSet[int]) -> frozenset[int]:
        """Return those of these entries whose details are open."""
        unknown = rows - self._known.keys()
        if unknown and self._scope.details:
            opened = _opened(self._scope, unknown)
            self._known |= {row: row in opened for row in unknown}
        return frozenset(row for row in rows if self._known.get(row, False))
