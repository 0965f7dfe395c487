"""List dossiers under the box while a name is typed. Without a script the form's button does it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dossiers.filing.candidates import find_while_typing
from dossiers.models import Document
from dossiers.plain_text import plain
from dossiers.web.request import AuthenticatedRequest


@require_POST
def show(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Answer with the list alone; the words come by POST, so that no address holds a name."""
    waiting = Document.objects.in_tray_of(request.user).filter(uid=uid)
    document_id = waiting.values_list("pk", flat=True).first()
    if document_id is None:
        raise Http404
    query = plain(request.POST.get("find", ""))
    candidates = find_while_typing(query, document_id=document_id, user=request.user)
    context = {"has_searched": bool(query), "candidates": candidates}
    return render(request, "dossiers/filing/parts/candidates.html", context)
