"""Bring a page that lies in no paper back to the tray, as a paper of its own.

Nothing scanned may be lost: a page set aside by mistake is found again long after the rest
of its file was filed.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.lifecycle import create_document
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, User
from dossiers.vocabulary import JournalAction


@transaction.atomic
def bring_page_back(*, page: Page, by: User) -> Document:
    """Return the new paper, in the tray of the unit whose desk captured the page."""
    page = Page.objects.select_for_update(of=("self",)).select_related("original").get(pk=page.pk)
    original = page.original
    require(by, Permission.Unit.CAPTURE, original.unit)
    if not page.is_set_aside:
        raise RefusedError(_("This page is already in a document."))
    paper = create_document(
        is_read=page.is_read,
        failure="" if page.is_read else "not_read",
        unit=original.unit,
        captured_by=original.captured_by,
        page_count=1,
        pages_read=int(page.is_read),
        is_damaged=original.is_damaged or not page.is_read,
    )
    paper.captured_at = original.captured_at
    paper.save(update_fields=["captured_at"])
    page.document, page.number = paper, 1
    page.save(update_fields=["document", "number"])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=paper,
        verb=Verb.PAGE_BROUGHT_BACK,
        originals=[original.pk],
        pages=[page.original_number],
    )
    return paper
