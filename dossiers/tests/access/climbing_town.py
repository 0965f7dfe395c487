"""The town of `test_rights_never_grow`: who begins with what, and how their reach is measured."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.models import (
    DocumentKind,
    Dossier,
    LinkRequest,
    Membership,
    Page,
    PersonMerge,
    Unit,
    User,
)
from dossiers.sharing.boundaries import set_inheritance
from dossiers.sharing.grants import give_role
from dossiers.tests.access.oracle import FOR_GOOD, Oracle
from dossiers.tests.factories import (
    DocumentFactory,
    DocumentKindFactory,
    DossierFactory,
    MembershipFactory,
    PageFactory,
    UnitFactory,
    UserFactory,
)
from dossiers.vocabulary import ConfidentialityClass, GrantCause

DAY = timedelta(days=1)
# What one person holds at the beginning: (place, role, for how long).
PROFILES: dict[str, list[tuple[str, Role, timedelta | None]]] = {
    "supervisor for a day": [("a", Role.SUPERVISOR, DAY)],
    "supervisor for a day, clerk for good": [
        ("a", Role.SUPERVISOR, DAY),
        ("centre", Role.REGISTRATION_WORKER, None),
    ],
    "supervisor here for a day, there for good": [
        ("a", Role.SUPERVISOR, DAY),
        ("b", Role.SUPERVISOR, None),
    ],
    "supervisor here, director there": [
        ("a", Role.SUPERVISOR, None),
        ("b", Role.DIRECTOR, None),
    ],
    "director of the centre for a day": [
        ("centre", Role.DIRECTOR, DAY),
        ("a", Role.SUPERVISOR, None),
    ],
    "supervisor for a day, answers for one of them": [
        ("a", Role.SUPERVISOR, DAY),
        ("shared", Role.RESPONSIBLE, None),
    ],
    "responsible for one, clerk of all": [
        ("centre", Role.REGISTRATION_WORKER, None),
        ("own", Role.RESPONSIBLE, None),
    ],
    "responsible for a day": [
        ("shared", Role.RESPONSIBLE, DAY),
        ("a", Role.SOCIAL_WORKER, None),
    ],
    "scanning desk": [("centre", Role.SCANNING_DESK, None), ("own", Role.READER_ALL, None)],
    "nurse who files": [
        ("a", Role.REGISTRATION_WORKER, None),
        ("own", Role.RESPONSIBLE, DAY),
        ("shared", Role.READER_MEDICAL, DAY),
    ],
    "director of a unit": [("a", Role.DIRECTOR, None), ("centre", Role.FINDER, None)],
    "answers for a hidden dossier for a day": [
        ("hidden", Role.RESPONSIBLE, DAY),
        ("centre", Role.REGISTRATION_WORKER, None),
    ],
    "of a group that supervises": [("shared", Role.READER_CIVIL, None)],
    "of a group that supervises, clerk for good": [("centre", Role.REGISTRATION_WORKER, None)],
    "of a group that supervises, answers for another": [("own", Role.RESPONSIBLE, None)],
    "of a group that supervises, answers for one of them": [("shared", Role.RESPONSIBLE, None)],
}
# The group supervises for a day.
OF_A_GROUP = "of a group that supervises"
Measure = dict[tuple[str, int, str], datetime]


class Town:
    """Three units, six dossiers, papers of every class, and the people who answer for them."""

    def __init__(self) -> None:
        self.units = {"centre": UnitFactory()}
        for name in ("a", "b"):
            self.units[name] = UnitFactory(parent=self.units["centre"])
        self.director, self.auditor, self.other = (UserFactory() for _ in range(3))
        self.person = UserFactory()
        self.group = Group.objects.create(name="ج")
        for where, to, role in (
            ("centre", self.director, Role.DIRECTOR),
            ("centre", self.auditor, Role.AUDITOR),
            ("a", self.other, Role.SUPERVISOR),
        ):
            self.give(self.units[where], to, role)
        self.places: dict[str, Any] = dict(self.units)
        for name, unit in (("shared", "a"), ("own", "b"), ("third", "a"), ("hidden", "a")):
            self.places[name] = DossierFactory(unit=self.units[unit])
        # Who answers for it does so by the unit: a boundary has to keep them inside.
        self.places["third"].responsible = self.other
        self.places["third"].save()
        shared = self.places["shared"]
        self.places["part"] = DossierFactory(unit=shared.unit, parent=shared)
        for paper_class in ConfidentialityClass.values:
            DocumentKindFactory(code=f"K{paper_class[:2]}".upper(), paper_class=paper_class)
        self.lay_papers()
        set_inheritance(
            dossier=self.places["hidden"], inherits=False, protected=True, by=self.director
        )

    def give(self, place: Any, to: Any, role: Role, until: datetime | None = None) -> None:
        """Give a role as the system would."""
        give_role(
            folder=place,
            to=to,
            role=role,
            cause=GrantCause.UNIT_DEFAULT if isinstance(place, Unit) else GrantCause.SHARING,
            by=None,
            valid_until=until,
        )

    def lay_papers(self) -> None:
        """File papers, two of them by the person; leave two in the trays."""
        for name in ("shared", "hidden", "own"):
            MembershipFactory(dossier=self.places[name])
            for number, paper_class in enumerate(ConfidentialityClass.values):
                kind = DocumentKind.objects.get(code=f"K{paper_class[:2]}".upper())
                paper = DocumentFactory(
                    filed=True,
                    dossier=self.places[name],
                    paper_class=paper_class,
                    kind=kind,
                    filed_by=self.person if number % 2 else self.other,
                    filed_at=timezone.now(),
                )
                page = PageFactory(document=paper)
                page.original.unit = self.units["a"]
                page.original.save()
        self.lay_people()
        for name in ("a", "b"):
            PageFactory(document=DocumentFactory(read=True, unit=self.units[name]))

    def lay_people(self) -> None:
        """Write somebody of `shared` into one more dossier; ask for somebody of `own` there."""
        third = self.places["third"]
        MembershipFactory(dossier=third, person=self.places["shared"].memberships.get().person)
        asked_for = self.places["own"].memberships.get()
        LinkRequest.objects.create(
            membership=MembershipFactory(
                dossier=third, person=asked_for.person, is_confirmed=False
            ),
            found_in=asked_for.dossier,
            asked_by=self.other,
        )


def measure(person: User, *, pages: list[int]) -> Measure:
    """Return until when the person holds, reads, takes out and knows what; glass does not count."""
    oracle = Oracle(without=GrantCause.BREAK_GLASS)
    found: Measure = {}

    def note(kind: str, key: int, what: str, until: datetime | None) -> None:
        if until is not None:
            found[kind, key, what] = until

    units = Unit.objects.select_related("parent")
    dossiers = Dossier.objects.select_related("unit__parent", "parent__unit__parent")
    places: dict[int, Any] = {place.pk: place for place in [*units, *dossiers]}
    for pk, place in places.items():
        for right in Right:
            # Referrals lie in units.
            if isinstance(place, Unit) or right is not Right.TRIAGE:
                note("place", pk, right, oracle.held_until(person, right, place))
    for page in Page.objects.filter(pk__in=pages).select_related("document", "original"):
        document = page.document
        if document is None:
            desk = places[page.original.unit_id]
            note("page", page.pk, "read", oracle.held_until(person, Right.FILE, desk))
            continue
        document.unit = places[document.unit_id]
        document.dossier = places.get(document.dossier_id)
        document.taken_from = places.get(document.taken_from_id)
        note("page", page.pk, "read", oracle.reads_until(person, document))
        note("page", page.pk, "original", oracle.takes_original_until(person, document))
    note_people(found)
    return found


def note_people(found: Measure) -> None:
    """Note whose name is known, for good since names are remembered, and whose details until when.

    A record that was merged away is known as the one that it became.
    """
    for membership in Membership.objects.all():
        one, dossier = membership.person_id, membership.dossier_id
        if ("place", dossier, Right.FIND) in found:
            found["person", one, "known"] = FOR_GOOD
        if membership.is_confirmed and (until := found.get(("place", dossier, Right.VIEW))):
            before = found.get(("person", one, "details"), until)
            found["person", one, "details"] = max(before, until)
    for merge in PersonMerge.objects.in_force().order_by("-pk"):
        if until := found.get(("person", merge.kept_id, "details")):
            found["person", merge.gone_id, "details"] = until
