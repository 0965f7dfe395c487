"""Draw boundaries round a dossier, keep inside who must stay, and say before who loses what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from dossiers import journal
from dossiers.access.explain import Cause, causes_at, gather, people_at
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role, rights_of
from dossiers.models import Dossier, Grant, Unit, User
from dossiers.vocabulary import GrantCause, JournalAction

from .errors import require
from .folders import rebuild_reach_below
from .grants import end_grant, give_role
from .index import reindex_dossiers

# Who answers for the whole archive, or watches over it, is not shut out by a boundary.
LASTING_ROLES = (Role.DIRECTOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who stays inside a boundary, in which role, until when."""

    holder: Any
    role: str
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RightsChange:
    """What a boundary takes from, or gives to, one person."""

    user: User
    before: frozenset[Right]
    after: frozenset[Right]

    @property
    def lost(self) -> frozenset[Right]:
        """Held before, not after."""
        return self.before - self.after

    @property
    def gained(self) -> frozenset[Right]:
        """Held after, not before."""
        return self.after - self.before


@transaction.atomic
def draw_boundary(*, dossier: Dossier, inherits: bool, protected: bool, by: User) -> None:
    """Stop or resume inheriting; `protected` hides even the existence from above.

    Whoever draws the boundary, the responsible, the directors and the auditors keep
    what they hold by grants on the dossier itself; these end when the boundary goes.
    """
    require(by, Permission.Dossier.SHARE, dossier)
    is_open = inherits and not protected
    keepers = list(keepers_of(dossier, by=by))
    if not is_open:
        _keep_inside(dossier, keepers, by=by)
    dossier.inherits, dossier.protected = is_open, protected
    dossier.save(update_fields=["inherits", "protected"])
    reindex_dossiers([dossier, *rebuild_reach_below(dossier)])
    if is_open:
        for grant in _kept(dossier):
            end_grant(grant=grant, by=by)
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=dossier,
        dossier_id=dossier.pk,
        verb="boundary",
        inherits=is_open,
        protected=protected,
    )


def preview_boundary(
    *, dossier: Dossier, inherits: bool, protected: bool, by: User
) -> list[RightsChange]:
    """Return whose rights on the dossier the boundary would change, and how. Changes nothing."""
    before = {holder.user: holder.rights for holder in people_at(dossier.pk)}
    after = _after_boundary(dossier, inherits=inherits, protected=protected, by=by)
    none: frozenset[Right] = frozenset()
    changes = [
        RightsChange(user, before.get(user, none), after.get(user, none))
        for user in dict.fromkeys([*before, *after])
    ]
    return [change for change in changes if change.before != change.after]


def keepers_of(dossier: Dossier, *, by: User | None) -> Iterator[Keeper]:
    """Yield who stays inside: directors and auditors from above, responsible, who draws."""
    above = Grant.objects.in_force().filter(folder_id__in=list(_containers(dossier)))
    lasting = above.filter(role__in=LASTING_ROLES).select_related("user", "group")
    yield from (Keeper(grant.holder, grant.role, grant.valid_until) for grant in lasting)
    people = {dossier.responsible: None, by: None} if dossier.responsible else {by: None}
    for person in people:
        if person is not None and not _stays_by_themselves(person, dossier):
            yield Keeper(person, Role.RESPONSIBLE)


@transaction.atomic
def renew_keepers(*, unit: Unit, by: User | None) -> None:
    """Let every bounded dossier below follow a change of the unit's directors and auditors."""
    units = [unit.pk, *Unit.objects.filter(parent_id=unit.pk).values_list("pk", flat=True)]
    for dossier in Dossier.objects.filter(unit_id__in=units, inherits=False).order_by("depth"):
        renew_keepers_of(dossier, by=by)


def renew_keepers_of(dossier: Dossier, *, by: User | None) -> None:
    """Let inside a bounded dossier those directors and auditors that are above it now."""
    keepers = list(keepers_of(dossier, by=None))
    wanted = {(keeper.holder, keeper.role) for keeper in keepers}
    _keep_inside(dossier, keepers, by=by)
    for grant in _kept(dossier).filter(role__in=LASTING_ROLES):
        if (grant.holder, grant.role) not in wanted:
            end_grant(grant=grant, by=by)


def _after_boundary(
    dossier: Dossier, *, inherits: bool, protected: bool, by: User
) -> dict[User, frozenset[Right]]:
    is_open = inherits and not protected
    own = [cause for cause in causes_at(dossier.pk) if not cause.is_inherited]
    if is_open:
        own = [cause for cause in own if cause.grant.cause != GrantCause.PROTECTION]
    above = [] if protected else causes_at(dossier.container_id)
    arriving = [Cause(cause.grant, dossier.pk, cause.find_only or not is_open) for cause in above]
    after = {holder.user: holder.rights for holder in gather([*own, *arriving])}
    if not is_open:
        for keeper in keepers_of(dossier, by=by):
            for holder in _people(keeper):
                after[holder] = after.get(holder, frozenset()) | rights_of(keeper.role)
    return {user: rights for user, rights in after.items() if rights}


def _people(keeper: Keeper) -> list[User]:
    if isinstance(keeper.holder, User):
        return [keeper.holder] if keeper.holder.is_active else []
    return list(keeper.holder.user_set.filter(is_active=True))


def _containers(dossier: Dossier) -> Iterator[int]:
    """Yield the ids of all that the dossier lies in, whatever boundaries stand between."""
    here: Dossier | Unit | None = dossier.parent or dossier.unit
    while here is not None:
        yield here.pk
        here = (here.parent or here.unit) if isinstance(here, Dossier) else here.parent


def _stays_by_themselves(user: User, dossier: Dossier) -> bool:
    """Whether they may share the dossier by a lasting grant that no boundary cuts."""
    kept = Q(folder_id__in=list(_containers(dossier)), role__in=LASTING_ROLES)
    grants = Grant.objects.in_force().filter(kept | Q(folder_id=dossier.pk), valid_until=None)
    own = grants.filter(Q(user=user) | Q(group__in=user.groups.all()))
    return any(Right.SHARE in rights_of(grant.role) for grant in own)


def _kept(dossier: Dossier) -> QuerySet[Grant]:
    return dossier.grants.in_force().filter(cause=GrantCause.PROTECTION)


def _keep_inside(dossier: Dossier, keepers: Iterable[Keeper], *, by: User | None) -> None:
    """Give each keeper the grant they lack."""
    held = {(grant.holder, grant.role, grant.valid_until) for grant in _kept(dossier)}
    for keeper in dict.fromkeys(keepers):
        if (keeper.holder, keeper.role, keeper.valid_until) not in held:
            give_role(
                folder=dossier,
                to=keeper.holder,
                role=keeper.role,
                cause=GrantCause.PROTECTION,
                by=by,
                valid_until=keeper.valid_until,
            )
