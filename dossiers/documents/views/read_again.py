"""Have a paper of the tray, or one page of it, read again in another way."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers.access.permissions import Permission
from dossiers.documents.meanwhile import tells_meanwhile
from dossiers.documents.read_again import reread_document
from dossiers.documents.read_again_form import RereadForm
from dossiers.errors import RefusedError
from dossiers.intake.reading.tasks import read_document
from dossiers.models import Document
from dossiers.web.request import AuthenticatedRequest


@tells_meanwhile()
@require_POST
def reread(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Send the pages back to be read as the person says they are."""
    document = get_object_or_404(Document.objects.in_tray_of(request.user), uid=uid)
    if not request.user.has_perm(Permission.Document.RETRY, document):
        raise Http404
    by = request.user
    form = RereadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how the document is to be read."))
        return redirect("dossiers:file", uid=document.uid)
    try:
        reread_document(document=document, by=by, **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
        return redirect("dossiers:file", uid=document.uid)
    read_document.enqueue(document.pk)
    messages.info(request, _("The document will be read again."))
    return redirect("dossiers:tray")
