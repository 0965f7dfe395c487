"""File papers, and send failed ones back to be read."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, DocumentKind, Dossier, Person, User
from dossiers.sharing.own_rights import refuse_own_reading_gain
from dossiers.vocabulary import CONFIDENTIALITY_LEVEL

from .classification import closed_by_kind
from .lifecycle import moving

# The columns a person fills in when filing.
FILING_FIELDS = frozenset(
    {
        "title",
        "language",
        "issued_on",
        "issued_hijri",
        "issuer",
        "act_number",
        "act_year",
        "act_office",
        "expires_on",
        "original_place",
    }
)


def file_document(
    *,
    document: Document,
    dossier: Dossier,
    kind: DocumentKind,
    people: Iterable[Person],
    by: User,
    raised_to: str = "",
    reason: str = "",
    **fields: Any,
) -> None:
    """Put a read paper on the shelf of a dossier.

    Its class comes from its kind; `raised_to` closes it further, with a reason. One that was
    filed before keeps its class where the new one is not more closed, and is put by nobody
    where they would read it for longer.
    """
    with moving(document, Verb.FILED, by=by) as move:
        document = move.document
        require(by, Permission.Dossier.FILE, dossier)
        people = list(people)
        refuse_strangers(dossier, people)
        _refuse_opening(kind, raised_to, reason)
        for name in FILING_FIELDS & fields.keys():
            setattr(document, name, fields[name])
        before = _filed_before(document)
        document.paper_class = _class_of(document, raised_to or kind.paper_class)
        if before is not None:
            refuse_own_reading_gain(by=by, before=before, after=(dossier.pk, document.paper_class))
            move.detail["before"] = before[1]
        document.dossier, document.taken_from = dossier, None
        document.unit, document.kind = dossier.unit, kind
        document.filed_at, document.filed_by = timezone.now(), by
        document.people.set(people)
        move.reason = reason if raised_to else ""
        move.detail |= {"kind": kind.code, "after": document.paper_class}


def _class_of(document: Document, wanted: str) -> str:
    """Return the class to file it under: what was filed before is not opened on the way."""
    if document.taken_from_id is None:
        return wanted
    return closed_by_kind(document.paper_class, kind_class=wanted)


def _filed_before(document: Document) -> tuple[int, str] | None:
    """Return where a paper was filed last, and under which class; None if it never was."""
    if document.taken_from_id is None:
        return None
    return document.taken_from_id, document.paper_class


def _refuse_opening(kind: DocumentKind, raised_to: str, reason: str) -> None:
    """Refuse a class that is not more closed than the kind's, or that nobody explains."""
    if not raised_to:
        return
    if CONFIDENTIALITY_LEVEL[raised_to] <= CONFIDENTIALITY_LEVEL[kind.paper_class]:
        raise RefusedError(
            _("Here you can only make a document more confidential than its kind requires.")
        )
    if not reason:
        raise RefusedError(_("Give the reason for changing the class."))


def refuse_strangers(dossier: Dossier, people: Collection[Person]) -> None:
    """Refuse people who are not members of the dossier."""
    members = dossier.memberships.filter(person__in=people).values("person").distinct()
    if members.count() != len(people):
        raise RefusedError(_("Choose only people in this dossier."))


def retry_document(*, document: Document, by: User) -> None:
    """Send a paper that could not be read back to be read; finished pages are kept."""
    with moving(document, Verb.SENT_BACK, by=by) as move:
        move.detail["failure"] = move.document.failure
