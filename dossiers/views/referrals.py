"""The inbox of referrals, for those who may triage: a list and a page. Opening is journaled."""

from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.permissions import Right
from dossiers.access.visibility import holdings
from dossiers.models import Referral
from dossiers.vocabulary import JournalAction, ReferralState

PER_PAGE = 50
NEW_FIRST = Case(When(state=ReferralState.NEW, then=Value(0)), default=Value(1))


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the referrals, new ones first; what they tell stands on their page only."""
    if not holdings(request.user).get(Right.TRIAGE):
        raise Http404
    referrals = Referral.objects.visible_to(request.user).select_related("unit")
    page = Paginator(referrals.order_by(NEW_FIRST, "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "dossiers/referrals.html", {"page_obj": page})


@require_safe
def show(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one referral; the journal has its line before the first word is sent."""
    visible = Referral.objects.visible_to(request.user).select_related("unit")
    referral = get_object_or_404(visible, uid=uid)
    journal.record(by=request.user, action=JournalAction.VIEW, thing=referral)
    return render(request, "dossiers/referral.html", {"referral": referral})
