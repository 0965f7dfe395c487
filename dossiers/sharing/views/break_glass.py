"""Break the glass of a dossier, see the notices of it, review each."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.access.explain import name_of
from dossiers.access.permissions import Permission, Right
from dossiers.access.visibility import touched_q
from dossiers.errors import RefusedError
from dossiers.journal.notices import mark_seen
from dossiers.journal.things import Thing
from dossiers.models import Dossier, Grant, JournalEntry, Notice, User
from dossiers.sharing.break_glass import active_emergency_access, break_glass, review_break_glass
from dossiers.sharing.forms import BreakGlassForm, ReviewForm
from dossiers.sharing.queries import REVIEWERS, reviewable
from dossiers.vocabulary import GrantCause, JournalAction, NoticeKind
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import (
    crumbs_to,
    place_or_404,
    refuse_unless,
    refuse_unless_held_somewhere,
)

ROWS_PER_PAGE = 30
# What is worth telling a reviewer about the hour.
SEEN = (JournalAction.VIEW, JournalAction.PAGE_IMAGE, JournalAction.DOWNLOAD, JournalAction.PRINT)


@dataclass(frozen=True, slots=True)
class GlassRow:
    """A break-glass, by whom, and how much was looked at under it."""

    grant: Grant
    dossier: Dossier
    name: str
    papers: int
    pages: int
    downloads: int
    is_own: bool


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Ask for the reason, say who will be told, and open the dossier for an hour."""
    dossier = place_or_404(request, model=Dossier, uid=uid, verb="BREAK_GLASS")
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            break_glass(dossier=dossier, reason=form.cleaned_data["reason"], by=request.user)
        except RefusedError as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.warning(
                request,
                _(
                    "The dossier is open to you for one hour. The people responsible have"
                    " been told."
                ),
            )
            return redirect("dossiers:dossier", uid=dossier.uid)
    context = {
        "dossier": dossier,
        "form": form,
        "open_until": active_emergency_access(dossier=dossier, user=request.user),
        "crumbs": crumbs_to(dossier, _("Use emergency access"), user=request.user),
    }
    return render(request, "dossiers/sharing/break_glass.html", context)


@require_safe
def notices(request: AuthenticatedRequest) -> HttpResponse:
    """Show what this person was told, the newest first."""
    rows = request.user.notices.select_related("dossier", "account", "grant__user", "grant__review")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    dossiers = {notice.dossier_id for notice in page if notice.dossier_id}
    findable = _findable(request.user, dossiers)
    known = _touched(request.user, dossiers)
    context = {
        "page_obj": page,
        "notices": [
            {
                "notice": notice,
                "is_known": notice.dossier_id in known,
                "who": name_of(notice.grant.user) if notice.grant and notice.grant.user else "",
                "account": name_of(notice.account) if notice.account else "",
                "url": _address_of(notice, findable=findable, reader=request.user),
            }
            for notice in page
        ],
        "unseen": request.user.unseen_notices,
        "may_review": any(reviewable(request.user)),
        "crumbs": [search_crumb(), Crumb(_("Notices"))],
    }
    return render(request, "dossiers/sharing/break_glass_notices.html", context)


@require_POST
def notices_seen(request: AuthenticatedRequest) -> HttpResponse:
    """Mark all notices of this person as seen."""
    mark_seen(by=request.user)
    return redirect("dossiers:notices")


@require_safe
def reviews(request: AuthenticatedRequest) -> HttpResponse:
    """List every break-glass that this person reviews, the open ones first."""
    refuse_unless_held_somewhere(request, *REVIEWERS)
    grants = reviewable(request.user).order_by(
        F("review__reviewed_at").desc(nulls_first=True), "-pk"
    )
    page = Paginator(grants, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_glass_row(grant, reader=request.user) for grant in page],
        "form": ReviewForm(auto_id=False),
        "crumbs": [search_crumb(), Crumb(_("Emergency openings"))],
    }
    return render(request, "dossiers/sharing/break_glass_reviews.html", context)


@require_POST
def review(request: AuthenticatedRequest, grant_uid: str) -> HttpResponse:
    """Note that one was looked at."""
    glass = Grant.objects.filter(cause=GrantCause.BREAK_GLASS)
    known = glass.filter(touched_q(request.user, path="folder_id"))
    grant = get_object_or_404(known.select_related("folder__as_dossier"), uid=grant_uid)
    refuse_unless(request, Permission.Dossier.REVIEW_BREAK_GLASS, grant.folder.as_dossier)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what you found."))
        return redirect("dossiers:break_glass_reviews")
    try:
        review_break_glass(
            grant=grant,
            finding=form.cleaned_data["finding"],
            note=form.cleaned_data["note"],
            by=request.user,
        )
        messages.success(request, _("The review has been recorded."))
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    return redirect("dossiers:break_glass_reviews")


def _glass_row(grant: Grant, *, reader: User) -> GlassRow:
    """Count what the journal tells of this person in this dossier during the hour."""
    until = grant.ended_at or grant.valid_until
    lines = JournalEntry.objects.filter(
        actor_id=grant.user_id,
        folder_id=grant.folder_id,
        at__gte=grant.made_at,
        at__lte=until,
        action__in=SEEN,
    ).values_list("action", "thing_model", "thing_id")
    papers = {number for _action, model, number in lines if model == Thing.DOCUMENT}
    counts = Counter(action for action, _model, _number in lines)
    return GlassRow(
        grant=grant,
        dossier=grant.folder.as_dossier,
        name=name_of(grant.user) if grant.user else "",
        papers=len(papers),
        pages=counts[JournalAction.PAGE_IMAGE],
        downloads=counts[JournalAction.DOWNLOAD],
        is_own=grant.user_id == reader.pk,
    )


def _address_of(notice: Notice, *, findable: set[int], reader: User) -> str:
    """Return where the dossier or the account is, for who may go there."""
    if notice.dossier is not None and notice.dossier_id in findable:
        return reverse("dossiers:dossier", args=[notice.dossier.uid])
    if notice.kind == NoticeKind.RESET_ASKED:
        return reverse("dossiers:lost_factors")
    if notice.account is not None and reader.has_perm(Permission.Staff.SEE, notice.account):
        return reverse("dossiers:team_person", args=[notice.account_id])
    return ""


def _findable(user: User, dossier_ids: set[int]) -> set[int]:
    dossiers = Dossier.objects.visible_to(user, Right.FIND).filter(pk__in=dossier_ids)
    return set(dossiers.values_list("pk", flat=True))


def _touched(user: User, dossier_ids: set[int]) -> set[int]:
    """Return those whose existence is no secret to this person."""
    touched = Dossier.objects.filter(touched_q(user, path="pk"), pk__in=dossier_ids)
    return set(touched.values_list("pk", flat=True))
