"""Draw a boundary round a dossier, after a look at who loses what; hand the dossier over."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dossiers.errors import RefusedError
from dossiers.models import Dossier
from dossiers.sharing.actions import name_responsible
from dossiers.sharing.boundaries import RightsChange, preview_boundary, set_inheritance
from dossiers.sharing.forms import BoundaryForm, ResponsibleForm, holder_name
from dossiers.web.fresh import fresh_sign_in_required
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import back_to_sharing, place_or_404, sharing_frame, words_of


@dataclass(frozen=True, slots=True)
class Boundary:
    """One way to bound a dossier: its word, what it means, what is asked before."""

    to: str
    word: str | Promise
    sentence: str | Promise
    question: str | Promise

    @property
    def flags(self) -> dict[str, bool]:
        """The two columns of the dossier."""
        return {"inherits": self.to == "open", "protected": self.to == "protected"}


BOUNDARIES = {
    boundary.to: boundary
    for boundary in (
        Boundary(
            "open",
            gettext_lazy("Apply the unit’s roles"),
            gettext_lazy("Roles given on the unit also apply here."),
            gettext_lazy("Apply the unit’s roles to this dossier again?"),
        ),
        Boundary(
            "cut",
            gettext_lazy("Stop applying the unit’s roles"),
            gettext_lazy(
                "People who could find it through the unit can still find it; only"
                " people with a role here can open it."
            ),
            gettext_lazy("Stop applying the unit’s roles to this dossier?"),
        ),
        Boundary(
            "protected",
            gettext_lazy("Protect"),
            gettext_lazy("For everyone else the dossier does not exist, not even in a search."),
            gettext_lazy("Protect this dossier?"),
        ),
    )
}


@fresh_sign_in_required
@require_POST
def draw(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show who would lose or gain what; draw the boundary when that was confirmed."""
    dossier = place_or_404(request, model=Dossier, uid=uid, verb="SHARE")
    form = BoundaryForm(request.POST)
    if not form.is_valid():
        return back_to_sharing(request, dossier)
    chosen = BOUNDARIES[form.cleaned_data["to"]]
    if request.POST.get("step") == "confirm":
        _draw(request, dossier, chosen)
        return back_to_sharing(request, dossier)
    preview = preview_boundary(dossier=dossier, by=request.user, **chosen.flags)
    context = {
        "boundary": chosen,
        "refusal": preview.refusal,
        "stops_sharing": preview.stops_sharing(request.user),
        "losing": [_change_row(change) for change in preview.changes if change.lost],
        "gaining": [_change_row(change) for change in preview.changes if change.gained],
        "sub_dossiers": dossier.sub_dossiers.count(),
    }
    return render(
        request,
        "dossiers/sharing/boundary.html",
        {**sharing_frame(request, dossier, title=chosen.word), **context},
    )


@fresh_sign_in_required
@require_POST
def responsible(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Hand the dossier over."""
    dossier = place_or_404(request, model=Dossier, uid=uid, verb="SHARE")
    form = ResponsibleForm(request.POST)
    if form.is_valid():
        try:
            name_responsible(
                dossier=dossier,
                to=form.cleaned_data["person"],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The dossier has a new responsible person."))
        except RefusedError as refusal:
            messages.error(request, str(refusal.reason))
    else:
        messages.error(request, _("Choose the person responsible for the dossier."))
    return back_to_sharing(request, dossier)


def _draw(request: AuthenticatedRequest, dossier: Dossier, chosen: Boundary) -> None:
    try:
        set_inheritance(dossier=dossier, by=request.user, **chosen.flags)
        messages.success(request, _("Done: “%(boundary)s”.") % {"boundary": chosen.word})
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))


def _change_row(change: RightsChange) -> dict[str, Any]:
    return {
        "name": holder_name(change.user),
        "lost": words_of(change.lost),
        "gained": words_of(change.gained),
        "kept": words_of(change.after),
    }
