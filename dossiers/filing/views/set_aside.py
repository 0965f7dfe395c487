"""The pages set aside: every one that lies in no paper, and the way back to the tray."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossiers import journal
from dossiers.access import shown
from dossiers.errors import RefusedError
from dossiers.filing.set_aside import bring_page_back
from dossiers.intake.reading.tasks import read_document
from dossiers.intake.suggestions.store import store_suggestions
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, User
from dossiers.vocabulary import DocumentState, JournalAction
from dossiers.web.filing_rights import require_filing
from dossiers.web.request import AuthenticatedRequest

PAGES_SHOWN = 60


@require_safe
def show(request: AuthenticatedRequest) -> HttpResponse:
    """List them: first what something is written on, then blank sides, then sheets of ours."""
    require_filing(request.user)
    page = Paginator(_in_order(request.user), PAGES_SHOWN).get_page(request.GET.get("page"))
    pages = list(page.object_list)
    shown.note(*(one.original.unit_id for one in pages))
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        verb=Verb.PAGES_SET_ASIDE_SHOWN,
        pages=len(pages),
        places=shown.take_untold(),
    )
    return render(request, "dossiers/filing/set_aside.html", {"page_obj": page, "pages": pages})


@require_POST
def bring_back(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Make a page set aside a paper of its own again; who presses twice is told that it is."""
    pages = Page.objects.set_aside_for(request.user) | Page.objects.in_tray_of(request.user)
    page = get_object_or_404(pages, uid=uid)
    try:
        paper = bring_page_back(page=page, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
        return redirect("dossiers:aside")
    if paper.state == DocumentState.READ:
        # In no paper it had none.
        store_suggestions(paper.pages.filter(sheet_code=""))
    else:
        read_document.enqueue(paper.pk)
    messages.success(request, _("The page is back in the tray as a separate document."))
    return redirect("dossiers:aside")


def _in_order(user: User) -> QuerySet[Page]:
    """Return the pages with the paper of the tray, if any, that has pages of the same file."""
    beside = Document.objects.in_tray_of(user).filter(pages__original=OuterRef("original"))
    likely = Case(
        When(sheet_code="", is_blank=False, then=0),
        When(sheet_code="", then=1),
        default=2,
        output_field=IntegerField(),
    )
    pages = Page.objects.set_aside_for(user).defer("text").select_related("original__unit")
    return pages.annotate(
        pile=Subquery(beside.order_by("pk").values("uid")[:1]), likely=likely
    ).order_by("likely", "-original_id", "original_number")
