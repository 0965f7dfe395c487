"""The door to the image of a scanned side: read it from top to bottom."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.models import Page
from dossiers.storage.private_files import private_storage
from dossiers.vocabulary import JournalAction
from dossiers.web.private_response import private_response
from dossiers.web.request import AuthenticatedRequest


@require_GET
def image(request: AuthenticatedRequest, uid: str, number: int) -> HttpResponse:
    """Send the upright image of a side."""
    page = _find(request, uid, number)
    return _send(request, page, stored_name=page.image_name, size="full")


@require_GET
def screen(request: AuthenticatedRequest, uid: str, number: int) -> HttpResponse:
    """Send the image in the size of a screen; a page that has none yet sends the large one."""
    page = _find(request, uid, number)
    return _send(request, page, stored_name=page.screen_name or page.image_name, size="screen")


@require_GET
def thumbnail(request: AuthenticatedRequest, uid: str, number: int) -> HttpResponse:
    """Send the small image of a side."""
    page = _find(request, uid, number)
    return _send(request, page, stored_name=page.thumbnail_name, size="small")


def _find(request: AuthenticatedRequest, uid: str, number: int) -> Page:
    """Return the side if the user may see it; not visible is not there."""
    pages = Page.objects.visible_to(request.user).defer("text")
    pages = pages.select_related("document__dossier")
    return get_object_or_404(pages, document__uid=uid, number=number)


def _send(
    request: AuthenticatedRequest, page: Page, *, stored_name: str, size: str
) -> HttpResponse:
    document = page.document
    if document is None or not request.user.has_perm(Permission.Document.VIEW, document):
        raise Http404
    if not (document.is_on_shelf or document.is_in_tray):
        raise Http404
    if not stored_name:
        raise Http404
    # Before the first byte: what cannot be written down is not shown.
    journal.record(
        by=request.user,
        action=JournalAction.PAGE_IMAGE,
        thing=document,
        folder_id=document.dossier_id,
        page=page.number,
        size=size,
    )
    return private_response(private_storage.read(stored_name))
