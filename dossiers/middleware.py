"""What holds for every address of the archive, so that no view can forget it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from dossiers.access.visibility import request_cache
from dossiers.models import User
from dossiers.web.refill import refill
from dossiers.web.typed_words import KEEP, carried_words, keep_words

from . import journal
from .access import shown

Respond = Callable[[HttpRequest], HttpResponse]

AREA = "dossiers"
# A page about a family stays in no cache and in no index of the world.
AREA_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "same-origin",
}


class RememberHoldings:
    """Look up what the user holds once a request."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside a block that remembers."""
        with request_cache():
            return self.get_response(request)


class NotedShowing:
    """Writes one line about the dossiers and trays that an answer shows and no line names.

    Rows note themselves when they are loaded (`dossiers.access.shown`), so that no view can forget
    it. The line is written before the first byte is sent: what cannot be written down fails.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Collect while the answer is made; a way elsewhere and a refusal show nothing."""
        with shown.collecting() as seen:
            response = self.get_response(request)
            if shows_something(response) and is_in_area(request) and (untold := seen.untold()):
                match: Any = request.resolver_match
                by = cast(User, request.user)
                journal.record_shown(untold, by=by, screen=match.url_name or "")
            return response


def shows_something(response: HttpResponse) -> bool:
    """Tell whether an answer has a body that may speak of somebody."""
    return response.status_code not in (204, 304, 403, 404, 405) and not (
        300 <= response.status_code < 400
    )


class CarriedWords:
    """Draws the page of a form in another language, with what was typed; nothing is saved.

    The switch sends the form with `keep`. It reaches no view as a form: the page is looked at,
    by whoever may look at it, and the words are put back into its fields.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fill the page in, if it is one."""
        response = self.get_response(request)
        words = carried_words(request)
        if words is None or response.status_code != 200 or response.streaming:
            return response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = refill(response.content.decode(), words).encode()
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        """Turn the form into a look at its page, before anything asks what it wants to do."""
        if request.method == "POST" and is_in_area(request) and KEEP in request.POST:
            request.carried_words = request.POST  # type: ignore[attr-defined]
            request.POST = QueryDict()
            request.method = "GET"
            # A view that compresses would leave nothing to fill in.
            request.META.pop("HTTP_ACCEPT_ENCODING", None)


class ClosedArea:
    """The whole area asks for a signed-in person, and none of it is kept by a browser.

    It goes by the namespace of the address, not by a mark on the view: a view
    is closed because it is here.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to every answer of the area, refusals included."""
        response = self.get_response(request)
        if is_in_area(request):
            for name, value in AREA_HEADERS.items():
                response.headers[name] = value
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever is not signed in to the sign-in page; a form they sent waits for them."""
        if not is_in_area(request) or request.user.is_authenticated:
            return None
        return to_sign_in(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and back; a form that is kept comes back on the first page."""
    if keep_words(request):
        return redirect_to_login(reverse("dossiers:home"))
    return redirect_to_login(request.get_full_path())


def is_in_area(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the archive; an unknown address does not."""
    match = request.resolver_match
    return match is not None and AREA in match.namespaces
