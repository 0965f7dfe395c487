"""Whatever the area refuses is a 404, and a line in the journal.

The person learns nothing from the answer, nor from the time it takes: for a thing that is
hidden from them and for one that never was, the same is asked and the same is written. The
auditor learns that they tried, at which door, and on what if it exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse

from dossiers import journal
from dossiers.middleware import is_in_area
from dossiers.models import Document, Dossier, Page, Person, Referral, Unit
from dossiers.vocabulary import JournalAction

from .things import Subject

REFUSED = (403, 404)


@dataclass(frozen=True, slots=True)
class Named:
    """What the `uid` of an address names: a model, how the journal calls it, where it belongs."""

    model: Any
    word: str
    # Columns that fill the word.
    called: tuple[str, ...] = ("pk",)
    # Columns with the id of a dossier or unit; the first that is set counts.
    places: tuple[str, ...] = ()


PAPER = Named(Document, "document {}", places=("dossier_id", "unit_id"))
# By the first piece of a route.
NAMED = {
    "d": Named(Dossier, "{}", called=("reference",), places=("pk",)),
    "p": PAPER,
    "u": Named(Unit, "unit {}", places=("pk",)),
    "tray": PAPER,
    "referrals": Named(Referral, "referral {}", places=("unit_id",)),
    "people": Named(Person, "person {}"),
    "aside": Named(
        Page,
        "page {} of original {}",
        called=("original_number", "original_id"),
        places=("original__unit_id",),
    ),
}


class NotedRefusals:
    """Turns a refusal into a 404 and notes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the refusal to a signed-in person."""
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
    """Write the line, whether the address names something or not."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    place = match.route.removeprefix(_prefix(match.route))
    thing, place_id = _named(NAMED.get(place.split("/", 1)[0]), match.kwargs.get("uid"))
    journal.record(
        by=request.user,
        action=JournalAction.REFUSAL,
        thing=Subject.of_text(thing),
        folder_id=place_id,
        door=match.url_name or "",
        method=str(request.method),
    )


def _named(named: Named | None, uid: str | None) -> tuple[str, int | None]:
    """Return what an address names, as the journal calls it, and where it belongs; ("", None)."""
    if named is None or uid is None:
        return "", None
    rows = named.model._default_manager.filter(uid=uid)
    row = rows.values_list(*named.called, *named.places).first()
    if row is None:
        return "", None
    number = len(named.called)
    places = (place for place in row[number:] if place)
    return named.word.format(*row[:number]), next(places, None)


def _prefix(route: str) -> str:
    """Return what stands before the area's own part of a route: language and area."""
    for code, _name in settings.LANGUAGES:
        if route.startswith(f"{code}/dossiers/"):
            return f"{code}/dossiers/"
    return "dossiers/"
