"""What holds for every address of the archive, so that no view can forget it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from dossiers.access.visibility import remembering

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
        with remembering():
            return self.get_response(request)


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
        """Send whoever is not signed in to the sign-in page."""
        if not is_in_area(request) or request.user.is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())


def is_in_area(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the archive; an unknown address does not."""
    match = request.resolver_match
    return match is not None and AREA in match.namespaces
