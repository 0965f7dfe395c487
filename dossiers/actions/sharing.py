"""Share a place with somebody, change that, take it back, name who answers for a dossier.

What people do on the sharing pages. The rules are here, the writing is in `grants`:
nobody gives or takes more than they hold, and nobody who must stay is locked out.
"""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.explain import causes_by_folder, place_of
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import DOSSIER_ROLES, UNIT_ROLES, Role, may_give
from dossiers.models import Dossier, Grant, Unit, User
from dossiers.vocabulary import GrantCause, JournalAction, NoticeKind

from .boundaries import LASTING_ROLES, renew_keepers
from .errors import RefusedError, require
from .grants import end_grant, give_role
from .notices import tell

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
    held = rights_held(by, place)
    offered = UNIT_ROLES if isinstance(place, Unit) else DOSSIER_ROLES
    return [role for role in offered if may_give(role, holding=held)]


def rights_held(user: User, place: Place) -> frozenset[Right]:
    """Return all rights that arrive for this user at this place now."""
    causes = causes_by_folder([place.pk], user=user).get(place.pk, [])
    return frozenset().union(*(cause.rights for cause in causes))


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
        raise RefusedError(_("They hold this role here already. Change it in the table."))
    grant = give_role(
        folder=place,
        to=to,
        role=role,
        cause=_cause_on(place),
        by=by,
        reason=reason,
        valid_until=valid_until,
    )
    _follow(place, role, by=by)
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
    """Put another grant in the place of this one: a grant itself is never changed."""
    place = place_of(grant.folder)
    _require_sharing(by, place)
    _refuse_taking(grant, by=by)
    if grant.cause == GrantCause.BREAK_GLASS:
        raise RefusedError(_("A break-glass is not prolonged. Share the dossier instead."))
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
    end_grant(grant=grant, by=by)
    for changed in (grant.role, role):
        _follow(place, changed, by=by)
    return new


@transaction.atomic
def end_share(*, grant: Grant, by: User) -> None:
    """Take a role back; it stops with the next request."""
    place = place_of(grant.folder)
    _require_sharing(by, place)
    _refuse_taking(grant, by=by)
    end_grant(grant=grant, by=by)
    _follow(place, grant.role, by=by)


@transaction.atomic
def name_responsible(*, dossier: Dossier, to: User, by: User, reason: str = "") -> None:
    """Hand a dossier over: the new responsible holds the role, the one before no longer."""
    require(by, Permission.Dossier.SHARE, dossier)
    if not to.is_active:
        raise RefusedError(_("This person has left. Choose somebody who works here."))
    before = list(dossier.grants.in_force().filter(cause=GrantCause.RESPONSIBLE))
    if dossier.responsible_id == to.pk and any(grant.user_id == to.pk for grant in before):
        raise RefusedError(_("They are responsible for this dossier already."))
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
        dossier_id=dossier.pk,
        reason=reason,
        verb="responsible named",
        responsible=to.pk,
    )


def is_ended_by_hand(grant: Grant, *, holding: frozenset[Right]) -> bool:
    """Tell whether somebody with these rights may change or end this grant on its page."""
    return grant.cause in ENDED_BY_HAND and may_give(grant.role, holding=holding)


def _require_sharing(by: User, place: Place) -> None:
    permission = Permission.Unit.SHARE if isinstance(place, Unit) else Permission.Dossier.SHARE
    require(by, permission, place)


def _refuse_bad_gift(
    *, place: Place, to: User | Group, role: str, by: User, valid_until: datetime | None
) -> None:
    if role not in roles_to_give(place=place, by=by):
        raise RefusedError(_("You cannot give this role here: nobody gives more than they hold."))
    if isinstance(to, User) and not to.is_active:
        raise RefusedError(_("This person has left. Choose somebody who works here."))
    if valid_until is not None and valid_until <= timezone.now():
        raise RefusedError(_("The last day must not be in the past."))


def _refuse_taking(grant: Grant, *, by: User) -> None:
    if grant.ended_at is not None:
        raise RefusedError(_("This role has already been taken back."))
    if grant.cause == GrantCause.RESPONSIBLE:
        raise RefusedError(_("The responsible keeps access. Name another responsible first."))
    if grant.cause == GrantCause.PROTECTION:
        raise RefusedError(
            _("They stay inside as long as the dossier is closed off. Let it inherit again first.")
        )
    if not is_ended_by_hand(grant, holding=rights_held(by, place_of(grant.folder))):
        raise RefusedError(_("You cannot take this role: nobody takes more than they hold."))


def _in_force(place: Place, to: User | Group) -> QuerySet[Grant]:
    holder = {"group": to} if isinstance(to, Group) else {"user": to}
    return Grant.objects.in_force().filter(folder_id=place.pk, **holder)


def _cause_on(place: Place) -> GrantCause:
    return GrantCause.UNIT_DEFAULT if isinstance(place, Unit) else GrantCause.SHARING


def _follow(place: Place, role: str, *, by: User) -> None:
    """Let bounded dossiers follow when the directors or auditors of a unit change."""
    if isinstance(place, Unit) and role in LASTING_ROLES:
        renew_keepers(unit=place, by=by)
