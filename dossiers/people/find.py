"""From a name to people of whom a user may know: the index proposes, the database decides.

Writes no line of the journal: whoever asks says there what was asked for.
"""

from collections.abc import Collection, Iterable

from dossiers.indexing.source import people_scope, split_key
from dossiers.models import Membership, User
from search import api
from search.entries import NameHit, Scope


def by_member(hits: Iterable[NameHit]) -> dict[int, NameHit]:
    """Return the hits by the id of the membership whose card each is, in their order."""
    keyed = ((split_key(hit.key), hit) for hit in hits)
    return {pk: hit for (kind, pk), hit in keyed if kind == "member"}


def find_cards(text: str, *, scope: Scope, limit: int) -> dict[int, NameHit]:
    """Return the hits of a name or number within a scope, by membership, best first.

    Cards may be older than the rights of today: `known_members` decides.
    """
    return by_member(api.find_people(text, scope=scope, limit=limit))


def known_members(ids: Collection[int], *, user: User) -> list[Membership]:
    """Return those memberships of which the user may know, with names, in the order of the ids."""
    rows = Membership.objects.visible_to(user, rows_are_few=True).filter(pk__in=ids)
    members = rows.select_related("person").prefetch_related("person__names").in_bulk()
    return [members[pk] for pk in ids if pk in members]


def find_members(text: str, *, user: User, limit: int) -> list[Membership]:
    """Return the memberships of that name or number of which the user may know, best first."""
    return known_members(find_cards(text, scope=people_scope(user), limit=limit), user=user)
