"""No sequence of actions by one person widens what they see or lengthens what they hold.

A machine of hypothesis takes one person of the staff and lets them try everything that touches
rights, places and papers, in any order, while time passes and others take roles away. After each
step the walk (`oracle`) says until when they hold each right, read each page and may take its
original: never longer than at the beginning. A broken glass is the one exception, and is not
counted: what somebody did within its hour must not outlast it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from wagtail.log_actions import LogContext

from dossiers.access.permissions import Right
from dossiers.access.roles import Role, rights_of
from dossiers.actions.boundaries import draw_boundary
from dossiers.actions.break_glass import break_glass, review_break_glass
from dossiers.actions.classes import change_class
from dossiers.actions.corrections import correct_document, verify_document
from dossiers.actions.documents import file_document
from dossiers.actions.dossiers import create_dossier
from dossiers.actions.errors import RefusedError
from dossiers.actions.grants import end_grant
from dossiers.actions.merging import merge_people, undo_merge
from dossiers.actions.moves import move_dossier
from dossiers.actions.pages_aside import bring_page_back
from dossiers.actions.people import link_person
from dossiers.actions.pile_plan import Placed, find_pile
from dossiers.actions.piles import arrange_pile
from dossiers.actions.sharing import change_share, end_share, name_responsible, share
from dossiers.actions.taking_back import refile, take_back
from dossiers.actions.trash import restore_document, trash_document
from dossiers.actions.units import place_unit
from dossiers.models import (
    Document,
    DocumentKind,
    Dossier,
    Grant,
    Page,
    Person,
    PersonMerge,
    Unit,
    User,
)
from dossiers.tests.access.climbing_targets import Targets
from dossiers.tests.access.climbing_town import DAY, GROUP_SUPERVISES, PROFILES, Town, measure
from dossiers.tests.access.oracle import FOR_GOOD
from dossiers.tests.access.proofs import IS_LONG, prove
from dossiers.vocabulary import CLOSEDNESS, Class, GrantCause, MemberRole

REAL_NOW = timezone.now
WALKS, STEPS = (2_000, 14) if IS_LONG else (30, 10)
index = st.integers(min_value=0, max_value=119)


class Climber(Targets, RuleBasedStateMachine):
    """One person who tries everything, in a transaction that is thrown away."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()
        self.clock = mock.patch("django.utils.timezone.now", lambda: REAL_NOW() + self.passed)
        self.clock.start()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.me = User.objects.get(pk=self.town.person.pk)

    def teardown(self) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.clock.stop()

    @initialize(profile=st.sampled_from(sorted(PROFILES)))
    def begin(self, profile: str) -> None:
        """Give the person their roles; look at what they hold by them."""
        for where, role, length in PROFILES[profile]:
            until = timezone.now() + length if length else None
            self.town.give(self.town.places[where], self.me, role, until)
        if profile == GROUP_SUPERVISES:
            self.town.give(self.units["a"], self.town.group, Role.SUPERVISOR, timezone.now() + DAY)
            self.me.groups.add(self.town.group)
        filed = Page.objects.filter(document__dossier__isnull=False)
        self.pages = list(filed.values_list("pk", flat=True))
        self.before = self.now = measure(self.me, pages=self.pages)
        self.classes = self.classes_of_pages()
        self.known = set(self.places_and_people())
        self.given = set(self.grants_of_mine().values_list("pk", flat=True))

    @property
    def units(self) -> dict[str, Unit]:
        """The units of the town."""
        return self.town.units

    def places_and_people(self) -> Iterator[tuple[str, int]]:
        """Yield what was there at the beginning: of what somebody makes anew nothing is said."""
        for kind, model in (("place", Unit), ("place", Dossier), ("person", Person)):
            yield from ((kind, pk) for pk in model.objects.values_list("pk", flat=True))
        yield from (("page", pk) for pk in self.pages)

    def classes_of_pages(self) -> dict[int, str]:
        """Return the class of the paper of each page that was filed at the beginning."""
        of_papers = Page.objects.filter(pk__in=self.pages, document__isnull=False)
        return dict(of_papers.values_list("pk", "document__paper_class"))

    def grants_of_mine(self) -> Any:
        """Return the grants in force that reach the person, glass left out."""
        grants = Grant.objects.in_force().exclude(cause=GrantCause.BREAK_GLASS)
        return grants.filter(user=self.me) | grants.filter(group__in=self.me.groups.all())

    def attempt(self, act: Callable[[], object]) -> None:
        """Let the person try something; a refusal changes nothing."""
        try:
            with transaction.atomic():
                act()
        except (RefusedError, PermissionDenied):
            return
        self.look()

    def until(self, hours: int) -> datetime | None:
        """Return a moment, or for good."""
        return timezone.now() + timedelta(hours=hours) if hours else None

    @rule(
        where=index,
        who=st.integers(0, 3),
        role=st.sampled_from(Role.values),
        hours=st.sampled_from([0, 2, 48]),
    )
    def share(self, where: int, who: int, role: str, hours: int) -> None:
        """Give a role: to oneself, to one's group, to others."""
        to = [self.me, self.town.group, self.town.other, self.town.director][who]
        self.attempt(
            lambda: share(
                place=self.place(where, Right.SHARE),
                to=to,
                role=role,
                by=self.me,
                valid_until=self.until(hours),
            )
        )

    @rule(which=index, role=st.sampled_from(Role.values), hours=st.sampled_from([0, 2, 48]))
    def change_share(self, which: int, role: str, hours: int) -> None:
        """Put another grant in the place of one: prolong, widen, shorten."""
        grant = self.one(Grant, which, ended_at=None)
        self.attempt(
            lambda: change_share(grant=grant, role=role, by=self.me, valid_until=self.until(hours))
        )

    @rule(which=index)
    def end_share(self, which: int) -> None:
        """Take a role back, one's own or another's."""
        grant = self.one(Grant, which, ended_at=None)
        self.attempt(lambda: end_share(grant=grant, by=self.me))

    @rule(which=index, mine=st.booleans())
    def name_responsible(self, which: int, mine: bool) -> None:
        """Name who answers for a dossier."""
        to = self.me if mine else self.town.other
        dossier = self.dossier(which, Right.SHARE)
        self.attempt(lambda: name_responsible(dossier=dossier, to=to, by=self.me))

    @rule(which=index, hides=st.booleans(), lifts=st.booleans())
    def bound(self, which: int, hides: bool, lifts: bool) -> None:
        """Draw a boundary, or lift the one that is there."""
        dossier = self.dossier(which, Right.SHARE)
        opens = lifts and not dossier.inherits
        self.attempt(
            lambda: draw_boundary(
                dossier=dossier, inherits=opens, protected=hides and not opens, by=self.me
            )
        )

    def move(self, which: int, where: int) -> None:
        """Move a dossier, mostly to where more is held."""
        dossier = self.dossier(which, Right.SHARE)
        into = self.richer_place(where, than=dossier)
        self.attempt(lambda: move_dossier(dossier=dossier, into=into, by=self.me))

    # Twice: a move gains only from few places, into few.
    move_a_dossier = rule(which=index, where=index)(move)
    move_another = rule(which=index, where=index)(move)

    @rule(where=index, part=st.booleans(), mine=st.booleans())
    def open_dossier(self, where: int, part: bool, mine: bool) -> None:
        """Open a dossier of one's own."""
        unit = self.one(Unit, where)
        parent = self.dossier(where) if part else None
        responsible = self.me if mine else None
        self.attempt(
            lambda: create_dossier(unit=unit, parent=parent, responsible=responsible, by=self.me)
        )

    @rule(which=index, into=index)
    def place_unit(self, which: int, into: int) -> None:
        """Put a unit below another, as somebody in the admin might try."""
        unit, parent = self.one(Unit, which), self.one(Unit, into)
        if unit.parent_id is None or unit.pk == parent.pk or parent.parent_id == unit.pk:
            return
        unit.parent = parent
        self.attempt(lambda: place_unit(unit=unit, by=self.me))

    @rule(mine=st.booleans(), joins=st.booleans())
    def change_group(self, mine: bool, joins: bool) -> None:
        """Put oneself or another into a group in the admin, or take them out."""
        user = self.me if mine else self.town.other
        change = user.groups.add if joins else user.groups.remove
        with LogContext(user=self.me):
            self.attempt(lambda: change(self.town.group))

    @rule(which=index)
    def break_glass(self, which: int) -> None:
        """Break the glass of a dossier."""
        reason = "طفل في المستشفى والوثائق مطلوبة الآن"
        self.attempt(lambda: break_glass(dossier=self.dossier(which), reason=reason, by=self.me))

    @precondition(lambda _: Grant.objects.filter(cause=GrantCause.BREAK_GLASS).exists())
    @rule(which=index)
    def review_glass(self, which: int) -> None:
        """Review a broken glass, one's own too."""
        grant = self.one(Grant, which, cause=GrantCause.BREAK_GLASS)
        self.attempt(lambda: review_break_glass(grant=grant, finding="justified", by=self.me))

    @rule(which=index, paper_class=st.sampled_from(list(Class)))
    def change_class(self, which: int, paper_class: Class) -> None:
        """Raise or lower the class of a paper."""
        paper = self.paper(which)
        # Of this one action a class may fall: it asks for a reason.
        pages = set(paper.pages.values_list("pk", flat=True))

        def change() -> None:
            change_class(document=paper, paper_class=paper_class, reason="x", by=self.me)
            self.classes.update(dict.fromkeys(pages & set(self.pages), paper_class))

        self.attempt(change)

    @rule(which=index, kind=index)
    def correct(self, which: int, kind: int) -> None:
        """Correct the kind of a paper."""
        paper, kind_of_it = self.paper(which), self.one(DocumentKind, kind)
        self.attempt(
            lambda: correct_document(document=paper, kind=kind_of_it, people=[], by=self.me)
        )

    @rule(which=index)
    def verify(self, which: int) -> None:
        """Verify a paper."""
        self.attempt(lambda: verify_document(document=self.paper(which), by=self.me))

    @rule(which=index)
    def take_back(self, which: int) -> None:
        """Take a paper back into the tray."""
        paper = self.paper(which)
        self.attempt(lambda: take_back(document=paper, reason="x", by=self.me))

    @rule(which=index, into=index)
    def refile(self, which: int, into: int) -> None:
        """Put a paper into another dossier."""
        paper = self.paper(which)
        dossier = self.richer_dossier(into, than=paper)
        self.attempt(lambda: refile(document=paper, into=dossier, reason="x", by=self.me))

    @rule(which=index, into=index, kind=index)
    def file(self, which: int, into: int, kind: int) -> None:
        """File a paper of the tray."""
        paper = self.one(Document, which, dossier=None)
        if paper is not None:
            self.attempt(
                lambda: file_document(
                    document=paper,
                    dossier=self.dossier(into),
                    kind=self.one(DocumentKind, kind),
                    people=[],
                    by=self.me,
                )
            )

    @rule(which=index, restores=st.booleans())
    def trash(self, which: int, restores: bool) -> None:
        """Throw a paper away, or take it out of the trash."""
        paper = self.paper(which)
        if restores:
            self.attempt(lambda: restore_document(document=paper, by=self.me))
        else:
            self.attempt(lambda: trash_document(document=paper, reason="x", by=self.me))

    @precondition(lambda _: Document.objects.exclude(taken_from=None).exists())
    @rule(how=st.sampled_from(["join", "split", "aside"]))
    def arrange(self, how: str) -> None:
        """Lay a tray with a paper that was filed before anew: join, split, set a page aside."""
        papers = list(Document.objects.in_tray_of(self.me).filter(unit=self.units["a"]))
        if not any(paper.taken_from_id for paper in papers):
            return
        pile = find_pile(papers, user=self.me)
        plan = [
            Placed(
                page.uid,
                begins=how == "split" or not number,
                is_aside=how == "aside" and not number,
            )
            for number, page in enumerate(pile.pages)
        ]
        self.attempt(
            lambda: arrange_pile(documents=papers, plan=plan, stamp=pile.stamp, by=self.me)
        )

    @precondition(lambda _: Page.objects.filter(document=None).exists())
    @rule(which=index)
    def bring_page_back(self, which: int) -> None:
        """Make a page set aside a paper."""
        page = self.one(Page, which, document=None)
        self.attempt(lambda: bring_page_back(page=page, by=self.me))

    @rule(first=index, second=index)
    def merge(self, first: int, second: int) -> None:
        """Merge two records of people."""
        kept, gone = self.one(Person, first), self.one(Person, second)
        self.attempt(lambda: merge_people(kept=kept, gone=gone, reason="x", by=self.me))

    @precondition(lambda _: PersonMerge.objects.filter(undone_at=None).exists())
    @rule(which=index)
    def undo_merge(self, which: int) -> None:
        """Take a merge apart."""
        merge = self.one(PersonMerge, which, undone_at=None)
        self.attempt(lambda: undo_merge(merge=merge, by=self.me))

    @rule(which=index, where=index)
    def link(self, which: int, where: int) -> None:
        """Write somebody known into one more dossier."""
        person, dossier = self.one(Person, which), self.dossier(where)
        self.attempt(
            lambda: link_person(dossier=dossier, person=person, role=MemberRole.OTHER, by=self.me)
        )

    @rule(minutes=st.sampled_from([30, 90, 30 * 60]))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.passed += timedelta(minutes=minutes)
        self.look()

    @rule(which=index)
    def lose_a_role(self, which: int) -> None:
        """Let others take away one of the roles with which the person began, or their own."""
        grants = list(Grant.objects.filter(pk__in=self.given, ended_at=None).order_by("pk"))
        if grants:
            self.attempt(lambda: end_grant(grant=grants[which % len(grants)], by=None))

    def look(self) -> None:
        """Compare with the beginning; look where each new grant comes from, and at the classes."""
        self.now = measure(self.me, pages=self.pages)
        for key, until in self.now.items():
            if key[:2] in self.known:
                assert key in self.before, f"new: {key}"
                assert until <= self.before[key], f"longer: {key}"
        for grant in self.grants_of_mine().exclude(pk__in=self.given).select_related("stands_for"):
            source = grant.stands_for
            assert source is not None, f"given by nobody else: {grant.role}"
            assert source.ended_at is None
            if source.valid_until is not None:
                assert grant.valid_until is not None
                assert grant.valid_until <= source.valid_until
        self.look_at_gifts()
        for page, paper_class in self.classes_of_pages().items():
            assert CLOSEDNESS[paper_class] >= CLOSEDNESS[self.classes[page]], "a class fell"
            self.classes[page] = paper_class

    def look_at_gifts(self) -> None:
        """What was given to others was held at the beginning, and no less long."""
        gifts = Grant.objects.in_force().filter(made_by=self.me, stands_for=None)
        for grant in gifts.exclude(cause=GrantCause.BREAK_GLASS):
            # A director of the centre names its auditors, and has no right to read its journal.
            asked = [Right.SHARE] if grant.role == Role.AUDITOR else rights_of(grant.role)
            for right in asked:
                key = "place", grant.folder_id, right
                if key[:2] in self.known and (right is not Right.TRIAGE or key in self.before):
                    assert key in self.before, f"given without being held: {key}"
                    until = grant.valid_until or FOR_GOOD
                    assert until <= self.before[key], f"given for longer: {key}"


@pytest.mark.django_db
def test_no_walk_of_one_person_gives_them_more_or_for_longer() -> None:
    Climber.town = Town()

    prove(Climber, walks=WALKS, steps=STEPS)
