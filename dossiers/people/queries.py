"""Who may know what of people: the one question, asked for many at once."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from dossiers.models import LinkRequest, Membership, Person, User


def known_among(
    memberships: Iterable[Membership], *, user: User, opened: Iterable[int]
) -> set[int]:
    """Return the ids of those people of these memberships whose details the user may know.

    `opened` are dossiers that the user may open: whoever stands in one of them with consent
    is known without a look at the database.
    """
    rows, inside = list(memberships), set(opened)
    known = {row.person_id for row in rows if row.is_confirmed and row.dossier_id in inside}
    others = {row.person_id for row in rows} - known
    if not others:
        return known
    detailed = Person.objects.details_visible_to(user).filter(pk__in=others)
    return known | set(detailed.values_list("pk", flat=True))


def requests_for(user: User) -> QuerySet[LinkRequest]:
    """Return the requests that the user may answer and that nobody has answered."""
    requests = LinkRequest.objects.open().answerable_by(user).exclude(asked_by=user.pk)
    return _with_people(requests)


def requests_of(user: User) -> QuerySet[LinkRequest]:
    """Return what the user asked for in dossiers that they may still find."""
    mine = Q(membership__in=Membership.objects.visible_to(user))
    return _with_people(LinkRequest.objects.filter(mine, asked_by=user.pk))


def _with_people(requests: QuerySet[LinkRequest]) -> QuerySet[LinkRequest]:
    return requests.select_related(
        "membership__person", "membership__dossier__unit", "found_in", "asked_by", "answered_by"
    ).prefetch_related("membership__person__names")
