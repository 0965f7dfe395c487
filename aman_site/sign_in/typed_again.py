"""A form of the area whose token is no longer right, as after a sign-in in another window.

Its words come back to whoever typed them, with a new token, to be sent by one press.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dossiers.middleware import is_in_area, to_sign_in
from dossiers.web.typed_words import TypedForm, owner_of
from publicsite.views import errors


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give the words back to their owner; whatever else was sent is refused as it was."""
    if not is_in_area(request) or not is_from_own_page(request) or owner_of(request) is None:
        return errors.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if owner_of(request) != request.user.pk:
        return errors.csrf_failure(request, reason)
    context = {"form": TypedForm.of(request)}
    return render(request, "dossiers/typed_again.html", context, status=403)


def is_from_own_page(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this very site sent the form.

    Without that another site could have its own words sent by one press on our page.
    """
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
