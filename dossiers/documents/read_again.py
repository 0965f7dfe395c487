"""Send a paper of the tray back to be read in another way; nothing is lost meanwhile."""

from django.utils.translation import gettext as _

from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import Document, User
from dossiers.vocabulary import ReadAs

from .lifecycle import moving


def reread_document(
    *, document: Document, by: User, read_as: str, number: int | None = None
) -> None:
    """Have all pages, or page `number`, read again as the person says they are.

    What was read before stays until the new reading takes its place.
    """
    with moving(document, Verb.SENT_TO_BE_READ_AGAIN, by=by) as move:
        document = move.document
        pages = document.pages.all() if number is None else document.pages.filter(number=number)
        if not pages.update(is_read=False, read_as=ReadAs(read_as)):
            raise RefusedError(_("This page is no longer there."))
        document.pages_read = document.pages.filter(is_read=True).count()
        move.detail |= {"read_as": read_as, "page": number or 0}
