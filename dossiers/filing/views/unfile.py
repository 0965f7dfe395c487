"""Papers filed wrongly: what one filed lately; back into the tray, or into another dossier."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dossiers import journal
from dossiers.access import shown
from dossiers.access.permissions import Permission
from dossiers.documents.meanwhile import tells_meanwhile, texts_of
from dossiers.documents.unfile import refile, take_back
from dossiers.errors import RefusedError
from dossiers.filing.candidates import fileable_dossiers
from dossiers.filing.carry_over import forget_carry_over
from dossiers.filing.tray_row import describe, with_thumbnails
from dossiers.journal.verbs import Verb
from dossiers.models import Document
from dossiers.plain_text import plain
from dossiers.vocabulary import TAKE_BACK_WITHIN, JournalAction
from dossiers.web.filing_rights import require_filing
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import refuse_unless

PAPERS_PER_PAGE = 50
TYPED = texts_of(
    {
        "reason": gettext_lazy("What is wrong?"),
        "reference": gettext_lazy("Reference of the right dossier"),
    }
)


@require_safe
def filed_lately(request: AuthenticatedRequest) -> HttpResponse:
    """List what the user filed in the last days, the latest first; no pictures.

    What they took out again stays in the list until it is filed: they may move it on unseen.
    """
    require_filing(request.user)
    own = Document.objects.filed_lately_by(request.user)
    own |= Document.objects.taken_back_lately_by(request.user)
    filed = with_thumbnails(own).select_related("kind", "dossier__unit").order_by("-filed_at")
    page = Paginator(filed, PAPERS_PER_PAGE).get_page(request.GET.get("page"))
    papers = list(zip(describe(page.object_list), page.object_list, strict=True))
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        verb=Verb.FILED_PAPERS_SHOWN,
        papers=len(papers),
        places=shown.take_untold(),
    )
    context = {"page_obj": page, "papers": papers, "days": TAKE_BACK_WITHIN.days}
    return render(request, "dossiers/filing/filed_lately.html", context)


@tells_meanwhile(TYPED)
@require_POST
def back_to_tray(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Take a paper out of its dossier, with a reason, and lay it on the desk to be filed anew."""
    document = _find(request, uid, to=Permission.Document.TAKE_BACK)
    try:
        take_back(document=document, reason=request.POST.get("reason", ""), by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
        return _to_where_it_lies(request, document)
    except PermissionDenied as denial:
        raise Http404 from denial
    forget_carry_over(request.session)
    if not Document.objects.in_tray_of(request.user).filter(pk=document.pk).exists():
        messages.success(
            request,
            _(
                "The document is out of the dossier. Put it into the right one here, or leave it"
                " in the tray for somebody who may read it."
            ),
        )
        return redirect("dossiers:filed_lately")
    messages.success(
        request, _("The document is back in the tray. File it where it belongs, or leave it there.")
    )
    return redirect("dossiers:file", document.uid)


@tells_meanwhile(TYPED)
@require_POST
def into_another(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Put a paper into the dossier whose reference is typed, with a reason."""
    document = _find(request, uid, to=Permission.Document.REFILE)
    reference = plain(request.POST.get("reference", ""))
    into = fileable_dossiers(request.user).filter(reference=reference).first()
    if into is None:
        messages.error(
            request, _("There is no dossier with this reference that you can file into.")
        )
        return _to_where_it_lies(request, document)
    try:
        refile(document=document, into=into, reason=request.POST.get("reason", ""), by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    except PermissionDenied as denial:
        raise Http404 from denial
    else:
        forget_carry_over(request.session)
        message = _("The document is now in %(reference)s. Check who it concerns.")
        messages.success(request, message % {"reference": into.reference})
    return _to_where_it_lies(request, document)


def _find(request: AuthenticatedRequest, uid: str, *, to: Permission.Document) -> Document:
    """Return the paper if the user may do this with it; what is hidden from them is not read."""
    known = Document.objects.on_shelf_for(request.user)
    known |= Document.objects.filed_lately_by(request.user)
    known |= Document.objects.taken_back_lately_by(request.user)
    known |= Document.objects.in_tray_of(request.user)
    document = get_object_or_404(known, uid=uid)
    refuse_unless(request, to, document)
    return document


def _to_where_it_lies(request: AuthenticatedRequest, document: Document) -> HttpResponse:
    if Document.objects.on_shelf_for(request.user).filter(pk=document.pk).exists():
        return redirect("dossiers:document", document.uid)
    return redirect("dossiers:filed_lately")
