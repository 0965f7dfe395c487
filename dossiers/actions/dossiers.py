"""Open dossiers and draw boundaries round them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.models import Dossier, Grant, ReferenceCounter, Unit, User
from dossiers.models.dossier import MAX_DEPTH
from dossiers.vocabulary import DossierState, GrantCause, JournalAction

from .errors import RefusedError, require
from .folders import rebuild_reach, rebuild_reach_below
from .grants import end_grant, give_role
from .index import reindex_dossiers


@transaction.atomic
def create_dossier(
    *,
    unit: Unit,
    by: User,
    parent: Dossier | None = None,
    title: str = "",
    responsible: User | None = None,
    state: DossierState = DossierState.OPEN,
) -> Dossier:
    """Open a dossier in a unit, or a sub-dossier in a dossier, with the next reference."""
    if parent is None:
        require(by, Permission.Unit.CREATE_DOSSIER, unit)
    else:
        require(by, Permission.Dossier.FILE, parent)
        if parent.depth >= MAX_DEPTH:
            raise RefusedError(_("A sub-dossier cannot hold another dossier."))
    dossier = Dossier.objects.create(
        reference=next_reference(parent),
        title=title,
        state=state,
        unit=parent.unit if parent else unit,
        parent=parent,
        depth=parent.depth + 1 if parent else 1,
        responsible=responsible,
        opened_on=timezone.localdate(),
        created_by=by,
    )
    rebuild_reach(dossier)
    if responsible is not None:
        give_role(
            folder=dossier,
            to=responsible,
            role=Role.RESPONSIBLE,
            cause=GrantCause.RESPONSIBLE,
            by=by,
        )
    journal.record(
        by=by, action=JournalAction.CHANGE, thing=dossier, dossier_id=dossier.pk, verb="created"
    )
    return dossier


def next_reference(parent: Dossier | None = None) -> str:
    """Return the next `YYYY/NNNN`, or `YYYY/NNNN-n` inside a dossier; never given twice."""
    if parent is not None:
        return f"{parent.reference}-{ReferenceCounter.next(parent.reference)}"
    year = timezone.localdate().year
    return f"{year}/{ReferenceCounter.next(str(year)):04d}"


@transaction.atomic
def draw_boundary(*, dossier: Dossier, inherits: bool, protected: bool, by: User) -> None:
    """Stop or resume inheriting; `protected` hides even the existence from above.

    Whoever draws the boundary, and the directors, keep what they hold from above
    by grants on the dossier itself; these end when the boundary goes.
    """
    require(by, Permission.Dossier.SHARE, dossier)
    is_open = inherits and not protected
    kept = dossier.grants.in_force().filter(cause=GrantCause.PROTECTION)
    if not is_open and not kept.exists():
        _keep_inside(dossier, by=by)
    dossier.inherits, dossier.protected = is_open, protected
    dossier.save(update_fields=["inherits", "protected"])
    reindex_dossiers([dossier, *rebuild_reach_below(dossier)])
    if is_open:
        for grant in kept:
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


def _keep_inside(dossier: Dossier, *, by: User) -> None:
    """Give the directors and the one who draws the boundary grants of their own."""
    above = Grant.objects.in_force().filter(folder__reaches__descendant_id=dossier.pk)
    directors = above.filter(role=Role.DIRECTOR).exclude(folder_id=dossier.pk)
    holders = [(grant.user or grant.group, Role.DIRECTOR) for grant in directors]
    if (by, Role.DIRECTOR) not in holders:
        holders.append((by, Role.RESPONSIBLE))
    for holder, role in dict.fromkeys(holders):
        give_role(folder=dossier, to=holder, role=role, cause=GrantCause.PROTECTION, by=by)
