"""The definition of who may see what: a walk up the tree, in plain Python, slow and obvious.

It reads grants, not derived rows, and no Reach. The SQL of
`dossiers.access.visibility` is an optimisation of it and must give the same answers.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import rights_of
from dossiers.models import Document, Dossier, Grant, Membership, Person, Unit
from dossiers.vocabulary import Class

Place = Unit | Dossier

RIGHT_ASKED_BY = {
    Class.GENERAL: Right.VIEW,
    Class.CIVIL: Right.VIEW_CIVIL,
    Class.SCHOOL: Right.VIEW_SCHOOL,
    Class.MEDICAL: Right.VIEW_MEDICAL,
    Class.PROTECTION: Right.VIEW_PROTECTION,
}


def holds(user: Any, right: Right, place: Place) -> bool:
    """Walk from the place upwards; stop where a boundary stops this right."""
    if not user.is_active:
        return False
    here: Place | None = place
    while here is not None:
        if any(
            is_for(grant, user) and right in rights_of(grant.role) for grant in live_grants(here)
        ):
            return True
        if isinstance(here, Dossier):
            if here.protected:
                return False
            if not here.inherits and right is not Right.FIND:
                return False
            here = here.parent or here.unit
        else:
            here = here.parent
    return False


def live_grants(place: Place, *, now: datetime | None = None) -> list[Grant]:
    """Every grant on this very place that is neither ended nor expired."""
    now = now or timezone.now()
    return [
        grant
        for grant in Grant.objects.filter(folder_id=place.pk)
        if grant.ended_at is None and (grant.valid_until is None or grant.valid_until > now)
    ]


def is_for(grant: Grant, user: Any) -> bool:
    """Whether the grant is the user's own or one of their groups'."""
    return grant.user_id == user.pk or grant.group_id in {group.pk for group in user.groups.all()}


def may_read(user: Any, document: Document) -> bool:
    """Whether the user may read this paper now."""
    if document.state in ("captured", "read", "rescan"):
        return holds(user, Right.FILE, document.unit)
    if document.state not in ("filed", "verified", "superseded"):
        return False
    if document.dossier.state == "destroyed":
        return False
    return holds(user, RIGHT_ASKED_BY[Class(document.paper_class)], document.dossier)


def may_open(user: Any, dossier: Dossier, right: Right = Right.VIEW) -> bool:
    """Whether the user may open (or find, ...) this dossier now."""
    return dossier.state != "destroyed" and holds(user, right, dossier)


def may_know(user: Any, person: Person) -> bool:
    """Whether the user may know that this person stands in some dossier."""
    return any(
        may_open(user, membership.dossier, Right.FIND)
        for membership in Membership.objects.filter(person=person)
    )
