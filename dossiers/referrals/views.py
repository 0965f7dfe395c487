"""The inbox of referrals, for those who may triage: a list and a page. Opening is journaled."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, Max, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.permissions import Right
from dossiers.access.visibility import held_rights
from dossiers.models import Referral
from dossiers.vocabulary import JournalAction, ReferralState
from dossiers.web.request import AuthenticatedRequest

PER_PAGE = 50
# New ones first, of these the doubtful ones last.
NEW_FIRST = Case(
    When(state=ReferralState.NEW, is_doubtful=False, then=Value(0)),
    When(state=ReferralState.NEW, then=Value(1)),
    default=Value(2),
)
LAST_SENT = Greatest("received_at", Coalesce(Max("additions__received_at"), "received_at"))


@require_safe
def inbox(request: AuthenticatedRequest) -> HttpResponse:
    """List the referrals, new ones first; what they tell stands on their page only."""
    if not held_rights(request.user).get(Right.TRIAGE):
        raise Http404
    referrals = Referral.objects.visible_to(request.user).select_related("unit")
    counted = referrals.annotate(addition_count=Count("additions"), last_sent_at=LAST_SENT)
    ordered = counted.order_by(NEW_FIRST, "-last_sent_at", "-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "dossiers/referrals/referrals.html", {"page_obj": page})


@require_safe
def show(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show one referral; the journal has its line before the first word is sent."""
    visible = Referral.objects.visible_to(request.user).select_related("unit")
    referral = get_object_or_404(visible, uid=uid)
    journal.record(by=request.user, action=JournalAction.VIEW, thing=referral)
    context = {"referral": referral, "additions": list(referral.additions.all())}
    return render(request, "dossiers/referrals/referral.html", context)
