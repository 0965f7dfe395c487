"""The staff page: who works here, and the way to invite somebody."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.access.account_keepers import is_administrator
from dossiers.errors import RefusedError
from dossiers.models import User
from dossiers.staff.actions.invitations import Link, RoleGiven, invite
from dossiers.staff.forms import ROLE_LINES, InviteForm, RoleLine, StaffFilter
from dossiers.staff.queries import (
    by_name,
    in_state,
    in_unit,
    includes_centre,
    inviting_units,
    may_see_staff,
    shared_units,
    staff_rows,
    visible_staff,
)
from dossiers.staff.slip import slip_of
from dossiers.web.breadcrumbs import Crumb
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest

from .frame import staff_crumbs

ROWS_PER_PAGE = 50


@require_safe
def show(request: AuthenticatedRequest) -> HttpResponse:
    """List the people whose accounts this user sees, by name, narrowed by unit and state."""
    user = request.user
    units = list(shared_units(user))
    if not units and not is_administrator(user):
        raise Http404
    form = StaffFilter(request.GET or None, units=units)
    chosen = form.cleaned_data if form.is_valid() else {}
    people = visible_staff(user, units=units)
    if chosen.get("unit"):
        people = in_unit(people, chosen["unit"])
    rows = in_state(staff_rows(by_name(people)), chosen.get("state") or "")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": StaffFilter(
            initial=chosen | {"unit": getattr(chosen.get("unit"), "uid", "")}, units=units
        ),
        "units": units,
        "rows": page.object_list,
        "page_obj": page,
        "total": len(rows),
        "is_narrowed": any(chosen.values()),
        "query": _query(chosen),
        "may_choose_units": includes_centre(units),
        "crumbs": [*staff_crumbs()[:-1], Crumb(_("Staff"))],
    }
    return render(request, "dossiers/staff/team.html", context)


@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_somebody(request: AuthenticatedRequest) -> HttpResponse:
    """Ask whom, with which roles; then show the slip, once."""
    require_staff_page(request)
    user = request.user
    offered = inviting_units(user)
    form = InviteForm(request.POST or None, initial={"language": "ar"})
    lines = _role_lines(request, offered=offered)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        roles = [given for line in lines.forms if (given := line.given())]
        if link := _try_to_invite(form, roles, by=user):
            return show_slip(request, link)
    context = {
        "form": form,
        "lines": lines if offered else None,
        "is_first": request.GET.get("first") == "1",
        "crumbs": [*staff_crumbs(), Crumb(_("Invite somebody"))],
    }
    return render(request, "dossiers/staff/invite.html", context)


def show_slip(request: AuthenticatedRequest, link: Link) -> HttpResponse:
    """Show what is handed over; the page cannot be had a second time."""
    slip = slip_of(link, site=request.build_absolute_uri("/").rstrip("/"))
    context = {
        "slip": slip,
        "crumbs": [*staff_crumbs(), Crumb(_("One-time link"))],
    }
    return render(request, "dossiers/staff/slip.html", context)


def _query(chosen: dict[str, Any]) -> str:
    """Return the filter as it goes before the number of a page."""
    unit = chosen.get("unit")
    pairs = {"unit": unit.uid if unit else "", "state": chosen.get("state") or ""}
    given = {name: value for name, value in pairs.items() if value}
    return f"{urlencode(given)}&" if given else ""


def require_staff_page(request: AuthenticatedRequest) -> None:
    """Answer 404 to whoever answers for no unit and makes no accounts."""
    if not may_see_staff(request.user):
        raise Http404


def _role_lines(request: AuthenticatedRequest, *, offered: list[Any]) -> BaseFormSet[RoleLine]:
    lines = formset_factory(RoleLine, extra=ROLE_LINES, max_num=ROLE_LINES, validate_max=True)
    data = request.POST if request.method == "POST" and offered else None
    if request.method == "POST" and not offered:
        # Whoever gives no roles is shown no lines, and none are read.
        return lines(
            {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"},
            prefix="roles",
            form_kwargs={"offered": []},
        )
    return lines(data, prefix="roles", form_kwargs={"offered": offered})


def _try_to_invite(form: InviteForm, roles: list[RoleGiven], *, by: User) -> Link | None:
    """Invite; a refusal becomes a sentence on top of the form."""
    try:
        return invite(names=form.names(), roles=roles, by=by)
    except RefusedError as refusal:
        form.add_error(None, str(refusal.reason))
        return None
