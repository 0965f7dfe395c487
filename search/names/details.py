"""Whose details a scope opens: birth year, places, parents, exact values of a person."""

from collections.abc import Set as AbstractSet

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from search.entries import Scope
from search.models import NamedEntry, NameReach

# Above, a scope is one of scattered folders.
MANY_TOKENS = 16


def details_open(scope: Scope, *, path: str = "entry_id") -> Q:
    """Return the condition that the scope opens the details of the entry at `path`.

    Few tokens are looked up one by one. Of many, those that the entry has are read and
    compared: the joined text keeps a planner from looking up each of the scope's instead.
    """
    if not scope.details:
        return Q(**{f"{path}__in": ()})
    held, asked = NameReach.objects.filter(entry_id=OuterRef(path)), sorted(scope.details)
    if len(asked) <= MANY_TOKENS:
        return Q(Exists(held.filter(token__in=asked)))
    token = Concat("token", Value(""), output_field=CharField())
    return Q(Exists(held.alias(token_asked=token).filter(token_asked__in=asked)))


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
            asked = NamedEntry.objects.filter(details_open(self._scope, path="pk"), pk__in=unknown)
            opened = frozenset(asked.values_list("pk", flat=True))
            self._known |= {row: row in opened for row in unknown}
        return frozenset(row for row in rows if self._known.get(row, False))
