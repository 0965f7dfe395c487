"""One member of staff: how the account stands, and what may be done about it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.access.explain import name_of
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError
from dossiers.lost_factors.actions import may_reset
from dossiers.models import User
from dossiers.staff.actions.accounts import (
    change_account,
    close_account,
    dossiers_to_hand_over,
    hand_over,
    reopen_account,
    unlock_account,
)
from dossiers.staff.actions.invitations import Link, renew_link, withdraw_link
from dossiers.staff.forms import NamesForm, SuccessorForm
from dossiers.staff.queries import staff_rows
from dossiers.web.breadcrumbs import Crumb
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest

from .frame import person_or_404, staff_crumbs
from .team import show_slip

Staff = Permission.Staff


@require_safe
def show(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show who they are, which roles they hold on units, and the ways open to this user."""
    person = person_or_404(request, pk, Staff.SEE)
    user = request.user
    may_hand_over = user.has_perm(Staff.HAND_OVER, person)
    context = {
        "row": staff_rows([person])[0],
        "may_change": user.has_perm(Staff.CHANGE, person),
        "may_reopen": user.has_perm(Staff.REOPEN, person),
        "factor_url": _factor_url(person, user=user),
        "answers_for": len(dossiers_to_hand_over(person, by=user)) if may_hand_over else 0,
        "is_self": person == user,
        "crumbs": [*staff_crumbs(), Crumb(name_of(person))],
    }
    return render(request, "dossiers/staff/person.html", context)


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Correct names and language."""
    person = person_or_404(request, pk, Staff.CHANGE)
    initial = {
        "name_arabic": person.name_arabic,
        "name_latin": person.name_latin,
        "language": person.language,
    }
    form = NamesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_account(person=person, names=form.names(), by=request.user)
        messages.success(request, _("The account is changed."))
        return redirect("dossiers:team_person", pk=person.pk)
    return _asked(request, person, form, title=_("Change name and language"), page="change")


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask who answers for their dossiers, and close the account."""
    person = person_or_404(request, pk, Staff.CHANGE)
    user = request.user
    may_hand_over = user.has_perm(Staff.HAND_OVER, person)
    dossiers = dossiers_to_hand_over(person, by=user) if may_hand_over else []
    form = SuccessorForm(request.POST or None, person=person, is_asked=bool(dossiers))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _try(
            form,
            lambda: close_account(
                person=person, by=user, successor=given.get("successor"), reason=given["reason"]
            ),
        )
        if done:
            messages.success(request, _("The account is closed. It opens nothing any more."))
            return _back(request, person)
    return _asked(
        request,
        person,
        form,
        title=_("Close the account"),
        page="close",
        dossiers=dossiers,
        hands_nothing_over=not may_hand_over,
    )


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_dossiers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Name another responsible for what they answer for."""
    person = person_or_404(request, pk, Staff.HAND_OVER)
    user = request.user
    dossiers = dossiers_to_hand_over(person, by=user)
    form = SuccessorForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = _try(
            form,
            lambda: hand_over(
                person=person, to=given["successor"], by=user, reason=given["reason"]
            ),
        )
        if done:
            messages.success(request, _handed_over(len(dossiers)))
            return _back(request, person)
    return _asked(
        request, person, form, title=_("Hand over dossiers"), page="hand_over", dossiers=dossiers
    )


@fresh_sign_in_required
@require_POST
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open a closed account again, and show its new slip."""
    person = person_or_404(request, pk, Staff.REOPEN)
    return _show_new_slip(request, person, lambda: reopen_account(person=person, by=request.user))


@fresh_sign_in_required
@require_POST
def new_link(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make a new one-time link, and show its slip."""
    person = person_or_404(request, pk, Staff.CHANGE)
    return _show_new_slip(request, person, lambda: renew_link(person=person, by=request.user))


@fresh_sign_in_required
@require_POST
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Withdraw the open link."""
    person = person_or_404(request, pk, Staff.CHANGE)
    return _do(
        request,
        person,
        lambda: withdraw_link(person=person, by=request.user),
        done=_("The link is withdrawn. It opens nothing any more."),
    )


@fresh_sign_in_required
@require_POST
def unlock(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let them try to sign in again."""
    person = person_or_404(request, pk, Staff.CHANGE)
    return _do(
        request,
        person,
        lambda: unlock_account(person=person, by=request.user),
        done=_("The account is unlocked."),
    )


def _factor_url(person: User, *, user: User) -> str:
    """Return where the reset of their second factor is asked for; "" for who may not ask."""
    if person == user or not may_reset(user):
        return ""
    return f"{reverse('dossiers:lost_factors')}?{urlencode({'person': person.pk})}"


def _show_new_slip(
    request: AuthenticatedRequest, person: User, make: Callable[[], Link]
) -> HttpResponse:
    try:
        return show_slip(request, make())
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    return _back(request, person)


def _do(
    request: AuthenticatedRequest, person: User, act: Callable[[], object], *, done: str
) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    return _back(request, person)


def _try(form: Form, act: Callable[[], object]) -> bool:
    """Do it; a refusal becomes a sentence on top of the form."""
    try:
        act()
    except RefusedError as refusal:
        form.add_error(None, str(refusal.reason))
        return False
    return True


def _back(request: AuthenticatedRequest, person: User) -> HttpResponse:
    """Lead back to the person, or to the list for whoever sees them no longer."""
    if request.user.has_perm(Staff.SEE, person):
        return redirect("dossiers:team_person", pk=person.pk)
    return redirect("dossiers:team")


def _asked(
    request: AuthenticatedRequest, person: User, form: Form, *, title: str, page: str, **more: Any
) -> HttpResponse:
    name = name_of(person)
    context = {
        "person": person,
        "name": name,
        "form": form,
        "title": title,
        "back_url": reverse("dossiers:team_person", args=[person.pk]),
        "crumbs": [
            *staff_crumbs(),
            Crumb(name, reverse("dossiers:team_person", args=[person.pk])),
            Crumb(title),
        ],
        **more,
    }
    return render(request, f"dossiers/staff/{page}.html", context)


def _handed_over(number: int) -> str:
    return ngettext(
        "%(number)s dossier is handed over.", "%(number)s dossiers are handed over.", number
    ) % {"number": number}
