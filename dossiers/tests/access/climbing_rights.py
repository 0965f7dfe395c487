"""Steps with roles and places: each tries one action on a thing chosen by a number."""

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.log_actions import LogContext

from dossiers.access.explain import place_of
from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.casework.actions import create_dossier
from dossiers.casework.move import move_dossier
from dossiers.models import Grant, Unit
from dossiers.sharing.actions import change_share, end_share, name_responsible, share
from dossiers.sharing.boundaries import set_inheritance
from dossiers.sharing.break_glass import break_glass, review_break_glass
from dossiers.sharing.grants import end_grant
from dossiers.sharing.units import place_unit
from dossiers.tests.access.climber import Climber
from dossiers.tests.access.walker import NothingToDoError
from dossiers.vocabulary import GrantCause


class StepsWithRights(Climber):
    """Everything the person, time and others may do to roles and places."""

    def until(self, hours: int) -> datetime | None:
        """Return a moment, or for good."""
        return timezone.now() + timedelta(hours=hours) if hours else None

    def share(self, where: int, who: int, role: int, hours: int) -> None:
        """Give a role: to oneself, to one's group, to others."""
        to = [self.me, self.town.group, self.town.other, self.town.director][who]
        place = self.place(where, Right.SHARE)
        given, until = self.role(role, place), self.until(hours)
        self.attempt(lambda: share(place=place, to=to, role=given, by=self.me, valid_until=until))

    def name_auditor(self, which: int, who: int, hours: int) -> None:
        """Name who reads the journal of a unit: a director of the centre may, and nobody else."""
        to = [self.me, self.town.group, self.town.other, self.town.director][who]
        unit = self.unit(which, Right.SHARE)
        until = self.until(hours)
        self.attempt(
            lambda: share(place=unit, to=to, role=Role.AUDITOR, by=self.me, valid_until=until)
        )

    def change_share(self, which: int, role: int, hours: int) -> None:
        """Put another grant in the place of one: prolong, widen, shorten."""
        grant = self.grant(which)
        given, until = self.role(role, place_of(grant.folder)), self.until(hours)
        self.attempt(lambda: change_share(grant=grant, role=given, by=self.me, valid_until=until))

    def end_share(self, which: int) -> None:
        """Take a role back, one's own or another's."""
        grant = self.grant(which)
        self.attempt(lambda: end_share(grant=grant, by=self.me))

    def name_responsible(self, which: int, mine: bool) -> None:
        """Name who answers for a dossier."""
        to = self.me if mine else self.town.other
        dossier = self.dossier(which, Right.SHARE)
        self.attempt(lambda: name_responsible(dossier=dossier, to=to, by=self.me))

    def bound(self, which: int, hides: bool, lifts: bool) -> None:
        """Draw a boundary, or lift the one that is there."""
        dossier = self.dossier(which, Right.SHARE)
        opens = lifts and not dossier.inherits
        self.attempt(
            lambda: set_inheritance(
                dossier=dossier, inherits=opens, protected=hides and not opens, by=self.me
            )
        )

    def move(self, which: int, where: int) -> None:
        """Move a dossier, mostly to where more is held."""
        dossier = self.dossier(which, Right.SHARE)
        into = self.richer_place(where, than=dossier)
        self.attempt(lambda: move_dossier(dossier=dossier, into=into, by=self.me))

    def open_dossier(self, where: int, part: bool, mine: bool) -> None:
        """Open a dossier of one's own."""
        unit = self.one(Unit, where)
        parent = self.dossier(where) if part else None
        responsible = self.me if mine else None
        self.attempt(
            lambda: create_dossier(unit=unit, parent=parent, responsible=responsible, by=self.me)
        )

    def place_unit(self, which: int, into: int) -> None:
        """Put a unit below another, as somebody in the admin might try."""
        unit, parent = self.one(Unit, which), self.one(Unit, into)
        if unit.parent_id is None or unit.pk == parent.pk or parent.parent_id == unit.pk:
            raise NothingToDoError
        unit.parent = parent
        self.attempt(lambda: place_unit(unit=unit, by=self.me))

    def change_group(self, mine: bool, joins: bool) -> None:
        """Put oneself or another into a group in the admin, or take them out."""
        user = self.me if mine else self.town.other
        change = user.groups.add if joins else user.groups.remove
        with LogContext(user=self.me):
            self.attempt(lambda: change(self.town.group))

    def break_glass(self, which: int) -> None:
        """Break the glass of a dossier."""
        reason = "طفل في المستشفى والوثائق مطلوبة الآن"
        self.attempt(lambda: break_glass(dossier=self.dossier(which), reason=reason, by=self.me))

    def review_glass(self, which: int) -> None:
        """Review a broken glass, one's own too."""
        grant = self.one(Grant, which, cause=GrantCause.BREAK_GLASS)
        self.attempt(lambda: review_break_glass(grant=grant, finding="justified", by=self.me))

    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.passed += timedelta(minutes=minutes)
        self.look()

    def lose_a_role(self, which: int) -> None:
        """Let others take away one of the roles with which the person began, or their group."""
        grants = Grant.objects.filter(pk__in=self.given, ended_at=None)
        held = [*grants.order_by("pk"), *self.me.groups.all()]
        if not held:
            raise NothingToDoError
        lost = held[which % len(held)]
        if isinstance(lost, Grant):
            self.attempt(lambda: end_grant(grant=lost, by=None))
        else:
            with LogContext(user=self.town.director):
                self.attempt(lambda: self.me.groups.remove(lost))
