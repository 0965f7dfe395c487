"""The tray: what waits to be filed in the user's units, how far it is read, what failed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dossiers.access.permissions import Permission
from dossiers.documents.file import retry_document
from dossiers.documents.meanwhile import tells_meanwhile
from dossiers.errors import RefusedError
from dossiers.filing.tray_row import TrayPaper, describe, fingerprint, with_thumbnails
from dossiers.filing.upload_form import UploadForm
from dossiers.intake.reading.ocr.models import models_are_there
from dossiers.intake.reading.tasks import read_document
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.models import Document, RefusedFile, User
from dossiers.models.identity import new_uid
from dossiers.web.filing_rights import LAST_UNIT, filing_units, require_filing
from dossiers.web.numbers import whole_number
from dossiers.web.request import AuthenticatedRequest

PAPERS_PER_PAGE = 50
# No tray has more pages than this.
LAST_PAGE = 100_000
# So many files that a watched folder refused are told of.
MOST_REFUSED = 20


@require_safe
def show(request: AuthenticatedRequest) -> HttpResponse:
    """List the papers that wait, newest first, below the upload form."""
    require_filing(request.user)
    return render_tray(request)


def render_tray(
    request: AuthenticatedRequest, *, outcomes: Sequence[Any] = (), form: UploadForm | None = None
) -> HttpResponse:
    """Show the tray; `outcomes` tells what became of files that were just sent."""
    units = filing_units(request.user)
    if form is None and units:
        last = request.session.get(LAST_UNIT, units[0].uid)
        form = UploadForm(units=units, initial={"unit": last, "upload_id": new_uid()})
    page = _papers_of(request)
    papers = describe(page.object_list)
    can_read = models_are_there()
    context = {
        "form": form,
        "outcomes": outcomes,
        "refused_files": _refused_on_the_share(request.user),
        "page_obj": page,
        "papers": papers,
        "show_units": len(units) > 1,
        "models_missing": not can_read,
        "in_work": can_read and any(paper.is_in_work for paper in papers),
        "count": count_papers(page.paginator.count),
        "limits": upload_limits(),
        "words": _words_for_script(),
    }
    return render(request, "dossiers/filing/tray.html", context)


@require_safe
def status(request: AuthenticatedRequest) -> HttpResponse:
    """Tell a script how the papers of this page of the tray stand; 304 when nothing moved."""
    require_filing(request.user)
    documents = _in_tray(request.user)
    number = whole_number(request.GET.get("page"), otherwise=1, least=1, most=LAST_PAGE)
    first = (number - 1) * PAPERS_PER_PAGE
    # The whole count comes in the same query: this address is asked every two seconds.
    counted = documents.annotate(waiting=Window(Count("pk")))
    rows = list(counted[first : first + PAPERS_PER_PAGE])
    waiting = rows[0].waiting if rows else 0
    # A later page may be empty while an earlier one is not: then it says nothing of the others.
    is_beyond = number > 1 and not rows
    papers = describe(rows)
    can_read = models_are_there()
    etag = quote_etag(fingerprint(papers, number, can_read, waiting))
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    ready = sum(paper.state == "ready" for paper in papers)
    body = {
        "in_work": can_read and any(paper.is_in_work for paper in papers),
        "said": ngettext(
            "%(count)d document is ready to file.", "%(count)d documents are ready to file.", ready
        )
        % {"count": ready},
        "count": "" if is_beyond else count_papers(waiting),
        "papers": [
            {"uid": paper.uid, "mark": paper.mark, "html": _render_paper(request, paper)}
            for paper in papers
        ],
    }
    return JsonResponse(body, headers={"ETag": etag})


@tells_meanwhile()
@require_POST
def retry(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Have a paper read again that could not be read."""
    document = get_object_or_404(Document.objects.in_tray_of(request.user), uid=uid)
    if not request.user.has_perm(Permission.Document.RETRY, document):
        raise Http404
    by = request.user
    try:
        retry_document(document=document, by=by)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        read_document.enqueue(document.pk)
        messages.info(request, _("The document will be read again."))
    return redirect("dossiers:tray")


def count_papers(total: int) -> str:
    """Return "5 papers" in the reader's language."""
    return ngettext("%(count)d document", "%(count)d documents", total) % {"count": total}


def upload_limits() -> dict[str, int]:
    """Return the limits told before uploading: megabytes, megapixels a page, pages a file."""
    return {
        "megabytes": settings.AMAN_UPLOAD_MAX_BYTES // (1024 * 1024),
        "megapixels": settings.AMAN_PAGE_MAX_PIXELS // 1_000_000,
        "pages": settings.AMAN_UPLOAD_MAX_PAGES,
    }


def _refused_on_the_share(user: User) -> list[tuple[str, str]]:
    """Return name and reason of what watched folders refused in the user's units, newest first."""
    files = RefusedFile.objects.told_to(user)[:MOST_REFUSED]
    return [(file.name, Refusal(file.code).reason) for file in files]


def _in_tray(user: User) -> Any:
    return with_thumbnails(Document.objects.in_tray_of(user)).order_by("-pk")


def _papers_of(request: AuthenticatedRequest) -> Page:
    return Paginator(_in_tray(request.user), PAPERS_PER_PAGE).get_page(request.GET.get("page"))


def _render_paper(request: AuthenticatedRequest, paper: TrayPaper) -> str:
    return render_to_string(
        "dossiers/filing/parts/tray_row.html", {"paper": paper}, request=request
    )


def _words_for_script() -> dict[str, str | int]:
    return {
        "max_bytes": settings.AMAN_UPLOAD_MAX_BYTES,
        "too_large": _("Too large: at most %(megabytes)d MB per file.") % upload_limits(),
        "empty": _("The file is empty. Scan it again."),
        "waiting": _("Waiting for its turn"),
        "pasted": _("Pasted picture"),
        "paused": _("Connection lost. Sending will continue automatically."),
        "so_far": _("Done: {done} of {all}"),
        "sending": _("Sending"),
        "checking": _("Being checked"),
        "captured": _("Added"),
        "refused": _("Refused:"),
        "lost": _("Connection lost. Try again: the part already sent is kept for 24 hours."),
        "again": _("Try again"),
        "folder": _("This is a folder. Open it and drop the files that are in it."),
        "unreadable": _("It cannot be read: it was moved or changed. Choose it again."),
        "signed_out": _("You were signed out. Sign in again, then try again here."),
        "sign_in": _("Sign in again"),
    }
