"""Whatever the area refuses is a 404, and a line in the journal if the thing exists.

The person learns nothing from the answer; the auditor learns that they tried.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse

from dossiers import journal
from dossiers.middleware import is_in_area
from dossiers.models import Document, Dossier, Referral, Unit
from dossiers.vocabulary import JournalAction

REFUSED = (403, 404)
# The first piece of a route tells what its `uid` names.
MODELS = {"d": Dossier, "p": Document, "u": Unit, "tray": Document, "referrals": Referral}


class NotedRefusals:
    """Turns a refusal into a 404 and notes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the refusal of an existing thing to a signed-in person."""
        response = self.get_response(request)
        if response.status_code in REFUSED and is_in_area(request):
            note_refusal(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 where an action says that it is not allowed."""
        if isinstance(exception, PermissionDenied) and is_in_area(request):
            return response_for_exception(request, Http404())
        return None


def note_refusal(request: HttpRequest) -> None:
    """Write the line; nothing for an address that names nothing."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    place = match.route.removeprefix(_prefix(match.route))
    model = MODELS.get(place.split("/", 1)[0])
    uid = match.kwargs.get("uid")
    thing: Any = model._default_manager.filter(uid=uid).first() if model and uid else None
    if thing is None:
        return
    journal.record(
        by=request.user,
        action=JournalAction.REFUSAL,
        thing=f"unit {thing.pk}" if isinstance(thing, Unit) else thing,
        dossier_id=_place_of(thing),
        door=match.url_name or "",
        method=str(request.method),
    )


def _place_of(thing: Dossier | Document | Unit | Referral) -> int | None:
    """Return the dossier or unit in whose journal the line belongs."""
    if isinstance(thing, Document):
        return thing.dossier_id or thing.unit_id
    return thing.unit_id if isinstance(thing, Referral) else thing.pk


def _prefix(route: str) -> str:
    """Return what stands before the area's own part of a route: language and area."""
    for code, _name in settings.LANGUAGES:
        if route.startswith(f"{code}/dossiers/"):
            return f"{code}/dossiers/"
    return "dossiers/"
