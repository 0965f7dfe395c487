"""Throw papers away, in the tray or on the shelf; take them back; ask for a new scan of a bad one.

Nothing is deleted here: what is in the trash keeps its bytes and can be restored.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.journal.verbs import Verb
from dossiers.models import Document, User
from dossiers.reasons import clean_reason

from .lifecycle import moving


def trash_document(*, document: Document, reason: str, by: User) -> None:
    """Put a paper into the trash: gone from its dossier and from search at once.

    A worker that reads one of the tray stops by itself.
    """
    with moving(document, Verb.TRASHED, by=by) as move:
        document = move.document
        reason = clean_reason(reason, missing=_("Give the reason for throwing the document away."))
        document.trashed_from, document.trash_reason = document.state, reason
        document.trashed_at, document.trashed_by = timezone.now(), by
        move.reason, move.detail["unit"] = reason, document.unit_id


def restore_document(*, document: Document, by: User) -> None:
    """Take a paper out of the trash, back to where it stood."""
    with moving(document, Verb.RESTORED, by=by) as move:
        document = move.document
        move.to, document.trashed_from = document.trashed_from, ""
        document.trash_reason, document.trashed_at, document.trashed_by = "", None, None
        move.detail["unit"] = document.unit_id


def mark_rescan(*, document: Document, by: User) -> None:
    """Say that a paper has to be scanned again; it stays in the tray until that is done."""
    with moving(document, Verb.TO_BE_SCANNED_AGAIN, by=by) as move:
        move.detail["unit"] = move.document.unit_id
