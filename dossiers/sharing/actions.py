"""Share a place with somebody, change that, take it back, name who answers for a dossier.

What people do on the sharing pages. The rules are here, the writing is in `grants`:
nobody gives more than they hold, nor for longer, nor to themselves; nobody takes more than
they hold, and nobody who must stay is locked out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.duration import Durations, earlier, is_longer, later, rights_until
from dossiers.access.explain import place_of
from dossiers.access.permissions import Permission
from dossiers.access.roles import DOSSIER_ROLES, UNIT_ROLES, Role, may_give, rights_of
from dossiers.errors import RefusedError, require
from dossiers.journal.notices import tell
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, Grant, Unit, User
from dossiers.vocabulary import GrantCause, JournalAction, NoticeKind

from .boundaries import LASTING_ROLES, answers_for_centre, carry_inside, let_inside
from .grants import end_grant, give_role

Place = Unit | Dossier
# What was given by hand is taken back by hand; the others follow from something else.
ENDED_BY_HAND = frozenset(
    {
        GrantCause.SHARING,
        GrantCause.UNIT_DEFAULT,
        GrantCause.INVOLVEMENT,
        GrantCause.HAND_OVER,
        GrantCause.BREAK_GLASS,
    }
)


def roles_to_give(*, place: Place, by: User) -> list[Role]:
    """Return the roles that this user may give here, the least first."""
    held = rights_to_give(by, place)
    offered = UNIT_ROLES if isinstance(place, Unit) else DOSSIER_ROLES
    return [role for role in offered if may_give(role, holding=held)]


def rights_to_give(user: User, place: Place) -> Durations:
    """Return the rights that this user may give at this place, each with its last moment.

    They are those that the user holds here. A director of the centre names the auditors of
    its units too, never themselves: somebody has to be the first.
    """
    held = rights_until(user, place.pk)
    if isinstance(place, Unit):
        for grant in answers_for_centre(user, place):
            for right in rights_of(Role.AUDITOR):
                until = grant.valid_until
                held[right] = later(held[right], until) if right in held else until
    return held


@transaction.atomic
def share(
    *,
    place: Place,
    to: User | Group,
    role: str,
    by: User,
    reason: str = "",
    valid_until: datetime | None = None,
) -> Grant:
    """Give a role on a unit or a dossier, from now on, until a moment or for good."""
    _require_sharing(by, place)
    _refuse_bad_gift(place=place, to=to, role=role, by=by, valid_until=valid_until)
    if _in_force(place, to).filter(role=role, cause=_cause_on(place)).exists():
        raise RefusedError(_("This person already has this role here. Change it in the table."))
    grant = give_role(
        folder=place,
        to=to,
        role=role,
        cause=_cause_on(place),
        by=by,
        reason=reason,
        valid_until=valid_until,
    )
    if _answers_for_centre(grant, place):
        let_inside(grant=grant, by=by)
    return grant


@transaction.atomic
def change_share(
    *,
    grant: Grant,
    role: str,
    by: User,
    reason: str = "",
    valid_until: datetime | None = None,
) -> Grant:
    """Put another grant in the place of this one: a grant itself is never changed.

    Nobody does so with one of their own.
    """
    place = place_of(grant.folder)
    _require_sharing(by, place)
    _refuse_taking(grant, by=by)
    if grant.cause == GrantCause.BREAK_GLASS:
        raise RefusedError(_("Emergency access cannot be extended. Share the dossier instead."))
    if grant.cause == GrantCause.PROTECTION:
        raise RefusedError(
            _(
                "A role kept when the dossier was protected cannot be changed. Take"
                " it back, or share again."
            )
        )
    _refuse_bad_gift(place=place, to=grant.holder, role=role, by=by, valid_until=valid_until)
    new = give_role(
        folder=place,
        to=grant.holder,
        role=role,
        cause=GrantCause(grant.cause),
        by=by,
        reason=reason,
        valid_until=valid_until,
    )
    if _answers_for_centre(new, place):
        let_inside(grant=new, by=by)
    else:
        carry_inside(before=grant, after=new, by=by)
    end_grant(grant=grant, by=by)
    return new


@transaction.atomic
def end_share(*, grant: Grant, by: User) -> None:
    """Take a role back, or give one's own up; it stops with the next request."""
    place = place_of(grant.folder)
    _require_sharing(by, place)
    _refuse_taking(grant, by=by)
    end_grant(grant=grant, by=by)


@transaction.atomic
def name_responsible(*, dossier: Dossier, to: User, by: User, reason: str = "") -> None:
    """Hand a dossier over: the new responsible holds the role, the one before no longer."""
    require(by, Permission.Dossier.SHARE, dossier)
    if not to.is_active:
        raise RefusedError(_("This person has left. Choose someone who works here."))
    before = list(dossier.grants.in_force().filter(cause=GrantCause.RESPONSIBLE))
    if dossier.responsible_id == to.pk and any(grant.user_id == to.pk for grant in before):
        raise RefusedError(_("This person is already responsible for the dossier."))
    refuse_giving_more(place=dossier, role=Role.RESPONSIBLE, by=by)
    dossier.responsible = to
    dossier.save(update_fields=["responsible"])
    give_role(
        folder=dossier,
        to=to,
        role=Role.RESPONSIBLE,
        cause=GrantCause.RESPONSIBLE,
        by=by,
        reason=reason,
    )
    for grant in before:
        end_grant(grant=grant, by=by)
    if to != by:
        tell([to], dossier=dossier, kind=NoticeKind.RESPONSIBLE)
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=dossier,
        folder_id=dossier.pk,
        reason=reason,
        verb=Verb.RESPONSIBLE_NAMED,
        responsible=to.pk,
    )


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody on a sharing page: what they may give there, and so what they may take."""

    user: User
    rights: Durations
    answers_for_centre: bool
    group_ids: frozenset[int]

    @classmethod
    def of(cls, user: User, place: Place) -> Self:
        """Look up once what is asked of every line of the page."""
        return cls(
            user=user,
            rights=rights_to_give(user, place),
            answers_for_centre=answers_for_centre(user, place).exists(),
            group_ids=frozenset(user.groups.values_list("pk", flat=True)),
        )

    def may_end(self, grant: Grant) -> bool:
        """Tell whether they may take this grant back: no more than they hold, or their own."""
        if grant.cause == GrantCause.PROTECTION:
            return self.answers_for_centre
        if grant.cause not in ENDED_BY_HAND:
            return False
        return grant.user_id == self.user.pk or may_give(grant.role, holding=self.rights)

    def may_change(self, grant: Grant) -> bool:
        """Tell whether they may put another in its place: never in that of one of their own."""
        if grant.cause in (GrantCause.BREAK_GLASS, GrantCause.PROTECTION):
            return False
        is_own = grant.user_id == self.user.pk or grant.group_id in self.group_ids
        return not is_own and self.may_end(grant)


def refuse_giving_more(
    *, place: Place, role: str, by: User, valid_until: datetime | None = None
) -> None:
    """Refuse a role that `by` does not hold here, or not for so long."""
    held = rights_to_give(by, place)
    if not may_give(role, holding=held):
        raise RefusedError(
            _("You cannot give this role here: you can only give rights that you have yourself.")
        )
    until: datetime | None = None
    for right in rights_of(role):
        until = earlier(until, held[right])
    if until is not None and is_longer(valid_until, until):
        day = date_format(timezone.localtime(until), "SHORT_DATETIME_FORMAT")
        raise RefusedError(
            _("You hold this yourself until %(until)s only: nobody gives it for longer.")
            % {"until": day}
        )


def _require_sharing(by: User, place: Place) -> None:
    permission = Permission.Unit.SHARE if isinstance(place, Unit) else Permission.Dossier.SHARE
    require(by, permission, place)


def _refuse_bad_gift(
    *, place: Place, to: User | Group, role: str, by: User, valid_until: datetime | None
) -> None:
    offered = UNIT_ROLES if isinstance(place, Unit) else DOSSIER_ROLES
    if role not in offered:
        raise RefusedError(
            _("You cannot give this role here: you can only give rights that you have yourself.")
        )
    refuse_giving_more(place=place, role=role, by=by, valid_until=valid_until)
    if isinstance(to, User) and not to.is_active:
        raise RefusedError(_("This person has left. Choose someone who works here."))
    if valid_until is not None and valid_until <= timezone.now():
        raise RefusedError(_("The last day must not be in the past."))


def _refuse_taking(grant: Grant, *, by: User) -> None:
    if grant.ended_at is not None:
        raise RefusedError(_("This role has already been taken back."))
    if grant.cause == GrantCause.RESPONSIBLE:
        raise RefusedError(
            _("The responsible person keeps access. Name another responsible person first.")
        )
    place = place_of(grant.folder)
    if Sharer.of(by, place).may_end(grant):
        return
    if grant.cause == GrantCause.PROTECTION:
        raise RefusedError(
            _(
                "This person keeps access as long as the dossier is protected, unless a director"
                " of the centre takes the role back."
            )
        )
    raise RefusedError(
        _("You cannot remove this role: you can only remove rights that you have yourself.")
    )


def _in_force(place: Place, to: User | Group) -> QuerySet[Grant]:
    holder = {"group": to} if isinstance(to, Group) else {"user": to}
    return Grant.objects.in_force().filter(folder_id=place.pk, **holder)


def _cause_on(place: Place) -> GrantCause:
    return GrantCause.UNIT_DEFAULT if isinstance(place, Unit) else GrantCause.SHARING


def _answers_for_centre(grant: Grant, place: Place) -> bool:
    """Whether it makes a director or an auditor of the centre, whom no boundary shuts out."""
    is_centre = isinstance(place, Unit) and place.parent_id is None
    return is_centre and grant.role in LASTING_ROLES
