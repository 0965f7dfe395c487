"""Raise and lower the class of a paper."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission, right_for_class
from dossiers.access.predicates import holds
from dossiers.models import Document, User
from dossiers.vocabulary import Class, JournalAction

from .errors import RefusedError, require
from .index import reindex_documents


@transaction.atomic
def change_class(*, document: Document, paper_class: Class, reason: str, by: User) -> None:
    """Give a filed paper another class; who does so must be able to read both."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    require(by, Permission.Document.CHANGE_CLASS, document)
    reason = " ".join(reason.split())
    if not reason:
        raise RefusedError(_("Say why the class changes."))
    if paper_class == document.paper_class:
        raise RefusedError(_("The paper is of this class already."))
    if not holds(by, right_for_class(paper_class), document.dossier_id):
        raise RefusedError(_("You may not read papers of this class, so you cannot put one there."))
    before, document.paper_class = document.paper_class, paper_class
    document.corrected_by, document.corrected_at = by, timezone.now()
    document.save(update_fields=["paper_class", "corrected_by", "corrected_at"])
    reindex_documents([document])
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=document,
        dossier_id=document.dossier_id,
        reason=reason,
        verb="class changed",
        before=before,
        after=str(paper_class),
    )


def classes_to_give(*, document: Document, by: User) -> list[Class]:
    """Return the classes this user may put the paper in: those they may read there."""
    return [
        paper_class
        for paper_class in Class
        if paper_class != document.paper_class
        and holds(by, right_for_class(paper_class), document.dossier_id)
    ]
