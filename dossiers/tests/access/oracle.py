"""The definition of who may see what: a walk up the tree, in plain Python, slow and obvious.

It reads grants, not derived rows, and no Reach. The SQL of
`dossiers.access.visibility` is an optimisation of it and must give the same answers.
"""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import rights_of
from dossiers.models import Document, Dossier, Grant, Person, Unit
from dossiers.vocabulary import Class

Place = Unit | Dossier

RIGHT_ASKED_BY = {
    Class.GENERAL: Right.VIEW,
    Class.CIVIL: Right.VIEW_CIVIL,
    Class.SCHOOL: Right.VIEW_SCHOOL,
    Class.MEDICAL: Right.VIEW_MEDICAL,
    Class.PROTECTION: Right.VIEW_PROTECTION,
}


class Oracle:
    """The walk over one moment's grants; make a new one after every change."""

    def __init__(self) -> None:
        now = timezone.now()
        self._grants: dict[int, list[Grant]] = defaultdict(list)
        for grant in Grant.objects.all():
            if grant.ended_at is None and (grant.valid_until is None or grant.valid_until > now):
                self._grants[grant.folder_id].append(grant)
        self._groups: dict[int, set[int]] = {}

    def holds(self, user: Any, right: Right, place: Place) -> bool:
        """Walk from the place upwards; stop where a boundary stops this right."""
        if not user.is_active:
            return False
        here: Place | None = place
        while here is not None:
            if self._is_given(user, right, here):
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

    def _is_given(self, user: Any, right: Right, place: Place) -> bool:
        groups = self._groups_of(user)
        return any(
            right in rights_of(grant.role)
            and (grant.user_id == user.pk if grant.user_id else grant.group_id in groups)
            for grant in self._grants[place.pk]
        )

    def _groups_of(self, user: Any) -> set[int]:
        if user.pk not in self._groups:
            self._groups[user.pk] = set(user.groups.values_list("pk", flat=True))
        return self._groups[user.pk]

    def may_read(self, user: Any, document: Document) -> bool:
        """Whether the user may read this paper now."""
        if document.state in ("captured", "read", "rescan"):
            return self.holds(user, Right.FILE, document.unit)
        if document.state not in ("filed", "verified", "superseded"):
            return False
        if document.dossier.state == "destroyed":
            return False
        return self.holds(user, RIGHT_ASKED_BY[Class(document.paper_class)], document.dossier)

    def may_take_out(self, user: Any, document: Document) -> bool:
        """Whether the user sees this paper in the trash, and may take it out."""
        if document.state != "trashed":
            return False
        dossier = document.dossier
        if dossier is None:
            return self.holds(user, Right.FILE, document.unit)
        return (
            dossier.state in ("referred", "open", "waiting")
            and self.holds(user, Right.CHANGE, dossier)
            and self.holds(user, RIGHT_ASKED_BY[Class(document.paper_class)], dossier)
        )

    def filed_lately(self, user: Any, document: Document) -> bool:
        """Whether the user filed this paper, and may take it back without reading it."""
        dossier = document.dossier
        if dossier is None or document.state != "filed" or document.filed_by != user:
            return False
        return (
            document.corrected_by is None
            and document.filed_at > timezone.now() - timedelta(days=7)
            and dossier.state in ("referred", "open", "waiting")
            and self.holds(user, Right.FILE, dossier)
        )

    def may_take_back(self, user: Any, document: Document) -> bool:
        """Whether the user may take this filed paper out of its dossier."""
        dossier = document.dossier
        if dossier is None or document.state not in ("filed", "verified", "superseded"):
            return False
        return self.filed_lately(user, document) or (
            dossier.state in ("referred", "open", "waiting")
            and self.holds(user, Right.CHANGE, dossier)
            and self.holds(user, RIGHT_ASKED_BY[Class(document.paper_class)], dossier)
        )

    def may_open(self, user: Any, dossier: Dossier, right: Right = Right.VIEW) -> bool:
        """Whether the user may open (or find, ...) this dossier now."""
        return dossier.state != "destroyed" and self.holds(user, right, dossier)

    def may_know_details(self, user: Any, person: Person) -> bool:
        """Whether the user may know more of this person than the name."""
        return any(
            membership.is_confirmed and self.may_open(user, membership.dossier, Right.VIEW)
            for membership in person.memberships.all()
        )

    def may_know(self, user: Any, person: Person) -> bool:
        """Whether the user may know that this person stands in some dossier."""
        return any(
            self.may_open(user, membership.dossier, Right.FIND)
            for membership in person.memberships.all()
        )
