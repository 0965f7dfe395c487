"""Put a dossier in another place of the tree. Its reference never changes."""

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_dossiers
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Dossier, Unit, User
from dossiers.models.dossier import MAX_DEPTH
from dossiers.sharing.boundaries import renew_keepers_of
from dossiers.sharing.folder_closure import rebuild_closure_below
from dossiers.sharing.grants import somebody_shares
from dossiers.sharing.own_rights import refuse_own_gain
from dossiers.vocabulary import JournalAction


@transaction.atomic
def move_dossier(*, dossier: Dossier, into: Unit | Dossier, by: User) -> None:
    """Move a dossier into a unit, or into a dossier of one, with all it holds.

    Rights from above are those of the new place from the next request on; grants on
    the dossier itself stay. Nobody moves it to where they would hold more of it themselves.
    """
    require(by, Permission.Dossier.SHARE, dossier)
    if isinstance(into, Unit):
        require(by, Permission.Unit.CREATE_DOSSIER, into)
    else:
        require(by, Permission.Dossier.FILE, into)
        _refuse_bad_parent(dossier, into)
    if dossier.container_id == into.pk:
        raise RefusedError(_("The dossier is already there."))
    before = dossier.container_id
    with refuse_own_gain(by=by, folders=[dossier, *dossier.sub_dossiers.all()]):
        _put(dossier, into)
        below = rebuild_closure_below(dossier)
        for moved in (dossier, *below):
            if not moved.inherits:
                renew_keepers_of(moved, by=by)
    if not somebody_shares(dossier.pk):
        raise RefusedError(
            _("Nobody there could share the dossier. Name a responsible person first.")
        )
    reindex_dossiers([dossier, *below])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=dossier,
        folder_id=dossier.pk,
        verb=Verb.MOVED,
        before_folder=before,
        after_folder=into.pk,
    )


def _refuse_bad_parent(dossier: Dossier, into: Dossier) -> None:
    if into.depth >= MAX_DEPTH:
        raise RefusedError(_("A sub-dossier cannot hold another dossier."))
    if into.pk == dossier.pk or dossier.sub_dossiers.exists():
        raise RefusedError(_("A dossier that contains others cannot be placed inside a dossier."))


def _put(dossier: Dossier, into: Unit | Dossier) -> None:
    """Write the new place; unit and papers follow."""
    if isinstance(into, Unit):
        dossier.unit, dossier.parent, dossier.depth = into, None, 1
    else:
        dossier.unit, dossier.parent, dossier.depth = into.unit, into, into.depth + 1
    dossier.save(update_fields=["unit", "parent", "depth"])
    dossier.sub_dossiers.update(unit=dossier.unit)
    moved = [dossier.pk, *dossier.sub_dossiers.values_list("pk", flat=True)]
    Document.objects.filter(dossier_id__in=moved).update(unit=dossier.unit)
