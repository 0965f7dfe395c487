"""Whatever happens, in whatever order, the lists and answers are those of the walk.

A machine of hypothesis gives and ends roles, draws boundaries, moves dossiers, changes
classes, states, groups and people, and lets time pass; after each step one person's
lists are compared with the oracle, at the end everybody's.
"""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dossiers.access.explain import causes_by_folder, people_at
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.access.visibility import remembering
from dossiers.actions.boundaries import draw_boundary, preview_boundary
from dossiers.actions.errors import RefusedError
from dossiers.actions.grants import end_grant, give_role
from dossiers.actions.moves import move_dossier
from dossiers.consistency import check_derived_rights, check_lists, check_reach
from dossiers.models import Document, Dossier, Grant, User
from dossiers.tests.access.oracle import Oracle
from dossiers.tests.factories import DocumentFactory, DossierFactory, UnitFactory, UserFactory
from dossiers.vocabulary import Class, DocumentState, DossierState, GrantCause

REAL_NOW = timezone.now
# About 8 s of one core; `./aman check access --full` compares a whole archive.
EXAMPLES, STEPS = 10, 12

index = st.integers(min_value=0, max_value=999)


class Town(RuleBasedStateMachine):
    """A small town in a transaction of its own, thrown away after each example."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()
        self.clock = mock.patch("django.utils.timezone.now", lambda: REAL_NOW() + self.passed)
        self.clock.start()
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
                self.dossiers, [*Class.values, Class.MEDICAL], strict=True
            )
        ]
        self.papers.append(DocumentFactory(read=True, unit=self.units[1]))
        self.groups = [Group.objects.create(name="أ"), Group.objects.create(name="ب")]
        self.users = [UserFactory(), UserFactory(), UserFactory(is_superuser=True)]
        self.director = UserFactory()
        self.users.append(self.director)
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
            for check in (check_derived_rights, check_reach, check_lists):
                assert list(check()) == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            self.clock.stop()

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

    @rule(which=index, to=st.sampled_from(["open", "cut", "protected"]))
    def bound(self, which: int, to: str) -> None:
        """Draw a boundary: what the preview said is what happens."""
        dossier = self.dossier(which)
        by = self.sharer_of(dossier)
        if by is None:
            return
        flags = {"inherits": to == "open", "protected": to == "protected"}
        before = rights_at(dossier)
        foreseen = preview_boundary(dossier=dossier, by=by, **flags)
        try:
            with transaction.atomic():
                draw_boundary(dossier=dossier, by=by, **flags)
        except RefusedError:
            return
        after = rights_at(dossier)
        assert {change.user: (change.before, change.after) for change in foreseen} == {
            user: (before.get(user, frozenset()), after.get(user, frozenset()))
            for user in {*before, *after}
            if before.get(user) != after.get(user)
        }
        assert Right.SHARE in after[by]

    @rule(which=index, where=index)
    def move(self, which: int, where: int) -> None:
        """Move a dossier where somebody may."""
        dossier = self.dossier(which)
        by = self.sharer_of(dossier)
        if by is not None:
            try:
                with transaction.atomic():
                    move_dossier(dossier=dossier, into=self.place(where), by=by)
            except (RefusedError, PermissionDenied):
                pass

    @rule(which=index, paper_class=st.sampled_from(Class.values))
    def reclass(self, which: int, paper_class: str) -> None:
        """Give a paper another class."""
        paper = self.papers[which % len(self.papers)]
        Document.objects.filter(pk=paper.pk).update(paper_class=paper_class)

    @rule(which=index, state=st.sampled_from(DocumentState.values))
    def restate_paper(self, which: int, state: str) -> None:
        """Trash, restore, verify … a filed paper."""
        paper = self.papers[which % (len(self.papers) - 1)]
        Document.objects.filter(pk=paper.pk).update(state=state)

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

    def sharer_of(self, dossier: Dossier) -> User | None:
        """Return somebody who may share the dossier now."""
        people = [user for user in self.users if user.has_perm(Permission.Dossier.SHARE, dossier)]
        return people[0] if people else None

    def compare(self, user: User) -> None:
        """Compare lists, single answers and explanations of one person; one request each."""
        oracle, user = Oracle(), User.objects.get(pk=user.pk)
        papers = Document.objects.select_related(
            "dossier__unit__parent", "dossier__parent__unit__parent", "unit__parent"
        )
        dossiers = list(Dossier.objects.select_related("unit__parent", "parent__unit__parent"))
        causes = causes_by_folder([dossier.pk for dossier in dossiers], user=user)
        readable = {paper for paper in papers if oracle.may_read(user, paper)}
        with remembering():
            assert set(Document.objects.visible_to(user)) == readable
            for paper in papers:
                assert user.has_perm(Permission.Document.VIEW, paper) is (paper in readable)
            for right in (Right.FIND, Right.VIEW, Right.SHARE):
                listed = {one for one in dossiers if oracle.may_open(user, one, right)}
                assert set(Dossier.objects.visible_to(user, right)) == listed
        for dossier in dossiers:
            explained = {right for cause in causes.get(dossier.pk, []) for right in cause.rights}
            held = {right for right in Right if oracle.holds(user, right, dossier)}
            assert held == (explained if user.is_active else set())


def rights_at(dossier: Dossier) -> dict[User, frozenset[Right]]:
    """Return who holds what on the dossier now."""
    return {holder.user: holder.rights for holder in people_at(dossier.pk)}


@pytest.mark.django_db
def test_lists_answers_and_explanations_are_those_of_the_walk_whatever_happens() -> None:
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
