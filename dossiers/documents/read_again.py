"""Send a paper of the tray back to be read in another way; nothing is lost meanwhile."""

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, User
from dossiers.vocabulary import DocumentState, JournalAction, ReadAs


@transaction.atomic
def reread_document(
    *, document: Document, by: User, read_as: str, number: int | None = None
) -> None:
    """Have all pages, or page `number`, read again as the person says they are.

    What was read before stays until the new reading takes its place.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(by, Permission.Document.RETRY, document)
    if document.state != DocumentState.READ:
        raise RefusedError(
            _("Only a document that has been read but not yet filed can be read again.")
        )
    pages = document.pages.all() if number is None else document.pages.filter(number=number)
    if not pages.update(is_read=False, read_as=ReadAs(read_as)):
        raise RefusedError(_("This page is no longer there."))
    document.state = DocumentState.CAPTURED
    document.pages_read = document.pages.filter(is_read=True).count()
    document.failure, document.attempts = "", 0
    document.lease_by, document.lease_until = "", None
    document.save(
        update_fields=["state", "pages_read", "failure", "attempts", "lease_by", "lease_until"]
    )
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=document,
        verb=Verb.SENT_TO_BE_READ_AGAIN,
        read_as=read_as,
        page=number or 0,
    )
