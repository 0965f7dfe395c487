"""The page of one paper: its sides as images, the text beside, what is known of it.

Papers of the discreet classes stay closed, without a byte sent, until somebody
asks; asking is a line in the journal.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.permissions import Permission, Right
from dossiers.documents.unfile import may_take_back
from dossiers.intake.reading.advice import advice_for
from dossiers.models import Document, Dossier, Original, Page, User
from dossiers.vocabulary import DISCREET_CLASSES, JournalAction, PageFault
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.numbers import whole_number
from dossiers.web.request import AuthenticatedRequest

from .correct import Verification
from .highlights import hits_of

# Thumbnails before and after the present side; a register has hundreds.
NEIGHBOURS = 8


@require_safe
def show(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show one side of the paper."""
    documents = Document.objects.visible_to(request.user)
    document = get_object_or_404(
        documents.select_related("kind", "dossier__unit", "filed_by", "verified_by"), uid=uid
    )
    if document.is_in_tray:
        return redirect("dossiers:file", document.uid)
    is_open = document.paper_class not in DISCREET_CLASSES or request.GET.get("show") == "1"
    number = _number(request, document)
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        thing=document,
        folder_id=document.dossier_id,
        page=number,
        shown=is_open,
    )
    user = request.user
    files = list(document.originals)
    context = {
        "document": document,
        "notices": _notices(document, files),
        "crumbs": _crumbs(document, request.user),
        "is_open": is_open,
        "may_refile": user.has_perm(Permission.Document.REFILE, document),
        "may_take_back": may_take_back(document, user=user),
        "may_trash": user.has_perm(Permission.Document.TRASH, document),
        "may_copy": user.has_perm(Permission.Document.COPY, document),
        "may_download": user.has_perm(Permission.Document.DOWNLOAD, document),
        "size_bytes": sum(file.size_bytes for file in files),
        "verification": Verification.of(document, user),
        "people": document.people.prefetch_related("names"),
        "number": number,
        "hits": hits_of(request, document, number) if is_open else None,
        **(_pages(document, number) if is_open else {}),
    }
    return render(request, "dossiers/documents/document.html", context)


def _notices(document: Document, files: Iterable[Original]) -> list[str]:
    """Return what its files leave out, and whether the search finds nothing of a page."""
    faults = set(chain.from_iterable(document.pages.values_list("quality", flat=True)))
    of_files = chain.from_iterable(file.notices for file in files)
    return advice_for(faults & {PageFault.HANDWRITTEN}, of_files)


def _number(request: AuthenticatedRequest, document: Document) -> int:
    """Return the side asked for, 1-based; one that is not there is a 404."""
    number = whole_number(request.GET.get("page", "1"), otherwise=0)
    if not 1 <= number <= max(document.page_count, 1):
        raise Http404
    return number


def _pages(document: Document, number: int) -> dict[str, Any]:
    """Return the present side and those around it."""
    near = document.pages.filter(number__range=(number - NEIGHBOURS, number + NEIGHBOURS))
    pages = list(near.defer("text"))
    present = Page.objects.filter(document=document, number=number).first()
    return {
        "page": present,
        "near_pages": pages if document.page_count > 1 else [],
        "previous": number - 1,
        "next": number + 1 if number < document.page_count else 0,
        "number": number,
    }


def _crumbs(document: Document, user: User) -> list[Crumb]:
    """Lead back over the dossier, if the user may find it."""
    findable = Dossier.objects.visible_to(user, Right.FIND).filter(documents=document)
    above = [
        Crumb(dossier.reference, reverse("dossiers:dossier", args=[dossier.uid]))
        for dossier in findable
    ]
    return [search_crumb(), *above, Crumb(document.kind.name if document.kind else "")]
