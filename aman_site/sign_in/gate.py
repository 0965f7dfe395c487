"""Ask the session itself, whatever view opened it: the area and the admin trust no other."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from dossiers.middleware import is_in_area

from .session import came_through_the_door

Step = Callable[[HttpRequest], str | None]


class SignInGate:
    """Treat a session that did not come through the one door as nobody's.

    In the area and the admin the steps of AMAN_SIGN_IN_STEPS come first: each is a function of
    the request that returns the address to go to, or None when nothing is left to do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.steps: list[Step] = [import_string(name) for name in settings.AMAN_SIGN_IN_STEPS]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace the user before anybody asks who it is."""
        of_session = request.user
        request.user = SimpleLazyObject(lambda: _user_of(request, of_session))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead whoever has a step left to it, before anything of the area or the admin opens."""
        if not is_guarded(request) or not request.user.is_authenticated:
            return None
        for step in self.steps:
            if address := step(request):
                return redirect(address)
        return None


def is_guarded(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the dossier area or to the Wagtail admin."""
    return is_in_area(request) or request.path.startswith(reverse("wagtailadmin_home"))


def _user_of(request: HttpRequest, of_session: Any) -> Any:
    if of_session.is_authenticated and not came_through_the_door(request, of_session):
        return AnonymousUser()
    # A plain user, not a lazy one in a lazy one.
    return getattr(of_session, "_wrapped", of_session)
