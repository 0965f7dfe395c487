"""The door to the picture of a page that lies in no paper: read it from top to bottom."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from dossiers import journal
from dossiers.models import Page
from dossiers.storage.private_files import private_storage
from dossiers.vocabulary import JournalAction
from dossiers.web.private_response import private_response
from dossiers.web.request import AuthenticatedRequest


@require_GET
def image(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send the upright image of a page set aside."""
    page = _find(request, uid)
    return _send(request, page, stored_name=page.image_name, size="full")


@require_GET
def thumbnail(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send the small image of a page set aside."""
    page = _find(request, uid)
    return _send(request, page, stored_name=page.thumbnail_name, size="small")


def _find(request: AuthenticatedRequest, uid: str) -> Page:
    pages = Page.objects.set_aside_for(request.user).defer("text").select_related("original")
    return get_object_or_404(pages, uid=uid)


def _send(
    request: AuthenticatedRequest, page: Page, *, stored_name: str, size: str
) -> HttpResponse:
    if not stored_name:
        raise Http404
    # Before the first byte: what cannot be written down is not shown.
    journal.record(
        by=request.user,
        action=JournalAction.PAGE_IMAGE,
        thing=page,
        size=size,
    )
    return private_response(private_storage.read(stored_name))
