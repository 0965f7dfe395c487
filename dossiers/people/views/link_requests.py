"""Requests about people: those to be answered, and what became of one's own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossiers.access import shown
from dossiers.access.explain import name_of
from dossiers.access.permissions import Right
from dossiers.errors import RefusedError
from dossiers.models import Dossier, LinkRequest
from dossiers.people.link_requests import accept_link, decline_link
from dossiers.people.queries import requests_for, requests_of
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.request import AuthenticatedRequest

PER_PAGE = 30
OWN_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its reader may see it; `reference` of the asker's dossier, if they find it."""

    request: LinkRequest
    asker: str
    reference: str


@require_safe
def show(request: AuthenticatedRequest) -> HttpResponse:
    """List what waits for an answer of this person, and what they asked for themselves."""
    page = Paginator(requests_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(page)
    shown.note(*(one.found_in_id for one in waiting))
    ids = [one.membership.dossier_id for one in waiting]
    findable = Dossier.objects.visible_to(request.user, Right.FIND).filter(pk__in=ids)
    references = dict(findable.values_list("pk", "reference")) if ids else {}
    context: dict[str, Any] = {
        "page_obj": page,
        "waiting": [
            Asked(one, name_of(one.asked_by), references.get(one.membership.dossier_id, ""))
            for one in waiting
        ],
        "own": list(requests_of(request.user)[:OWN_SHOWN]),
        "crumbs": [
            search_crumb(),
            Crumb(_("Notices"), reverse("dossiers:notices")),
            Crumb(_("Requests about people")),
        ],
    }
    return render(request, "dossiers/people/link_requests.html", context)


@require_POST
def answer(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Accept or decline a request; whose it is not to answer, it is not there."""
    link_request = get_object_or_404(LinkRequest.objects.answerable_by(request.user), uid=uid)
    try:
        if request.POST.get("answer") == "accept":
            accept_link(request=link_request, by=request.user)
            messages.success(request, _("Accepted. The other dossier shows this person now."))
        else:
            decline_link(
                request=link_request, reason=request.POST.get("reason", ""), by=request.user
            )
            messages.success(request, _("Declined. The other dossier keeps the name alone."))
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    return redirect("dossiers:link_requests")
