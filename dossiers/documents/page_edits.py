"""Turn a page or crop it by hand, and take that back. The original is never touched.

What is done is written down as instructions; the picture is drawn anew from the original,
and the page is read again so that its words lie where they are seen.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, User
from dossiers.vocabulary import DocumentState, JournalAction

Corners = list[list[float]]


class StalePageError(RefusedError):
    """Somebody changed the page since it was looked at; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has changed this page in the meantime. Please check it again.")
        )


def stamp_of(page: Page) -> str:
    """Return what changes whenever anybody turns or crops the page, or it is read anew."""
    seen = repr((page.document_id, page.instructions, page.image_name))
    return hashlib.sha256(seen.encode()).hexdigest()[:24]


@transaction.atomic
def turn_page(*, page: Page, turns: int, stamp: str, by: User) -> None:
    """Turn it so many quarters clockwise."""
    page = _in_hand(page, stamp=stamp, by=by)
    _write(page, [*page.instructions, page.turned(turns)], verb=Verb.PAGE_TURNED, by=by)


@transaction.atomic
def crop_page(*, page: Page, corners: Corners, stamp: str, by: User) -> None:
    """Keep what lies between four corners: pixels of the original, clockwise from top left."""
    page = _in_hand(page, stamp=stamp, by=by)
    step: dict[str, Any] = {"do": "crop", "corners": corners}
    _write(page, [*page.instructions, step], verb=Verb.PAGE_CROPPED, by=by)


@transaction.atomic
def take_back(*, page: Page, stamp: str, by: User) -> None:
    """Undo the last that was done to it."""
    page = _in_hand(page, stamp=stamp, by=by)
    if not page.instructions:
        raise RefusedError(_("This page has not been changed by hand."))
    _write(page, page.instructions[:-1], verb=Verb.PAGE_TAKEN_BACK, by=by)


@transaction.atomic
def as_scanned(*, page: Page, stamp: str, by: User) -> None:
    """Undo all that was done to it."""
    page = _in_hand(page, stamp=stamp, by=by)
    _write(page, [], verb=Verb.PAGE_AS_SCANNED, by=by)


def _in_hand(page: Page, *, stamp: str, by: User) -> Page:
    """Return the page as it is now, its paper locked until the caller's change is written."""
    # Set aside in the meantime, it lies in no paper.
    document = Document.objects.select_for_update().filter(pages=page).first()
    if document is None:
        raise StalePageError
    require(by, Permission.Document.FILE, document)
    now = Page.objects.select_related("document").get(pk=page.pk)
    if now.document_id != document.pk or stamp_of(now) != stamp:
        raise StalePageError
    if document.state != DocumentState.READ:
        raise RefusedError(_("The document has not been read yet. Wait until its pages appear."))
    return now


def _write(page: Page, instructions: list[dict[str, Any]], *, verb: Verb, by: User) -> None:
    page.instructions, page.is_read = instructions, False
    page.save(update_fields=["instructions", "is_read"])
    document = Document.objects.get(pages=page)
    document.state, document.stage = DocumentState.CAPTURED, "captured"
    document.attempts, document.pages_read = 0, document.pages.filter(is_read=True).count()
    document.save(update_fields=["state", "stage", "attempts", "pages_read"])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=document,
        verb=verb,
        page=page.number,
        steps=len(instructions),
    )
