"""The definition of who may see what: a walk up the tree, in plain Python, slow and obvious.

It reads grants, neither derived rows nor the closure table. The SQL of
`dossiers.access.visibility` is an optimisation of it and must give the same answers.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import rights_of
from dossiers.models import Document, Dossier, Grant, Person, Unit
from dossiers.vocabulary import ConfidentialityClass

Place = Unit | Dossier
# Later than everything: for good.
FOR_GOOD = datetime.max.replace(tzinfo=UTC)

RIGHT_ASKED_BY = {
    ConfidentialityClass.GENERAL: Right.VIEW,
    ConfidentialityClass.CIVIL: Right.VIEW_CIVIL,
    ConfidentialityClass.SCHOOL: Right.VIEW_SCHOOL,
    ConfidentialityClass.MEDICAL: Right.VIEW_MEDICAL,
    ConfidentialityClass.PROTECTION: Right.VIEW_PROTECTION,
}
TRAY = ("captured", "read", "rescan")


class Oracle:
    """The walk over one moment's grants; make a new one after every change."""

    def __init__(self, *, without: str = "") -> None:
        """Read the grants in force; those of the cause `without` are passed over."""
        now = timezone.now()
        self._grants: dict[int, list[Grant]] = defaultdict(list)
        for grant in Grant.objects.exclude(cause=without):
            if grant.ended_at is None and (grant.valid_until is None or grant.valid_until > now):
                self._grants[grant.folder_id].append(grant)
        self._groups: dict[int, set[int]] = {}

    def holds(self, user: Any, right: Right, place: Place) -> bool:
        """Walk from the place upwards; stop where a boundary stops this right."""
        return self.held_until(user, right, place) is not None

    def held_until(self, user: Any, right: Right, place: Place) -> datetime | None:
        """Return the last moment at which the user holds the right there; None: not now either."""
        if not user.is_active:
            return None
        moments = [
            grant.valid_until or FOR_GOOD
            for here in self._way_up(right, place)
            for grant in self._given(user, right, here)
        ]
        return max(moments, default=None)

    def _way_up(self, right: Right, place: Place) -> Iterator[Place]:
        here: Place | None = place
        while here is not None:
            yield here
            if isinstance(here, Dossier):
                if here.protected:
                    return
                if not here.inherits and right is not Right.FIND:
                    return
                here = here.parent or here.unit
            else:
                here = here.parent

    def _given(self, user: Any, right: Right, place: Place) -> Iterator[Grant]:
        groups = self._groups_of(user)
        for grant in self._grants[place.pk]:
            is_theirs = grant.user_id == user.pk if grant.user_id else grant.group_id in groups
            if is_theirs and right in rights_of(grant.role):
                yield grant

    def _groups_of(self, user: Any) -> set[int]:
        if user.pk not in self._groups:
            self._groups[user.pk] = set(user.groups.values_list("pk", flat=True))
        return self._groups[user.pk]

    def may_read(self, user: Any, document: Document) -> bool:
        """Whether the user may read this paper now."""
        if document.state in TRAY:
            return self.works_at_tray_of(user, document)
        if document.state not in ("filed", "verified", "superseded"):
            return False
        if document.dossier.state == "destroyed":
            return False
        return self.holds(
            user, RIGHT_ASKED_BY[ConfidentialityClass(document.paper_class)], document.dossier
        )

    def reads_until(self, user: Any, document: Document) -> datetime | None:
        """Return the last moment at which the user may read this paper; None: not now either."""
        if not self.may_read(user, document):
            return None
        asked = RIGHT_ASKED_BY[ConfidentialityClass(document.paper_class)]
        if document.state not in TRAY:
            return self.held_until(user, asked, document.dossier)
        until = self.held_until(user, Right.FILE, document.unit)
        if document.taken_from is not None:
            until = min(until, self.held_until(user, asked, document.taken_from))
        return until

    def takes_original_until(self, user: Any, document: Document) -> datetime | None:
        """Return the last moment at which the user may take the original; None: not now either."""
        if not self.may_take_original(user, document):
            return None
        until = self.reads_until(user, document)
        place = document.taken_from if document.state in TRAY else document.dossier
        return until if place is None else min(until, self.held_until(user, Right.EXPORT, place))

    def works_at_tray_of(self, user: Any, document: Document) -> bool:
        """Whether the user files at this tray, and may read what was taken out of a dossier."""
        if not self.holds(user, Right.FILE, document.unit):
            return False
        asked = RIGHT_ASKED_BY[ConfidentialityClass(document.paper_class)]
        return document.taken_from is None or self.holds(user, asked, document.taken_from)

    def may_take_original(self, user: Any, document: Document) -> bool:
        """Whether the user may take the bare original of this paper home."""
        if not self.may_read(user, document):
            return False
        place = document.taken_from if document.state in TRAY else document.dossier
        return place is None or self.holds(user, Right.EXPORT, place)

    def may_take_out(self, user: Any, document: Document) -> bool:
        """Whether the user sees this paper in the trash, and may take it out."""
        if document.state != "trashed":
            return False
        dossier = document.dossier
        if dossier is None:
            return self.works_at_tray_of(user, document)
        return (
            dossier.state in ("referred", "open", "waiting")
            and self.holds(user, Right.CHANGE, dossier)
            and self.holds(
                user, RIGHT_ASKED_BY[ConfidentialityClass(document.paper_class)], dossier
            )
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
            and self.holds(
                user, RIGHT_ASKED_BY[ConfidentialityClass(document.paper_class)], dossier
            )
        )

    def taken_back_lately(self, user: Any, document: Document) -> bool:
        """Whether the user filed this paper of the tray, and may move it on without reading it."""
        return (
            document.state == "read"
            and document.taken_from is not None
            and document.filed_by == user
            and document.filed_at > timezone.now() - timedelta(days=7)
            and self.holds(user, Right.FILE, document.unit)
        )

    def may_refile(self, user: Any, document: Document) -> bool:
        """Whether the user may put this paper straight into another dossier."""
        return (
            self.may_take_back(user, document)
            or self.taken_back_lately(user, document)
            or (
                document.state == "read"
                and document.taken_from is not None
                and self.works_at_tray_of(user, document)
            )
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
