"""Draw boundaries round a dossier, keep inside who must stay, and say before who loses what.

What is kept inside ends with the grant further up that it stands for. A grant given further
up later does not enter by itself, unless it is one of a director or auditor of the centre.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access import visibility
from dossiers.access.duration import Until, earlier, rights_until
from dossiers.access.explain import people_at
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role, rights_of
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_dossiers
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, Grant, Unit, User
from dossiers.vocabulary import GrantCause, JournalAction

from .folder_closure import rebuild_closure_below
from .grants import end_grant, give_role, somebody_shares
from .own_rights import refuse_own_gain

# Who answers for the whole archive, or watches over it, is not shut out by a boundary.
LASTING_ROLES = (Role.DIRECTOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class RetainedAccess:
    """Somebody who stays inside a boundary, in which role, until when, by which grant above."""

    holder: User | Group
    role: str
    valid_until: Until = None
    stands_for: Grant | None = None


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


@dataclass(frozen=True, slots=True)
class BoundaryPreview:
    """What a boundary would do: to whom what, or the sentence that stands against it."""

    changes: list[RightsChange]
    refusal: str | Promise = ""

    def stops_sharing(self, user: User) -> bool:
        """Tell whether this person could share the dossier no longer."""
        return any(one.user == user and Right.SHARE in one.lost for one in self.changes)


@transaction.atomic
def set_inheritance(*, dossier: Dossier, inherits: bool, protected: bool, by: User) -> None:
    """Stop or resume inheriting; `protected` hides even the existence from above.

    Whoever draws the boundary, the responsible, the directors and the auditors keep
    what they hold by grants on the dossier itself; these end when the boundary goes.
    Whoever lifts it may lose the right to share by that; somebody must be left who shares.
    """
    require(by, Permission.Dossier.SHARE, dossier)
    is_open = inherits and not protected
    with refuse_own_gain(by=by, folders=[dossier, *dossier.sub_dossiers.all()]):
        if not is_open:
            _keep_inside(dossier, list(keepers_of(dossier, by=by)), by=by)
        dossier.inherits, dossier.protected = is_open, protected
        dossier.save(update_fields=["inherits", "protected"])
        below = rebuild_closure_below(dossier)
        if is_open:
            for grant in _kept(dossier):
                end_grant(grant=grant, by=by)
    if not somebody_shares(dossier.pk):
        raise RefusedError(
            _("Nobody could then share the dossier. Name a responsible person first.")
        )
    reindex_dossiers([dossier, *below])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=dossier,
        folder_id=dossier.pk,
        verb=Verb.BOUNDARY,
        inherits=is_open,
        protected=protected,
    )


def preview_boundary(
    *, dossier: Dossier, inherits: bool, protected: bool, by: User
) -> BoundaryPreview:
    """Return whose rights on the dossier the boundary would change, and how. Changes nothing.

    The boundary is drawn and undone again: what is foreseen is what happens.
    """
    before = _rights_at(dossier)
    refusal: str | Promise = ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                tried = Dossier.objects.get(pk=dossier.pk)
                set_inheritance(dossier=tried, inherits=inherits, protected=protected, by=by)
        except RefusedError as refused:
            refusal = refused.reason
        after = _rights_at(dossier)
        transaction.set_rollback(True)
    visibility.clear_request_cache()
    none: frozenset[Right] = frozenset()
    changes = [
        RightsChange(user, before.get(user, none), after.get(user, none))
        for user in dict.fromkeys([*before, *after])
    ]
    return BoundaryPreview([one for one in changes if one.before != one.after], refusal)


def keepers_of(dossier: Dossier, *, by: User) -> Iterator[RetainedAccess]:
    """Yield who stays inside, each by the grant above that reaches the dossier now.

    Directors and auditors whose grant reaches it, those of the centre in any case; whoever
    draws the boundary, by what lets them share; the responsible.
    """
    reaching = Grant.objects.in_force().filter(
        folder__reaches__descendant_id=dossier.pk, folder__reaches__find_only=False
    )
    reaching = reaching.exclude(folder_id=dossier.pk)
    lasting = reaching.filter(role__in=LASTING_ROLES) | _of_centre(dossier)
    for grant in lasting.select_related("user", "group__names").distinct():
        yield RetainedAccess(grant.holder, grant.role, grant.valid_until, grant)
    own = reaching.filter(Q(user=by) | Q(group__in=by.groups.all()))
    for grant in own.exclude(role__in=LASTING_ROLES).distinct():
        if Right.SHARE in rights_of(grant.role):
            yield RetainedAccess(by, grant.role, grant.valid_until, grant)
    responsible = dossier.responsible
    if responsible not in (None, by) and not _stays_by_themselves(responsible, dossier):
        yield RetainedAccess(responsible, Role.RESPONSIBLE, _shares_until(by, dossier))


@transaction.atomic
def let_inside(*, grant: Grant, by: User | None) -> None:
    """Let a new director or auditor of the centre into every bounded dossier."""
    below = Q(unit_id=grant.folder_id) | Q(unit__parent_id=grant.folder_id)
    keeper = RetainedAccess(grant.holder, grant.role, grant.valid_until, grant)
    for dossier in Dossier.objects.filter(below, inherits=False).order_by("depth"):
        _keep_inside(dossier, [keeper], by=by)


@transaction.atomic
def carry_inside(*, before: Grant, after: Grant, by: User | None) -> None:
    """Let who is kept inside by a grant stay by the one in its place: never longer than before."""
    if before.role != after.role:
        return
    for stand_ins in before.stand_ins.in_force():
        until = earlier(stand_ins.valid_until, after.valid_until)
        keeper = RetainedAccess(stand_ins.holder, stand_ins.role, until, after)
        _keep_inside(stand_ins.folder.as_dossier, [keeper], by=by)


def renew_keepers_of(dossier: Dossier, *, by: User | None) -> None:
    """Let a bounded dossier that was moved follow: who is kept by a place above it no longer goes.

    Those who answer for the centre that it lies in now come in.
    """
    centre = _of_centre(dossier).select_related("user", "group__names")
    keepers = [RetainedAccess(one.holder, one.role, one.valid_until, one) for one in centre]
    _keep_inside(dossier, keepers, by=by)
    above = list(_containers(dossier))
    gone = _kept(dossier).filter(stands_for__isnull=False)
    for grant in gone.exclude(stands_for__folder_id__in=above):
        end_grant(grant=grant, by=by)


@transaction.atomic
def end_kept_by_group(*, user_id: int, group_id: int, by: User | None) -> None:
    """End what somebody keeps inside boundaries by a group that they have left."""
    retained = Grant.objects.in_force().filter(user_id=user_id, stands_for__group_id=group_id)
    for grant in retained:
        end_grant(grant=grant, by=by)


def answers_for_centre(user: User, place: Unit | Dossier) -> QuerySet[Grant]:
    """Return the grants by which somebody is a director of the centre that the place lies in."""
    grants = _of_centre(place).filter(role=Role.DIRECTOR)
    return grants.filter(Q(user=user) | Q(group__in=user.groups.all())).distinct()


def _rights_at(dossier: Dossier) -> dict[User, frozenset[Right]]:
    return {holder.user: holder.rights for holder in people_at(dossier.pk)}


def _of_centre(place: Unit | Dossier) -> QuerySet[Grant]:
    """Return the grants of directors and auditors on the topmost unit."""
    *_between, centre = place.pk, *_containers(place)
    return Grant.objects.in_force().filter(folder_id=centre, role__in=LASTING_ROLES)


def _containers(place: Unit | Dossier) -> Iterator[int]:
    """Yield the ids of all that the place lies in, whatever boundaries stand between."""
    here: Dossier | Unit | None = _above(place)
    while here is not None:
        yield here.pk
        here = _above(here)


def _above(place: Unit | Dossier) -> Dossier | Unit | None:
    return (place.parent or place.unit) if isinstance(place, Dossier) else place.parent


def _shares_until(by: User, dossier: Dossier) -> Until:
    """Return until when somebody holds all that a responsible holds: nobody gives it longer."""
    held = rights_until(by, dossier.pk)
    until: Until = None
    for right in rights_of(Role.RESPONSIBLE):
        until = earlier(until, held[right])
    return until


def _stays_by_themselves(user: User, dossier: Dossier) -> bool:
    """Whether they may share the dossier by a lasting grant that no boundary cuts."""
    grants = dossier.grants.in_force() | _of_centre(dossier)
    own = grants.filter(Q(user=user) | Q(group__in=user.groups.all()), valid_until=None)
    return any(Right.SHARE in rights_of(grant.role) for grant in own.distinct())


def _kept(dossier: Dossier) -> QuerySet[Grant]:
    return dossier.grants.in_force().filter(cause=GrantCause.PROTECTION)


def _keep_inside(dossier: Dossier, keepers: Iterable[RetainedAccess], *, by: User | None) -> None:
    """Give each keeper the grant they lack."""
    held = {
        (grant.user_id, grant.group_id, grant.role, grant.valid_until, grant.stands_for_id)
        for grant in _kept(dossier)
    }
    for keeper in dict.fromkeys(keepers):
        is_group = isinstance(keeper.holder, Group)
        user_id, group_id = (None, keeper.holder.pk) if is_group else (keeper.holder.pk, None)
        source = keeper.stands_for.pk if keeper.stands_for else None
        if (user_id, group_id, keeper.role, keeper.valid_until, source) not in held:
            give_role(
                folder=dossier,
                to=keeper.holder,
                role=keeper.role,
                cause=GrantCause.PROTECTION,
                by=by,
                valid_until=keeper.valid_until,
                stands_for=keeper.stands_for,
            )
