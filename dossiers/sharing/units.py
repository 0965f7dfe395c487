"""Put units in their place in the tree; choose which of them are in use."""

from collections.abc import Iterable

from django.db import transaction

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import require
from dossiers.indexing.reindex import reindex_dossiers
from dossiers.journal.verbs import Verb
from dossiers.models import Unit, User
from dossiers.vocabulary import JournalAction

from .folder_closure import rebuild_closure_below
from .own_rights import refuse_own_gain


@transaction.atomic
def place_unit(*, unit: Unit, by: User | None) -> None:
    """Make the reach of a new or moved unit, and of all it holds, true again.

    Nobody puts a unit where they would hold more of it themselves.
    """
    with refuse_own_gain(by=by, folders=[unit] if unit.pk else []):
        unit.save()
        below = rebuild_closure_below(unit)
    reindex_dossiers(below)
    journal.record(by=by, action=JournalAction.CHANGE, thing=unit, verb=Verb.PLACED)


@transaction.atomic
def choose_units(*, units: Iterable[Unit], by: User) -> None:
    """Keep how the units are called and which of them the centre uses.

    A unit that is not in use keeps what it holds; nothing new is put into it. The centre
    itself is always in use.
    """
    centre = Unit.objects.get(parent=None)
    require(by, Permission.Unit.CHOOSE, centre)
    chosen = list(units)
    for unit in chosen:
        unit.in_use = unit.in_use or unit.pk == centre.pk
    Unit.objects.bulk_update(chosen, ["name_ar", "name_fr", "name_en", "in_use"])
    User.objects.filter(pk=by.pk, chooses_units=True).update(chooses_units=False)
    by.chooses_units = False
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=centre,
        verb=Verb.UNITS_CHOSEN,
        units=[unit.code for unit in chosen if unit.in_use],
    )
