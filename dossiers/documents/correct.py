"""Correct what was written down of a filed paper, and have a second person verify it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dossiers.access.permissions import right_for_class
from dossiers.access.predicates import holds
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import Document, DocumentKind, Person, User
from dossiers.vocabulary import ConfidentialityClass

from .classification import closed_by_kind
from .file import FILING_FIELDS, refuse_strangers
from .lifecycle import NOT_FILED, moving, why_not

# What a court or a doctor relies on is looked at by two people.
TWO_PEOPLE_CLASSES = (ConfidentialityClass.CIVIL, ConfidentialityClass.MEDICAL)


def correct_document(
    *,
    document: Document,
    kind: DocumentKind,
    people: Iterable[Person],
    by: User,
    **fields: Any,
) -> list[str]:
    """Write the fields anew; return the names of those that changed, maybe none.

    A kind that is more closed closes the paper further; no kind lowers its class. What changes
    is no longer verified. The journal names fields, never what stands in them, and the class
    before and after where it changed.
    """
    with moving(document, Verb.CORRECTED, by=by) as move:
        document = move.document
        if document.dossier is None:
            raise RefusedError(NOT_FILED)
        people = list(people)
        refuse_strangers(document.dossier, people)
        before = document.paper_class
        changed = _take_over(document, fields)
        if kind != document.kind:
            _change_kind(document, kind, by=by)
            changed.append("kind")
        if set(people) != set(document.people.all()):
            document.people.set(people)
            changed.append("people")
        move.is_needless = not changed
        document.verified_by, document.verified_at = None, None
        document.corrected_by, document.corrected_at = by, timezone.now()
        move.detail["fields"] = sorted(changed)
        if document.paper_class != before:
            move.detail |= {"before": before, "after": str(document.paper_class)}
    return sorted(changed)


def verify_document(*, document: Document, by: User) -> None:
    """Say that what is written down agrees with the paper."""
    with moving(document, Verb.VERIFIED, by=by) as move:
        refusal = why_not_verify(move.document, by=by)
        if refusal:
            raise RefusedError(refusal)
        move.document.verified_by, move.document.verified_at = by, timezone.now()


def why_not_verify(document: Document, *, by: User) -> str | Promise:
    """Return the sentence that stands against it; "" when nothing does."""
    if refusal := why_not(document, Verb.VERIFIED):
        return refusal
    wrote = {document.filed_by_id, document.corrected_by_id}
    if document.paper_class in TWO_PEOPLE_CLASSES and by.pk in wrote:
        return _("A second person must verify this document, because you entered its details.")
    return ""


def _take_over(document: Document, fields: dict[str, Any]) -> list[str]:
    """Set the columns that differ; return their names."""
    changed = []
    for name in FILING_FIELDS & fields.keys():
        if getattr(document, name) != fields[name]:
            setattr(document, name, fields[name])
            changed.append(name)
    return changed


def _change_kind(document: Document, kind: DocumentKind, *, by: User) -> None:
    after = closed_by_kind(document.paper_class, kind_class=kind.paper_class)
    if not holds(by, right_for_class(after), document.dossier_id):
        raise RefusedError(
            _("You may not read documents of this class, so you cannot move one into it.")
        )
    document.kind, document.paper_class = kind, after
