"""Correct what is known of a filed paper, beside its picture, and verify it."""

from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.classification import why_class_stays
from dossiers.documents.correct import correct_document, verify_document, why_not_verify
from dossiers.documents.meanwhile import labels_of, tells_meanwhile, texts_of
from dossiers.errors import RefusedError
from dossiers.filing.candidates import people_of
from dossiers.filing.forms import PaperForm, PeopleForm, written_down_of
from dossiers.models import Document, Membership, Person, User
from dossiers.vocabulary import DISCREET_CLASSES, DocumentState, JournalAction
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import crumbs_to, dossier_of, refuse_unless


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the button is offered, or the sentence that stands against it."""

    is_offered: bool
    reason: str | Promise

    @classmethod
    def of(cls, document: Document, user: User) -> Self:
        """Ask for one paper and one reader."""
        may = user.has_perm(Permission.Document.VERIFY, document)
        if not may or document.state != DocumentState.FILED:
            return cls(is_offered=False, reason="")
        reason = why_not_verify(document, by=user)
        return cls(is_offered=not reason, reason=reason)


@tells_meanwhile(texts_of(labels_of(PaperForm)))
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show the form with what is known, or write what was changed."""
    document = _find(request, uid, Permission.Document.CORRECT)
    members = people_of(dossier_of(document), user=request.user)
    data = request.POST if request.method == "POST" else None
    paper = PaperForm(data, initial=written_down_of(document), keep_kind=document.kind)
    known = Person.objects.filter(pk__in=[row.person_id for row in members])
    people = PeopleForm(data, people=known)
    errors: list[str] = []
    is_open = document.paper_class not in DISCREET_CLASSES or request.GET.get("show") == "1"
    if data is None:
        _record(request, document, shown=is_open)
    elif paper.is_valid() and people.is_valid():
        try:
            return _write(request, document, paper, people, members)
        except RefusedError as refusal:
            errors.append(str(refusal.reason))
    concerned = people["people"].value() if data is not None else None
    if concerned is None:
        concerned = list(document.people.values_list("uid", flat=True))
    context = {
        "document": document,
        "is_open": is_open,
        "pages": list(document.pages.defer("text").order_by("number")),
        "paper": paper,
        "people": people,
        "members": members,
        "concerned": concerned,
        "errors": errors,
        "crumbs": crumbs_to(dossier_of(document), _("Correct"), user=request.user),
    }
    status = 422 if data is not None else 200
    return render(request, "dossiers/documents/correct.html", context, status=status)


@tells_meanwhile()
@require_POST
def verify(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Say that what is written down agrees with the paper."""
    document = _find(request, uid, Permission.Document.VERIFY)
    try:
        verify_document(document=document, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    except PermissionDenied as denial:
        raise Http404 from denial
    else:
        messages.success(request, _("The document is verified."))
    return redirect("dossiers:document", uid=uid)


def _find(request: AuthenticatedRequest, uid: str, permission: str) -> Document:
    documents = Document.objects.visible_to(request.user)
    document = get_object_or_404(documents.select_related("dossier__unit", "kind"), uid=uid)
    refuse_unless(request, permission, document)
    return document


def _record(request: AuthenticatedRequest, document: Document, *, shown: bool) -> None:
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        thing=document,
        folder_id=document.dossier_id,
        screen="correction",
        shown=shown,
    )


def _write(
    request: AuthenticatedRequest,
    document: Document,
    paper: PaperForm,
    people: PeopleForm,
    members: list[Membership],
) -> HttpResponse:
    """Correct the paper; people the user may not know stay as they are."""
    shown = {row.person_id for row in members}
    unseen = document.people.exclude(pk__in=shown)
    try:
        changed = correct_document(
            document=document,
            kind=paper.cleaned_data["kind"],
            people=[*people.cleaned_data["people"], *unseen],
            by=request.user,
            **paper.details(),
        )
    except PermissionDenied as denial:
        raise Http404 from denial
    if changed:
        messages.success(request, _("Corrected. Someone else can now verify it."))
        document.refresh_from_db()
        if "kind" in changed and (stays := why_class_stays(document)):
            messages.info(request, stays)
    else:
        messages.info(request, _("Nothing was changed."))
    if not request.user.has_perm(Permission.Document.VIEW, document):
        return redirect("dossiers:home")
    return redirect("dossiers:document", uid=document.uid)
