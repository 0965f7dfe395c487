"""File a document as the desk says: new dossier and people included, all in one transaction."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from dossiers.access import shown
from dossiers.documents.file import file_document
from dossiers.errors import RefusedError
from dossiers.models import Document, Dossier, User
from dossiers.people.duplicate_question import Question, answer_of, ask_about_new, ask_about_other

from .filing_desk import Desk
from .new_people import add_other, open_with_people


def file_from_desk(desk: Desk, *, typed: QueryDict, document: Document, by: User) -> Dossier:
    """Return the dossier in which the document was filed; `desk.filed` says whom it concerns.

    Raises RefusedError with nothing written, also while a question about a known person waits for
    its answer: it lies in `desk.questions` then. Raises PermissionDenied where the user may not.
    """
    if desk.writes_people:
        _rehearse(desk, document=document, by=by)
        desk.questions = _questions_about_people(desk, typed, by=by)
    if not all(question.is_answered for question in desk.questions.values()):
        raise RefusedError(_("One question before filing: who is meant? See below."))
    return _write(desk, document=document, by=by)


def _rehearse(desk: Desk, *, document: Document, by: User) -> None:
    """Write it all and undo it: nobody is asked about while something else stands against it."""
    with transaction.atomic(), shown.comparing():
        _write(desk, document=document, by=by)
        transaction.set_rollback(True)


def _questions_about_people(desk: Desk, typed: QueryDict, *, by: User) -> dict[str, Question]:
    """Return what has to be answered before people are written anew."""
    if desk.new is not None:
        return ask_about_new(desk.new, typed, by=by)
    if desk.dossier is not None:
        return ask_about_other(desk.other, typed, dossier=desk.dossier, by=by)
    return {}


@transaction.atomic
def _write(desk: Desk, *, document: Document, by: User) -> Dossier:
    """Open the dossier if it is new, and file the document in it: all or nothing."""
    answers = {who: answer_of(question) for who, question in desk.questions.items()}
    if desk.new is not None:
        dossier, people = open_with_people(desk.new, answers=answers, by=by)
    else:
        dossier, people = desk.chosen()
        people += add_other(desk.other, answers=answers, dossier=dossier, by=by)
    file_document(
        document=document,
        dossier=dossier,
        kind=desk.paper.cleaned_data["kind"],
        people=people,
        by=by,
        **desk.raised.cleaned_data,
        **desk.paper.details(),
    )
    desk.filed = people
    return dossier
