"""One page for resets: what waits, what was decided, and the form to ask for one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossiers.access.explain import name_of
from dossiers.errors import RefusedError
from dossiers.models import FactorReset, User
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest

from .actions import ask_reset, confirm_reset, may_reset, refuse_reset
from .forms import AskResetForm
from .queries import requests_seen_by

# Closed requests that the page still lists.
CLOSED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ResetRow:
    """A request, in names, and what its reader may do about it."""

    reset: FactorReset
    who: str
    asked_by: str
    closed_by: str
    may_confirm: bool


@require_safe
def requests(request: AuthenticatedRequest) -> HttpResponse:
    """Show the requests, and the form for a new one."""
    if not may_reset(request.user):
        if not requests_seen_by(request.user).exists():
            raise Http404
        return _page(request, form=None)
    chosen = {"person": request.GET.get("person", "")}
    return _page(request, form=AskResetForm(by=request.user, initial=chosen))


@fresh_sign_in_required
@require_POST
def ask(request: AuthenticatedRequest) -> HttpResponse:
    """Take a new request."""
    if not may_reset(request.user):
        raise Http404
    form = AskResetForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            person = form.cleaned_data["person"]
            ask_reset(user=person, by=request.user, reason=form.cleaned_data["reason"])
        except RefusedError as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(
                request, _("Asked. Somebody else now has to confirm it, within a day.")
            )
            return redirect("dossiers:lost_factors")
    return _page(request, form=form)


@fresh_sign_in_required
@require_POST
def confirm(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Confirm what another has asked for."""
    if not may_reset(request.user):
        raise Http404
    reset = get_object_or_404(FactorReset, uid=uid)
    try:
        confirm_reset(reset=reset, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(
            request,
            _("Reset. The person signs in with the password and sets up a new one within a day."),
        )
    return redirect("dossiers:lost_factors")


@require_POST
def refuse(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Close a request without a reset."""
    reset = get_object_or_404(requests_seen_by(request.user), uid=uid)
    try:
        refuse_reset(reset=reset, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("Refused. Nothing was reset."))
    return redirect("dossiers:lost_factors")


def _page(request: AuthenticatedRequest, *, form: AskResetForm | None) -> HttpResponse:
    seen = requests_seen_by(request.user)
    waiting = [_row(reset, reader=request.user) for reset in seen.waiting()]
    others = seen.exclude(pk__in=[row.reset.pk for row in waiting])[:CLOSED_SHOWN]
    context = {
        "form": form,
        "waiting": waiting,
        "closed": [_row(reset, reader=request.user) for reset in others],
        "crumbs": [search_crumb(), Crumb(_("Lost second factors"))],
    }
    return render(request, "dossiers/lost_factors/lost_factors.html", context)


def _row(reset: FactorReset, *, reader: User) -> ResetRow:
    return ResetRow(
        reset=reset,
        who=name_of(reset.user),
        asked_by=name_of(reset.asked_by),
        closed_by=name_of(reset.closed_by) if reset.closed_by else "",
        may_confirm=reader.pk not in (reset.user_id, reset.asked_by_id),
    )
