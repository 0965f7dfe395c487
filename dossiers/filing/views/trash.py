"""The trash, of trays and dossiers: what was thrown away, by whom and why; and the way back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dossiers.access.permissions import Permission
from dossiers.documents.meanwhile import tells_meanwhile, texts_of
from dossiers.documents.trash import mark_rescan, restore_document, trash_document
from dossiers.errors import RefusedError
from dossiers.filing.tray_row import describe, with_thumbnails
from dossiers.models import Document
from dossiers.web.filing_rights import require_filing
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import dossier_of, refuse_unless

PAPERS_PER_PAGE = 50
WHY_AWAY = texts_of({"reason": gettext_lazy("Why is it thrown away?")})
WHAT_IS_WRONG = texts_of({"reason": gettext_lazy("What is wrong?")})


@require_safe
def show(request: AuthenticatedRequest) -> HttpResponse:
    """List what the user may take out of the trash, the newest first; no pictures."""
    require_filing(request.user)
    thrown = with_thumbnails(Document.objects.in_trash_of(request.user))
    thrown = thrown.select_related("trashed_by", "kind", "dossier").order_by("-trashed_at")
    page = Paginator(thrown, PAPERS_PER_PAGE).get_page(request.GET.get("page"))
    papers = list(zip(describe(page.object_list), page.object_list, strict=True))
    return render(request, "dossiers/filing/trash.html", {"page_obj": page, "papers": papers})


@tells_meanwhile(WHY_AWAY)
@require_POST
def discard(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Throw a paper of the tray away, with a reason."""
    document = _of_tray(request, uid, Permission.Document.TRASH)
    try:
        trash_document(document=document, reason=request.POST.get("reason", ""), by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("The document is in the trash. It can be restored."))
    return redirect("dossiers:tray")


@tells_meanwhile(WHAT_IS_WRONG)
@require_POST
def discard_filed(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Throw a filed paper away, with a reason: it was put in wrongly."""
    document = get_object_or_404(Document.objects.on_shelf_for(request.user), uid=uid)
    refuse_unless(request, Permission.Document.TRASH, document)
    dossier = dossier_of(document)
    try:
        trash_document(document=document, reason=request.POST.get("reason", ""), by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
        return redirect("dossiers:document", document.uid)
    messages.success(request, _("The document is in the trash. It can be restored."))
    return redirect("dossiers:dossier", dossier.uid)


@tells_meanwhile()
@require_POST
def rescan(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Say that a paper has to be scanned again."""
    document = _of_tray(request, uid, Permission.Document.MARK_RESCAN)
    try:
        mark_rescan(document=document, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        message = _("Noted. Scan the document again, then put this one into the trash.")
        messages.success(request, message)
    return redirect("dossiers:tray")


@tells_meanwhile()
@require_POST
def restore(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Take a paper out of the trash."""
    document = get_object_or_404(Document.objects.in_trash_of(request.user), uid=uid)
    refuse_unless(request, Permission.Document.RESTORE, document)
    restore_document(document=document, by=request.user)
    if document.dossier_id is None:
        messages.success(request, _("The document is back in the tray."))
    else:
        messages.success(request, _("The document is back in its dossier."))
    return redirect("dossiers:trash")


def _of_tray(request: AuthenticatedRequest, uid: str, permission: str) -> Any:
    document = get_object_or_404(Document.objects.in_tray_of(request.user), uid=uid)
    refuse_unless(request, permission, document)
    return document
