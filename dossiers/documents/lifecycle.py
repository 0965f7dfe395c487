"""The life of a paper: which verb leads from where to where, who may, and what it ends.

The only place that sets a document's state. Every step locks the row, asks the permission,
looks at the state, then writes state, reading job, search entry and journal in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_documents
from dossiers.journal.verbs import Verb
from dossiers.models import Document, ReadingJob, User
from dossiers.transition import Transition
from dossiers.vocabulary import SHELF_STATES, TRAY_STATES, DocumentState, JournalAction

# Captured, and the intake gave up on it: the table tells it from a paper that is being read.
FAILED = "failed"

NOT_READ_YET = _("The document has not been read yet. Wait until its pages appear.")
BEING_READ = _("The document is being read. Wait until this is finished.")
NOT_FILED = _("This document is not filed.")
CHANGED = _("Somebody has changed this document in the meantime. Please look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTransition(Transition):
    """A step of a paper. Each ends its lease and its attempts; most end its failure.

    At its end a captured paper has a fresh reading job. Any other has none, but for the failure
    of one that `keeps_failure`, which is shown again when the paper comes back.
    """

    keeps_failure: bool = False


_CHANGE_PAGE = DocumentTransition(
    sources=(DocumentState.READ,),
    targets=(DocumentState.CAPTURED,),
    permission=Permission.Document.FILE,
    refusal=NOT_READ_YET,
)

TRANSITIONS: dict[Verb, DocumentTransition] = {
    Verb.READ: DocumentTransition(
        sources=(DocumentState.CAPTURED,),
        targets=(DocumentState.READ,),
        permission=None,
        refusal=CHANGED,
    ),
    Verb.ARRANGED: DocumentTransition(
        sources=(DocumentState.READ, DocumentState.RESCAN, FAILED),
        targets=(DocumentState.READ, DocumentState.CAPTURED),
        permission=Permission.Document.FILE,
        refusal=CHANGED,
        refusal_in={
            DocumentState.CAPTURED: _("The pile is still being read. Wait until its pages appear.")
        },
    ),
    Verb.PAGE_TURNED: _CHANGE_PAGE,
    Verb.PAGE_CROPPED: _CHANGE_PAGE,
    Verb.PAGE_TAKEN_BACK: _CHANGE_PAGE,
    Verb.PAGE_AS_SCANNED: _CHANGE_PAGE,
    Verb.SENT_TO_BE_READ_AGAIN: DocumentTransition(
        sources=(DocumentState.READ,),
        targets=(DocumentState.CAPTURED,),
        permission=Permission.Document.RETRY,
        refusal=_("Only a document that has been read but not yet filed can be read again."),
    ),
    Verb.SENT_BACK: DocumentTransition(
        sources=(FAILED, DocumentState.RESCAN),
        targets=(DocumentState.CAPTURED,),
        permission=Permission.Document.RETRY,
        refusal=_("Reading this document did not fail; there is nothing to retry."),
    ),
    Verb.TO_BE_SCANNED_AGAIN: DocumentTransition(
        sources=(DocumentState.READ, FAILED),
        targets=(DocumentState.RESCAN,),
        permission=Permission.Document.MARK_RESCAN,
        refusal=CHANGED,
        refusal_in={DocumentState.CAPTURED: BEING_READ},
        keeps_failure=True,
    ),
    Verb.FILED: DocumentTransition(
        sources=(DocumentState.READ,),
        targets=(DocumentState.FILED,),
        permission=Permission.Document.FILE,
        refusal=NOT_READ_YET,
    ),
    Verb.CORRECTED: DocumentTransition(
        sources=SHELF_STATES,
        targets=(DocumentState.FILED,),
        permission=Permission.Document.CORRECT,
        refusal=NOT_FILED,
    ),
    Verb.VERIFIED: DocumentTransition(
        sources=(DocumentState.FILED,),
        targets=(DocumentState.VERIFIED,),
        permission=Permission.Document.VERIFY,
        refusal=_("Only a filed document can be verified."),
        refusal_in={DocumentState.VERIFIED: _("This document has already been verified.")},
    ),
    Verb.TAKEN_BACK: DocumentTransition(
        sources=SHELF_STATES,
        targets=(DocumentState.READ,),
        permission=Permission.Document.TAKE_BACK,
        refusal=NOT_FILED,
    ),
    Verb.PUT_INTO_ANOTHER_DOSSIER: DocumentTransition(
        sources=(DocumentState.READ, *SHELF_STATES),
        targets=(DocumentState.FILED,),
        permission=Permission.Document.REFILE,
        refusal=NOT_FILED,
    ),
    Verb.TRASHED: DocumentTransition(
        sources=(*TRAY_STATES, FAILED, *SHELF_STATES),
        targets=(DocumentState.TRASHED,),
        permission=Permission.Document.TRASH,
        refusal=CHANGED,
        keeps_failure=True,
    ),
    Verb.RESTORED: DocumentTransition(
        sources=(DocumentState.TRASHED,),
        targets=(*TRAY_STATES, *SHELF_STATES),
        permission=Permission.Document.RESTORE,
        refusal=CHANGED,
        keeps_failure=True,
    ),
}


@dataclass(slots=True)
class Move:
    """One step under way: the locked row, and what the caller says of it before it is written."""

    document: Document
    to: str
    # Captured, but not to be read: why.
    failure: str = ""
    # Whose journals tell of it; None: that of the dossier it lies in at the end.
    folder_ids: tuple[int | None, ...] | None = None
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    # Nothing is to be changed after all: nothing is written.
    is_needless: bool = False


@contextmanager
def moving(document: Document, verb: Verb, *, by: User | None) -> Iterator[Move]:
    """Lock the paper for a step; the caller sets its other columns; write all at the end.

    `by` is None for the house. Raises PermissionDenied or RefusedError before the caller's
    part begins; whatever the caller raises undoes all of it.
    """
    transition = TRANSITIONS[verb]
    with transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if transition.permission is not None:
            require(by, transition.permission, locked)
        refusal = transition.why_not(standing(locked))
        if refusal:
            raise RefusedError(refusal)
        move = Move(locked, to=transition.targets[0])
        before = locked.dossier_id
        yield move
        if not move.is_needless:
            _write(move, verb, before=before, by=by)


def standing(document: Document) -> str:
    """Return the state of a paper as the table names it."""
    has_failed = document.state == DocumentState.CAPTURED and document.has_failed
    return FAILED if has_failed else document.state


def why_not(document: Document, verb: Verb) -> str | Promise:
    """Return the sentence that the state of a paper sets against a verb; "" when it does not."""
    return TRANSITIONS[verb].why_not(standing(document))


def create_document(*, is_read: bool = False, failure: str = "", **columns: Any) -> Document:
    """Write down a new paper of a tray: read already, or to be read unless a failure says why not.

    Its line in the journal is the caller's, who knows where it comes from.
    """
    state = DocumentState.READ if is_read else DocumentState.CAPTURED
    with transaction.atomic():
        document = Document.objects.create(state=state, **columns)
        if not is_read:
            ReadingJob.objects.create(document=document, failure=failure)
    return document


def queue_forgotten() -> int:
    """Give a job to every captured paper that has none; return how many there were.

    No step leaves one; an older version at work during an update can, and nobody would read it.
    """
    forgotten = Document.objects.filter(state=DocumentState.CAPTURED, reading_job=None)
    jobs = [ReadingJob(document=document) for document in forgotten.only("pk")]
    return len(ReadingJob.objects.bulk_create(jobs, ignore_conflicts=True))


def _write(move: Move, verb: Verb, *, before: int | None, by: User | None) -> None:
    document, transition = move.document, TRANSITIONS[verb]
    if move.to not in transition.targets:
        raise ValueError(f"{verb.name} does not lead to {move.to!r}")
    failure = move.failure or (document.failure if transition.keeps_failure else "")
    document.state = move.to
    document.save()
    _renew_reading(document, failure=failure)
    if before is not None or document.dossier_id is not None:
        reindex_documents([document])
    folder_ids = (document.dossier_id,) if move.folder_ids is None else move.folder_ids
    for folder_id in folder_ids:
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=document,
            folder_id=folder_id,
            reason=move.reason,
            verb=verb,
            **move.detail,
        )


def _renew_reading(document: Document, *, failure: str) -> None:
    """Begin the reading anew, keep why it failed, or end it: whoever holds a lease loses it."""
    ReadingJob.objects.filter(document=document).delete()
    if document.state == DocumentState.CAPTURED or failure:
        ReadingJob.objects.create(document=document, failure=failure)
        return
    relation = Document._meta.get_field("reading_job")
    if relation.is_cached(document):
        relation.delete_cached_value(document)
