"""One person of the staff on a walk, and what is looked at after each of their steps.

Until when they hold each right, read each page and may take its original, and whose details they
know, by the walk over the grants (`oracle`): never more or longer than at the beginning. A broken
glass is the one exception, and is not counted: what is done within its hour must not outlast it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.roles import Role, rights_of
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, Page, Person, Unit, User
from dossiers.tests.access.climbing_targets import Targets
from dossiers.tests.access.climbing_town import DAY, OF_A_GROUP, PROFILES, Town, measure
from dossiers.tests.access.oracle import FOR_GOOD, RIGHT_ASKED_BY
from dossiers.vocabulary import CONFIDENTIALITY_LEVEL, ConfidentialityClass, GrantCause

REAL_NOW = timezone.now
CONTAINERS = ("folder__as_dossier__unit__parent", "folder__as_dossier__parent__unit__parent")


def containers(dossier: Dossier) -> Iterator[int]:
    """Yield the ids of all that a dossier lies in, boundaries or not."""
    here: Any = dossier
    while (here := getattr(here, "parent", None) or getattr(here, "unit", None)) is not None:
        yield here.pk


class Climber(Targets):
    """One person who tries everything, in a transaction that is thrown away."""

    def __init__(self, town: Town, profile: str) -> None:
        self.town, self.profile = town, profile
        self.last = {}
        self.passed = timedelta()
        self.clock = mock.patch("django.utils.timezone.now", lambda: REAL_NOW() + self.passed)
        # A tenth of a walk; the index has tests of its own.
        self.index = mock.patch("search.api.index")
        self.atomic = transaction.atomic()

    def __enter__(self) -> Self:
        """Give the person their roles; look at what they hold by them."""
        self.clock.start()
        self.index.start()
        self.atomic.__enter__()
        self.me = User.objects.get(pk=self.town.person.pk)
        self.give_roles()
        filed = Page.objects.filter(document__dossier__isnull=False)
        self.pages = list(filed.values_list("pk", flat=True))
        self.before = self.now = measure(self.me, pages=self.pages)
        self.classes = self.classes_of_pages()
        self.known = set(self.places_and_people())
        self.given = set(self.grants_of_mine().values_list("pk", flat=True))
        self.names_auditors_until = self.directs_centre_until()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Undo everything."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.index.stop()
        self.clock.stop()

    def give_roles(self) -> None:
        """Give the roles of the profile."""
        for where, role, length in PROFILES[self.profile]:
            until = timezone.now() + length if length else None
            self.town.give(self.town.places[where], self.me, role, until)
        if self.profile.startswith(OF_A_GROUP):
            unit = self.town.units["a"]
            self.town.give(unit, self.town.group, Role.SUPERVISOR, timezone.now() + DAY)
            self.me.groups.add(self.town.group)

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

    def directs_centre_until(self) -> datetime | None:
        """Return until when the person is a director of the centre; None: they are not."""
        centre = self.town.units["centre"]
        grants = self.grants_of_mine().filter(folder_id=centre.pk, role=Role.DIRECTOR)
        return max((grant.valid_until or FOR_GOOD for grant in grants), default=None)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Let the person try something; tell whether it was done. A refusal changes nothing."""
        try:
            with transaction.atomic():
                act()
        except (RefusedError, PermissionDenied):
            return False
        self.look()
        return True

    def look(self) -> None:
        """Compare with the beginning; look where each new grant comes from, and at the classes."""
        self.now = measure(self.me, pages=self.pages)
        for key, until in self.now.items():
            if key[:2] in self.known:
                assert key in self.before, f"new: {key}"
                assert until <= self.before[key], f"longer: {key}"
        self.look_at_new_grants()
        self.look_at_gifts()
        for page, paper_class in self.classes_of_pages().items():
            assert (
                CONFIDENTIALITY_LEVEL[paper_class] >= CONFIDENTIALITY_LEVEL[self.classes[page]]
            ), "a class fell"
            self.classes[page] = paper_class

    def look_at_new_grants(self) -> None:
        """What the person came to hold since stands for something held.

        Whatever stands for something ends with it, whoever holds it.
        """
        for grant in self.grants_of_mine().exclude(pk__in=self.given):
            assert grant.stands_for_id is not None, f"given by nobody else: {grant.role}"
        kept = Grant.objects.in_force().exclude(stands_for=None)
        for grant in kept.select_related("stands_for__group", "user", *CONTAINERS):
            source = grant.stands_for
            above = containers(grant.folder.as_dossier)
            assert source.folder_id in above, f"kept by a place left: {grant.role}"
            assert source.ended_at is None, f"outlives what it stands for: {grant.role}"
            until = grant.valid_until or FOR_GOOD
            assert until <= (source.valid_until or FOR_GOOD), f"longer than that: {grant.role}"
            if source.group is not None and grant.user is not None:
                assert source.group in grant.user.groups.all(), "kept by a group that was left"

    def look_at_gifts(self) -> None:
        """What was given to others was held at the beginning, and no less long."""
        gifts = Grant.objects.in_force().filter(made_by=self.me, stands_for=None)
        for grant in gifts.exclude(cause=GrantCause.BREAK_GLASS):
            until = grant.valid_until or FOR_GOOD
            if grant.role == Role.AUDITOR and self.names_auditors_until is not None:
                # A director of the centre names its auditors, and may not read its journal.
                assert until <= self.names_auditors_until, "an auditor for longer"
                continue
            for right in rights_of(grant.role):
                key = "place", grant.folder_id, right
                if key[:2] in self.known and (right is not Right.TRIAGE or key in self.before):
                    assert key in self.before, f"given without being held: {key}"
                    assert until <= self.before[key], f"given for longer: {key}"

    def allow_class(
        self, pages: set[int], paper_class: ConfidentialityClass, *, dossier_id: int | None
    ) -> None:
        """Note that papers got another class by the action for it; who does so reads both."""
        for page in pages & self.classes.keys():
            for one in (ConfidentialityClass(self.classes[page]), paper_class):
                key = "place", dossier_id, RIGHT_ASKED_BY[one]
                if key[:2] in self.known:
                    assert key in self.before, f"a class changed unread: {one}"
            self.classes[page] = paper_class
