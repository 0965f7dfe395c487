"""Whatever happens, in whatever order, the lists and answers are those of the walk.

A machine of hypothesis grows a tree, gives and ends roles, draws boundaries, moves dossiers,
changes classes, states, groups and people, and lets time pass; after each step one person's
lists, counts and single answers are compared with the oracle, at the end everybody's. Half of
the towns take the road of who reaches few dossiers, half that of who reaches many.
"""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dossiers.access import visibility
from dossiers.access.explain import causes_by_folder, people_at
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.access.visibility import request_cache
from dossiers.casework.move import move_dossier
from dossiers.errors import RefusedError
from dossiers.models import Document, Dossier, Grant, Membership, Person, User
from dossiers.sharing.boundaries import preview_boundary, set_inheritance
from dossiers.sharing.consistency import check_derived_rights, check_folder_closure, check_lists
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.access.oracle import Oracle
from dossiers.tests.access.proofs import IS_LONG, prove
from dossiers.tests.factories import (
    DocumentFactory,
    DossierFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
)
from dossiers.vocabulary import ConfidentialityClass, DocumentState, DossierState, GrantCause

REAL_NOW = timezone.now
# About 10 s of one core; the long run is one of `./aman check access --full`.
EXAMPLES, STEPS = (60, 30) if IS_LONG else (10, 12)
DOSSIERS_MAX = 14
# Rights on a dossier that ask for nothing but the right, and those that ask for an open one.
ASKED = {
    Permission.Dossier.FIND: Right.FIND,
    Permission.Dossier.VIEW: Right.VIEW,
    Permission.Dossier.SHARE: Right.SHARE,
    Permission.Dossier.BREAK_GLASS: Right.FIND,
}
ASKED_WHILE_OPEN = {
    Permission.Dossier.FILE: Right.FILE,
    Permission.Dossier.CHANGE: Right.CHANGE,
}
OPEN_STATES = {"referred", "open", "waiting"}

index = st.integers(min_value=0, max_value=999)


class Town(RuleBasedStateMachine):
    """A small town in a transaction of its own, thrown away after each example."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()
        self.clock = mock.patch("django.utils.timezone.now", lambda: REAL_NOW() + self.passed)
        self.clock.start()
        self.limit = mock.patch.object(visibility, "LITERAL_LIMIT", visibility.LITERAL_LIMIT)
        self.limit.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.asked = 0
        centre = UnitFactory()
        self.units = [centre, UnitFactory(parent=centre), UnitFactory(parent=centre)]
        tops = [DossierFactory(unit=unit) for unit in self.units[1:] for _ in range(2)]
        parts = [DossierFactory(unit=tops[0].unit, parent=tops[0]) for _ in range(2)]
        self.dossiers = [*tops, *parts]
        self.papers = [
            DocumentFactory(filed=True, dossier=dossier, paper_class=paper_class)
            for dossier, paper_class in zip(
                self.dossiers,
                [*ConfidentialityClass.values, ConfidentialityClass.MEDICAL],
                strict=True,
            )
        ]
        self.papers.append(DocumentFactory(read=True, unit=self.units[1]))
        for dossier in self.dossiers:
            MembershipFactory(dossier=dossier)
        MembershipFactory(dossier=tops[1], person=Person.objects.first())
        MembershipFactory(dossier=tops[3], person=Person.objects.first(), is_confirmed=False)
        self.groups = [Group.objects.create(name="أ"), Group.objects.create(name="ب")]
        self.users = [UserFactory(), UserFactory(), UserFactory(is_superuser=True)]
        self.director = UserFactory()
        self.users.append(self.director)
        for paper, user in zip(self.papers, [*self.users, *self.users], strict=False):
            if paper.is_on_shelf:
                paper.filed_by, paper.filed_at = user, timezone.now()
                paper.save()
        self.users[0].groups.add(self.groups[0])
        for folder, to, role in (
            (centre, self.director, Role.DIRECTOR),
            (centre, self.users[0], Role.REGISTRATION_WORKER),
            (self.units[1], self.groups[0], Role.SUPERVISOR),
            (tops[0], self.users[1], Role.RESPONSIBLE),
            (tops[3], self.groups[1], Role.READER_MEDICAL),
            (parts[0], self.users[2], Role.EDUCATOR),
        ):
            give_role(folder=folder, to=to, role=role, cause=GrantCause.SHARING, by=None)

    def teardown(self) -> None:
        """Compare everybody once, then undo the town."""
        try:
            for user in self.users:
                self.compare(user)
            for check in (check_derived_rights, check_folder_closure, check_lists):
                assert list(check()) == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.limit.stop()
            self.clock.stop()

    @initialize(few=st.booleans())
    def choose_a_road(self, few: bool) -> None:
        """Name what is reached one by one, or follow the order of the page."""
        visibility.LITERAL_LIMIT = 1_000 if few else 0

    @rule(where=index, part=st.booleans())
    def open_dossier(self, where: int, part: bool) -> None:
        """Let the tree grow: a dossier in a unit, or a part of a dossier, each with a person."""
        if len(self.dossiers) >= DOSSIERS_MAX:
            return
        if part:
            tops = list(Dossier.objects.filter(parent=None).order_by("pk"))
            parent = tops[where % len(tops)]
            dossier = DossierFactory(unit=parent.unit, parent=parent)
        else:
            dossier = DossierFactory(unit=self.units[where % len(self.units)])
        self.dossiers.append(dossier)
        self.papers.insert(0, DocumentFactory(filed=True, dossier=dossier))
        MembershipFactory(dossier=dossier)

    def place(self, number: int) -> Any:
        """Return a unit or a dossier as it stands now."""
        places = [*self.units, *Dossier.objects.order_by("pk")]
        return places[number % len(places)]

    def dossier(self, number: int) -> Dossier:
        """Return a dossier as it stands now."""
        dossiers = list(Dossier.objects.order_by("pk"))
        return dossiers[number % len(dossiers)]

    @rule(where=index, who=index, role=st.sampled_from(Role.values), hours=st.integers(-1, 3))
    def give(self, where: int, who: int, role: str, hours: int) -> None:
        """Give a role: for good (0), for some hours, or already run out."""
        holders = [*self.users, *self.groups]
        give_role(
            folder=self.place(where),
            to=holders[who % len(holders)],
            role=role,
            cause=GrantCause.SHARING,
            by=None,
            valid_until=timezone.now() + timedelta(hours=hours) if hours else None,
        )

    @rule(which=index)
    def end(self, which: int) -> None:
        """End a grant, if the rule of the last sharer lets it."""
        grants = list(Grant.objects.filter(ended_at=None).order_by("pk"))
        if grants:
            try:
                end_grant(grant=grants[which % len(grants)], by=None)
            except RefusedError:
                pass

    @rule(which=index, who=index, to=st.sampled_from(["open", "cut", "protected"]))
    def bound(self, which: int, who: int, to: str) -> None:
        """Draw a boundary: what the preview said is what happens."""
        dossier = self.dossier(which)
        by = self.sharer_of(dossier, who)
        if by is None:
            return
        flags = {"inherits": to == "open", "protected": to == "protected"}
        before = rights_at(dossier)
        foreseen = preview_boundary(dossier=dossier, by=by, **flags)
        try:
            with transaction.atomic():
                set_inheritance(dossier=dossier, by=by, **flags)
        except RefusedError:
            assert foreseen.refusal
            return
        after = rights_at(dossier)
        assert not foreseen.refusal
        assert {change.user: (change.before, change.after) for change in foreseen.changes} == {
            user: (before.get(user, frozenset()), after.get(user, frozenset()))
            for user in {*before, *after}
            if before.get(user) != after.get(user)
        }
        assert foreseen.stops_sharing(by) is (Right.SHARE not in after.get(by, ()))
        assert any(Right.SHARE in rights for rights in after.values())

    @rule(which=index, where=index, who=index)
    def move(self, which: int, where: int, who: int) -> None:
        """Move a dossier where somebody may."""
        dossier = self.dossier(which)
        by = self.sharer_of(dossier, who)
        if by is not None:
            try:
                with transaction.atomic():
                    move_dossier(dossier=dossier, into=self.place(where), by=by)
            except (RefusedError, PermissionDenied):
                pass

    @rule(which=index, paper_class=st.sampled_from(ConfidentialityClass.values))
    def reclass(self, which: int, paper_class: str) -> None:
        """Give a paper another class."""
        paper = self.papers[which % len(self.papers)]
        Document.objects.filter(pk=paper.pk).update(paper_class=paper_class)

    @rule(which=index)
    def confirm_or_ask(self, which: int) -> None:
        """Let somebody stand in a dossier by consent, or only be asked for."""
        rows = list(Membership.objects.order_by("pk"))
        row = rows[which % len(rows)]
        Membership.objects.filter(pk=row.pk).update(is_confirmed=not row.is_confirmed)

    @rule(which=index, state=st.sampled_from(DocumentState.values))
    def restate_paper(self, which: int, state: str) -> None:
        """Trash, restore, verify … a filed paper."""
        paper = self.papers[which % (len(self.papers) - 1)]
        Document.objects.filter(pk=paper.pk).update(state=state)

    @rule(state=st.sampled_from([DocumentState.READ, DocumentState.TRASHED]))
    def restate_paper_of_the_tray(self, state: str) -> None:
        """Throw the paper of the tray away, or take it back."""
        Document.objects.filter(pk=self.papers[-1].pk).update(state=state)

    @rule(which=index, paper_class=st.sampled_from(ConfidentialityClass.values))
    def take_out(self, which: int, paper_class: str) -> None:
        """Let the paper of the tray have been filed once."""
        Document.objects.filter(pk=self.papers[-1].pk).update(
            taken_from=self.dossier(which),
            paper_class=paper_class,
            filed_by=self.users[which % len(self.users)],
            filed_at=timezone.now(),
        )

    @rule(which=index, state=st.sampled_from(DossierState.values))
    def restate_dossier(self, which: int, state: str) -> None:
        """Close, propose, destroy … a dossier."""
        Dossier.objects.filter(pk=self.dossier(which).pk).update(state=state)

    @rule(who=index, which=index)
    def join_or_leave(self, who: int, which: int) -> None:
        """Put somebody in a group or take them out."""
        user, group = self.users[who % len(self.users)], self.groups[which % 2]
        if user.groups.filter(pk=group.pk).exists():
            user.groups.remove(group)
        else:
            user.groups.add(group)

    @rule(who=index)
    def go_or_come_back(self, who: int) -> None:
        """Let somebody leave the centre, or return."""
        user = self.users[who % len(self.users)]
        user.is_active = not user.is_active
        user.save(update_fields=["is_active"])

    @rule(minutes=st.sampled_from([30, 90, 200]))
    def wait(self, minutes: int) -> None:
        """Let time pass: what runs out runs out without a job."""
        self.passed += timedelta(minutes=minutes)
        # Rows that ran out stay stored, and say nothing.

    @invariant()
    def one_person_sees_what_the_walk_says(self) -> None:
        """Compare one person, another each time."""
        self.asked += 1
        self.compare(self.users[self.asked % len(self.users)])

    def sharer_of(self, dossier: Dossier, number: int) -> User | None:
        """Return somebody who may share the dossier now."""
        people = [user for user in self.users if user.has_perm(Permission.Dossier.SHARE, dossier)]
        return people[number % len(people)] if people else None

    def compare(self, user: User) -> None:
        """Compare lists, single answers and explanations of one person; one request each."""
        oracle, user = Oracle(), User.objects.get(pk=user.pk)
        papers = Document.objects.select_related(
            "dossier__unit__parent", "dossier__parent__unit__parent", "unit__parent", "taken_from"
        )
        dossiers = list(Dossier.objects.select_related("unit__parent", "parent__unit__parent"))
        causes = causes_by_folder([dossier.pk for dossier in dossiers], user=user)
        readable = {paper for paper in papers if oracle.may_read(user, paper)}
        with request_cache():
            assert set(Document.objects.visible_to(user)) == readable
            assert Document.objects.visible_to(user).count() == len(readable)
            for paper in papers:
                assert user.has_perm(Permission.Document.VIEW, paper) is (paper in readable)
            thrown = {paper for paper in papers if oracle.may_take_out(user, paper)}
            assert set(Document.objects.in_trash_of(user)) == thrown
            for paper in papers:
                assert user.has_perm(Permission.Document.RESTORE, paper) is (paper in thrown)
            lately = {paper for paper in papers if oracle.filed_lately(user, paper)}
            assert set(Document.objects.filed_lately_by(user)) == lately
            for paper in papers:
                expected = oracle.may_take_back(user, paper)
                assert user.has_perm(Permission.Document.TAKE_BACK, paper) is expected
                expected = oracle.may_refile(user, paper)
                assert user.has_perm(Permission.Document.REFILE, paper) is expected
                expected = oracle.may_take_original(user, paper)
                assert user.has_perm(Permission.Document.DOWNLOAD, paper) is expected
            again = {paper for paper in papers if oracle.taken_back_lately(user, paper)}
            assert set(Document.objects.taken_back_lately_by(user)) == again
            for right in (Right.FIND, Right.VIEW, Right.SHARE):
                listed = {one for one in dossiers if oracle.may_open(user, one, right)}
                assert set(Dossier.objects.visible_to(user, right)) == listed
                assert Dossier.objects.visible_to(user, right).count() == len(listed)
            for dossier in dossiers:
                self.ask(oracle, user, dossier)
            people = Person.objects.prefetch_related("memberships__dossier__unit__parent")
            known = {person for person in people if oracle.may_know(user, person)}
            assert set(Person.objects.visible_to(user)) == known
            detailed = {person for person in people if oracle.may_know_details(user, person)}
            assert set(Person.objects.details_visible_to(user)) == detailed
            for person in people:
                assert user.has_perm(Permission.Person.VIEW, person) is (person in detailed)
        for dossier in dossiers:
            explained = {right for cause in causes.get(dossier.pk, []) for right in cause.rights}
            held = {right for right in Right if oracle.holds(user, right, dossier)}
            assert held == (explained if user.is_active else set())

    def ask(self, oracle: Oracle, user: User, dossier: Dossier) -> None:
        """Compare the single answers about one dossier."""
        for permission, right in ASKED.items():
            expected = oracle.may_open(user, dossier, right)
            assert user.has_perm(permission, dossier) is expected, permission
        for permission, right in ASKED_WHILE_OPEN.items():
            expected = dossier.state in OPEN_STATES and oracle.holds(user, right, dossier)
            assert user.has_perm(permission, dossier) is expected, permission


def rights_at(dossier: Dossier) -> dict[User, frozenset[Right]]:
    """Return who holds what on the dossier now."""
    return {holder.user: holder.rights for holder in people_at(dossier.pk)}


@pytest.mark.django_db
def test_lists_answers_and_explanations_are_those_of_the_walk_whatever_happens() -> None:
    prove(Town, walks=EXAMPLES, steps=STEPS)
