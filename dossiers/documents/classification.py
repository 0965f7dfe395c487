"""Raise and lower the class of a paper.

Everything else that writes a class only ever closes a paper further (`closed_by_kind`).
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.explain import why
from dossiers.access.permissions import Permission, right_for_class
from dossiers.access.predicates import holds
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_documents
from dossiers.journal.verbs import Verb
from dossiers.models import Document, User
from dossiers.reasons import LONG_REASON_MAX, clean_reason
from dossiers.sharing.own_rights import refuse_own_reading_gain
from dossiers.vocabulary import (
    CONFIDENTIALITY_LEVEL,
    ConfidentialityClass,
    GrantCause,
    JournalAction,
)


@transaction.atomic
def change_class(
    *, document: Document, paper_class: ConfidentialityClass, reason: str, by: User
) -> None:
    """Give a filed paper another class; who does so must be able to read both.

    Both by a role, and the one it has for as long as the one it gets: an hour of break-glass
    changes no class.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    require(by, Permission.Document.CHANGE_CLASS, document)
    reason = clean_reason(
        reason, most=LONG_REASON_MAX, missing=_("Give the reason for changing the class.")
    )
    if paper_class == document.paper_class:
        raise RefusedError(_("The document is already in this class."))
    if not holds(by, right_for_class(paper_class), document.dossier_id):
        raise RefusedError(
            _("You may not read documents of this class, so you cannot move one into it.")
        )
    if document.dossier_id is not None:
        place = document.dossier_id
        _refuse_by_glass([document.paper_class, paper_class], dossier_id=place, by=by)
        refuse_own_reading_gain(
            by=by, before=(place, document.paper_class), after=(place, paper_class)
        )
    before, document.paper_class = document.paper_class, paper_class
    document.corrected_by, document.corrected_at = by, timezone.now()
    document.save(update_fields=["paper_class", "corrected_by", "corrected_at"])
    reindex_documents([document])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=document,
        folder_id=document.dossier_id,
        reason=reason,
        verb=Verb.CLASS_CHANGED,
        before=before,
        after=str(paper_class),
    )


def _refuse_by_glass(paper_classes: Iterable[str], *, dossier_id: int, by: User) -> None:
    for paper_class in paper_classes:
        causes = why(user=by, right=right_for_class(paper_class), folder_id=dossier_id)
        if all(cause.grant.cause == GrantCause.BREAK_GLASS for cause in causes):
            raise RefusedError(
                _(
                    "Emergency access lets you read. Only someone with a role here can change the"
                    " class."
                )
            )


def closed_by_kind(now: str, *, kind_class: str) -> str:
    """Return the class of a filed paper that gets another kind: never a less closed one.

    To lower it, or to show it to others than before, is `change_class`, with a reason.

    >>> closed_by_kind(Class.CIVIL, kind_class=Class.GENERAL)
    <Class.CIVIL: 'civil'>
    >>> closed_by_kind(Class.CIVIL, kind_class=Class.MEDICAL)
    <Class.MEDICAL: 'medical'>
    """
    return kind_class if CONFIDENTIALITY_LEVEL[kind_class] > CONFIDENTIALITY_LEVEL[now] else now


def why_class_stays(document: Document) -> str:
    """Return the sentence that the paper is more closed than its kind asks; "" when it is not."""
    if document.kind is None or document.paper_class == document.kind.paper_class:
        return ""
    return _("The class stays “%(class)s”. To lower it, change the class, with a reason.") % {
        "class": ConfidentialityClass(document.paper_class).label
    }


def classes_to_give(*, document: Document, by: User) -> list[ConfidentialityClass]:
    """Return the classes this user may put the paper in: those they may read there."""
    return [
        paper_class
        for paper_class in ConfidentialityClass
        if paper_class != document.paper_class
        and holds(by, right_for_class(paper_class), document.dossier_id)
    ]
