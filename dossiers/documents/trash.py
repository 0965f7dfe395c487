"""Throw papers away, in the tray or on the shelf; take them back; ask for a new scan of a bad one.

Nothing is deleted here: what is in the trash keeps its bytes and can be restored.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_documents
from dossiers.journal.verbs import Verb
from dossiers.models import Document, User
from dossiers.reasons import clean_reason
from dossiers.vocabulary import DocumentState, JournalAction


@transaction.atomic
def trash_document(*, document: Document, reason: str, by: User) -> None:
    """Put a paper into the trash: gone from its dossier and from search at once.

    Whoever is reading one of the tray stops by itself.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(by, Permission.Document.TRASH, document)
    reason = clean_reason(reason, missing=_("Give the reason for throwing the document away."))
    document.trashed_from, document.state = document.state, DocumentState.TRASHED
    document.trash_reason, document.trashed_at, document.trashed_by = reason, timezone.now(), by
    document.lease_by, document.lease_until = "", None
    document.save()
    _renew_card(document)
    _record(document, by=by, verb=Verb.TRASHED, reason=reason)


@transaction.atomic
def restore_document(*, document: Document, by: User) -> None:
    """Take a paper out of the trash, back to where it stood."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(by, Permission.Document.RESTORE, document)
    document.state, document.trashed_from = document.trashed_from, ""
    document.trash_reason, document.trashed_at, document.trashed_by = "", None, None
    document.save()
    _renew_card(document)
    _record(document, by=by, verb=Verb.RESTORED)


@transaction.atomic
def mark_rescan(*, document: Document, by: User) -> None:
    """Say that a paper has to be scanned again; it stays in the tray until that is done."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(by, Permission.Document.MARK_RESCAN, document)
    if document.state != DocumentState.READ and not document.has_failed:
        raise RefusedError(_("The document is being read. Wait until this is finished."))
    document.state = DocumentState.RESCAN
    document.save(update_fields=["state"])
    _record(document, by=by, verb=Verb.TO_BE_SCANNED_AGAIN)


def _renew_card(document: Document) -> None:
    """A paper that was filed has a card in the index, or had one."""
    if document.dossier_id is not None:
        reindex_documents([document])


def _record(document: Document, *, by: User, verb: Verb, reason: str = "") -> None:
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=document,
        folder_id=document.dossier_id,
        reason=reason,
        verb=verb,
        unit=document.unit_id,
    )
