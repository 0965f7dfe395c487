"""Where somebody may capture and file; who may nowhere finds no desk."""

from django.http import Http404

from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q, held_rights
from dossiers.models import Unit, User

# The unit somebody captured for last, for the next time.
LAST_UNIT = "tray_unit"


def filing_units(user: User) -> list[Unit]:
    """Return the units in which the user may capture and open dossiers, the centre first."""
    units = Unit.objects.filter(folders_q(user, Right.FILE), in_use=True)
    return sorted(units, key=lambda unit: (unit.parent_id is not None, unit.name))


def may_file(user: User) -> bool:
    """Tell whether the user works at any tray."""
    return bool(held_rights(user).get(Right.FILE))


def require_filing(user: User) -> None:
    """Answer 404, as if there were no tray, to who may file nowhere."""
    if not may_file(user):
        raise Http404
