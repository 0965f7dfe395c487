"""Turn a page or crop it by hand, and take that back. The original is never touched.

What is done is written down as instructions; the picture is drawn anew from the original,
and the page is read again so that its words lie where they are seen.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, User

from .lifecycle import moving

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


def turn_page(*, page: Page, turns: int, stamp: str, by: User) -> None:
    """Turn it so many quarters clockwise."""
    with _changing(page, Verb.PAGE_TURNED, stamp=stamp, by=by) as now:
        now.instructions = [*now.instructions, now.turned(turns)]


def crop_page(*, page: Page, corners: Corners, stamp: str, by: User) -> None:
    """Keep what lies between four corners: pixels of the original, clockwise from top left."""
    step: dict[str, Any] = {"do": "crop", "corners": corners}
    with _changing(page, Verb.PAGE_CROPPED, stamp=stamp, by=by) as now:
        now.instructions = [*now.instructions, step]


def take_back(*, page: Page, stamp: str, by: User) -> None:
    """Undo the last that was done to it."""
    with _changing(page, Verb.PAGE_TAKEN_BACK, stamp=stamp, by=by) as now:
        if not now.instructions:
            raise RefusedError(_("This page has not been changed by hand."))
        now.instructions = now.instructions[:-1]


def as_scanned(*, page: Page, stamp: str, by: User) -> None:
    """Undo all that was done to it."""
    with _changing(page, Verb.PAGE_AS_SCANNED, stamp=stamp, by=by) as now:
        now.instructions = []


@contextmanager
def _changing(page: Page, verb: Verb, *, stamp: str, by: User) -> Iterator[Page]:
    """Lock the paper of a page and hand the page out as it is now; send it to be read anew.

    Raises StalePageError where it was changed, or set aside, since it was looked at.
    """
    with transaction.atomic():
        document = Document.objects.select_for_update().filter(pages=page).first()
        if document is None:
            raise StalePageError
        require(by, Permission.Document.FILE, document)
        now = Page.objects.select_related("document").get(pk=page.pk)
        if now.document_id != document.pk or stamp_of(now) != stamp:
            raise StalePageError
        with moving(document, verb, by=by) as move:
            yield now
            now.is_read = False
            now.save(update_fields=["instructions", "is_read"])
            move.document.pages_read = move.document.pages.filter(is_read=True).count()
            move.detail |= {"page": now.number, "steps": len(now.instructions)}
