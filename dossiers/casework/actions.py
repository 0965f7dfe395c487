"""Open dossiers, with references that are never given twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, ReferenceCounter, Unit, User
from dossiers.models.dossier import MAX_DEPTH
from dossiers.sharing.actions import refuse_giving_more
from dossiers.sharing.folder_closure import rebuild_closure
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import DossierState, GrantCause, JournalAction


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
    rebuild_closure(dossier)
    if responsible is not None:
        refuse_giving_more(place=dossier, role=Role.RESPONSIBLE, by=by)
        give_role(
            folder=dossier,
            to=responsible,
            role=Role.RESPONSIBLE,
            cause=GrantCause.RESPONSIBLE,
            by=by,
        )
    journal.record(
        by=by, action=JournalAction.CHANGE, thing=dossier, folder_id=dossier.pk, verb=Verb.CREATED
    )
    return dossier


def next_reference(parent: Dossier | None = None) -> str:
    """Return the next `YYYY/NNNN`, or `YYYY/NNNN-n` inside a dossier; never given twice."""
    if parent is not None:
        return f"{parent.reference}-{ReferenceCounter.next(parent.reference)}"
    year = timezone.localdate().year
    return f"{year}/{ReferenceCounter.next(str(year)):04d}"
