"""The doors to files to be saved: the original as it was captured, the archive copy.

Of a file that holds other papers too, only the paper's own pages leave.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.archive_copy import NotCopiedError, archive_copy
from dossiers.documents.file_names import neutral_name
from dossiers.documents.original_files import NotTakenOutError, hand_out
from dossiers.media_types import media_type_of
from dossiers.models import Document
from dossiers.vocabulary import JournalAction
from dossiers.web.private_response import private_response
from dossiers.web.request import AuthenticatedRequest


@require_GET
def original(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send the original as a file to be saved."""
    document = _find(request, uid)
    # Before the first byte: what cannot be written down is not sent.
    journal.record(
        by=request.user,
        action=JournalAction.DOWNLOAD,
        thing=document,
        folder_id=document.dossier_id,
    )
    try:
        content = hand_out(document).content
    except NotTakenOutError:
        messages.error(
            request, _("The pages of this document cannot be extracted from their file.")
        )
        return redirect("dossiers:document", uid=document.uid)
    return private_response(content, as_file=neutral_name(document, media_type_of(content)))


@require_GET
def archive(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send the archive copy: PDF/A, the text of the pages under their pictures."""
    document = _find(request, uid)
    # Before the first byte: what cannot be written down is not sent.
    journal.record(
        by=request.user,
        action=JournalAction.DOWNLOAD,
        thing=document,
        folder_id=document.dossier_id,
        form="archive copy",
    )
    name = neutral_name(document, "application/pdf")
    try:
        content = archive_copy(document, title=name.removesuffix(".pdf"))
    except NotCopiedError:
        messages.error(
            request, _("An archive copy cannot be made: this document has not been read yet.")
        )
        return redirect("dossiers:document", uid=document.uid)
    return private_response(content, as_file=name)


def _find(request: AuthenticatedRequest, uid: str) -> Document:
    """Return the paper if the user may take its files home; else it is not there."""
    documents = Document.objects.visible_to(request.user).select_related("dossier")
    document = get_object_or_404(documents, uid=uid)
    if not request.user.has_perm(Permission.Document.DOWNLOAD, document):
        raise Http404
    if not (document.is_on_shelf or document.is_in_tray):
        raise Http404
    return document
