"""Put units in their place in the tree."""

from django.db import transaction

from dossiers import journal
from dossiers.models import Unit
from dossiers.vocabulary import JournalAction

from .folders import rebuild_reach_below
from .index import reindex_dossiers
from .own_rights import refuse_own_gain


@transaction.atomic
def place_unit(*, unit: Unit, by: object) -> None:
    """Make the reach of a new or moved unit, and of all it holds, true again.

    Nobody puts a unit where they would hold more of it themselves.
    """
    with refuse_own_gain(by=by, folders=[unit] if unit.pk else []):
        unit.save()
        below = rebuild_reach_below(unit)
    reindex_dossiers(below)
    journal.record(by=by, action=JournalAction.CHANGE, thing=f"unit {unit.pk}", verb="placed")
