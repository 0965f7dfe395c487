"""Take a paper out of the dossier it was filed in wrongly: into a tray or the right dossier.

Nothing is scanned again. A right is asked where the paper lies, and where it goes. In the
tray it keeps its class and the dossier it comes from: whoever might not read it there reads
it here no more.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Dossier, Unit, User
from dossiers.reasons import clean_reason
from dossiers.sharing.own_rights import refuse_own_reading_gain

from .lifecycle import moving


def take_back(*, document: Document, reason: str, by: User) -> None:
    """Put a filed paper back into a tray of the user; dossier and search lose it at once.

    What was written down of it stays, for who files it anew; whom it concerns does not. Its
    class stays too, and is asked in the dossier it comes from until it is filed again.
    """
    with moving(document, Verb.TAKEN_BACK, by=by) as move:
        document = move.document
        tray = tray_for(document, by=by)
        if tray is None:
            raise RefusedError(_("You have no tray to which this document could go back."))
        move.reason = _required(reason)
        move.folder_ids = (document.dossier_id,)
        document.taken_from_id, document.dossier, document.unit = document.dossier_id, None, tray
        _forget_who_looked(document)
        document.people.clear()
        move.detail["unit"] = tray.pk


def refile(*, document: Document, into: Dossier, reason: str, by: User) -> None:
    """Put a filed paper into another dossier; of the people it concerns, those stay who are there.

    Kind, class and what was written down stay. Both dossiers' journals tell of it. Nobody puts
    it where they would read it for longer themselves.
    """
    with moving(document, Verb.PUT_INTO_ANOTHER_DOSSIER, by=by) as move:
        document = move.document
        require(by, Permission.Dossier.FILE, into)
        before = document.dossier_id or document.taken_from_id
        if into.pk == document.dossier_id:
            raise RefusedError(_("The document is already in this dossier."))
        move.reason, move.folder_ids = _required(reason), (before, into.pk)
        refuse_own_reading_gain(
            by=by, before=(before, document.paper_class), after=(into.pk, document.paper_class)
        )
        document.dossier, document.unit, document.taken_from = into, into.unit, None
        document.filed_by, document.filed_at = by, timezone.now()
        _forget_who_looked(document)
        document.people.set(document.people.filter(memberships__dossier=into).distinct())
        move.detail["unit"] = document.unit_id


def tray_for(document: Document, *, by: User) -> Unit | None:
    """Return where the paper would wait: the unit that captured it, else that of its dossier.

    None where the user works at the tray of neither.
    """
    captured = Unit.objects.filter(originals__pages__document=document).order_by("pk").distinct()
    units = [*captured, document.unit]
    return next((unit for unit in units if by.has_perm(Permission.Unit.CAPTURE, unit)), None)


def _required(reason: str) -> str:
    return clean_reason(
        reason, missing=_("Give the reason for taking the document out of its dossier.")
    )


def _forget_who_looked(document: Document) -> None:
    """What was corrected and verified was so of a paper in another place."""
    document.corrected_by, document.corrected_at = None, None
    document.verified_by, document.verified_at = None, None


def may_take_back(document: Document, *, user: User) -> bool:
    """Whether the way into the tray is offered: there is one at which the user works."""
    may = user.has_perm(Permission.Document.TAKE_BACK, document)
    return may and tray_for(document, by=user) is not None
