"""The door to the original, byte for byte as it was captured: read it from top to bottom."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.intake.storage import private_storage
from dossiers.models import Document
from dossiers.vocabulary import JournalAction

from .sealed import sealed, type_of

ENDINGS = {
    "application/pdf": "pdf",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
}


@require_GET
def original(request: HttpRequest, uid: str) -> HttpResponse:
    """Send the original as a file to be saved."""
    documents = Document.objects.visible_to(request.user).select_related("dossier")
    document = get_object_or_404(documents, uid=uid)
    if not request.user.has_perm(Permission.Document.DOWNLOAD, document):
        raise Http404
    if not (document.is_on_shelf or document.is_in_tray):
        raise Http404
    # Before the first byte: what cannot be written down is not sent.
    journal.record(
        by=request.user,
        action=JournalAction.DOWNLOAD,
        thing=document,
        dossier_id=document.dossier_id,
    )
    content = private_storage.read(document.stored_name)
    return sealed(content, as_file=neutral_name(document, type_of(content)))


def neutral_name(document: Document, media_type: str) -> str:
    """Return a file name that tells the reference and no more, e.g. "2026-0012-17.pdf".

    The name under which the paper was uploaded may hold the name of a person.
    """
    place = document.dossier.reference.replace("/", "-") if document.dossier else "tray"
    return f"{place}-{document.pk}.{ENDINGS.get(media_type, 'bin')}"
