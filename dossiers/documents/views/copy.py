"""The usual ways in which a paper leaves the screen: printed, or as a copy; both carry a mark.

Each names who took it, when, and of what. Addresses and titles hold the reference alone.
"""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.file_names import neutral_name
from dossiers.documents.watermark import mark_of, marked_pdf
from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.vocabulary import JournalAction
from dossiers.web.private_response import private_response
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import dossier_of


@require_GET
def print_page(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show all sides as they are to be printed, each with the mark across it."""
    document = _find(request, uid)
    pages = list(document.pages.exclude(image_name="").defer("text").order_by("number"))
    _record(request, document, JournalAction.PRINT, pages=len(pages))
    mark = mark_of(by=request.user, reference=_reference(document))
    context = {"document": document, "pages": pages, "mark": mark}
    return render(request, "dossiers/documents/print.html", context)


@require_GET
def copy(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send a PDF of all sides with the mark burnt into each."""
    document = _find(request, uid)
    names = list(document.pages.exclude(image_name="").values_list("image_name", flat=True))
    if not names:
        raise Http404
    # Before the first byte: what cannot be written down is not sent.
    _record(request, document, JournalAction.DOWNLOAD, pages=len(names), marked=True)
    mark = mark_of(by=request.user, reference=_reference(document))
    return private_response(
        marked_pdf(_read(names), mark=mark), as_file=neutral_name(document, "application/pdf")
    )


def _find(request: AuthenticatedRequest, uid: str) -> Document:
    """Return the filed paper if the user may take a copy; not visible is not there."""
    documents = Document.objects.visible_to(request.user).select_related("dossier", "kind")
    document = get_object_or_404(documents, uid=uid)
    if not request.user.has_perm(Permission.Document.COPY, document):
        raise Http404
    return document


def _record(
    request: AuthenticatedRequest, document: Document, action: JournalAction, **detail: Any
) -> None:
    journal.record(
        by=request.user, action=action, thing=document, folder_id=document.dossier_id, **detail
    )


def _reference(document: Document) -> str:
    return f"{dossier_of(document).reference} · {document.pk}"


def _read(names: list[str]) -> Iterator[bytes]:
    """Yield the pictures one by one: a register has hundreds."""
    return (private_storage.read(name) for name in names)
