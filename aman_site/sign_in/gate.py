"""Ask the session itself, whatever view opened it: nothing of the site trusts any other word."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from dossiers.middleware import AREA_HEADERS, is_in_area
from dossiers.models import User
from dossiers.web.typed_words import keep_words

from .fresh import ask_for_fresh_sign_in
from .session import came_through_the_door

Step = Callable[[HttpRequest], str | None]

ACCOUNT = re.compile(r"^/(?:[a-z]{2}/)?account/")
# What of the admin anybody may load.
OPEN_IN_ADMIN = ("wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
# A script of ours that looks after a page by itself says so: nobody need be there.
BACKGROUND = "X-Aman-Background"
# Likewise the page editor of Wagtail, every ten seconds.
BACKGROUND_OF_WAGTAIL = "wagtailadmin_editing_sessions"


class SignInGate:
    """Treat a session that did not come through the one door as nobody's.

    The same holds, everywhere but at the account's own pages, while a step of
    AMAN_SIGN_IN_STEPS is left: each is a function of the request that returns the address to go
    to, or None. The area and the admin lead there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.steps: list[Step] = [import_string(name) for name in settings.AMAN_SIGN_IN_STEPS]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace the user before anybody asks who it is."""
        of_session = request.user
        user = SimpleLazyObject(lambda: self._user_of(request, of_session))
        request.user = user  # type: ignore[assignment]
        request.auser = _later(user)
        response = self.get_response(request)
        if getattr(request, "is_signed_in", False) and not is_background(request):
            request.session.touch()  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the step that is left; ask for a fresh sign-in where the view wants one."""
        if is_guarded(request) and (address := self._step_left(request)):
            if is_in_area(request):
                keep_words(request)
            return redirect(address)
        if is_astray(request):
            raise PermissionDenied
        return ask_for_fresh_sign_in(request, view)

    def _user_of(self, request: HttpRequest, of_session: Any) -> Any:
        # A plain user, not a lazy one in a lazy one.
        user = getattr(of_session, "_wrapped", of_session) if of_session.is_authenticated else None
        if user is None or not came_through_the_door(request, user):
            return AnonymousUser()
        request.is_signed_in = True  # type: ignore[attr-defined]
        if not is_account(request) and self._address_of_step(request, user):
            return AnonymousUser()
        return user

    def _step_left(self, request: HttpRequest) -> str | None:
        """Return where to go first, once it has been asked who this is."""
        bool(request.user.is_authenticated)
        return getattr(request, "step_left", None)

    def _address_of_step(self, request: HttpRequest, user: User) -> str | None:
        """Ask each step in the name of whoever has come as far as this."""
        asked_for, request.user = request.user, user
        try:
            left = next((address for step in self.steps if (address := step(request))), None)
        finally:
            request.user = asked_for
        request.step_left = left  # type: ignore[attr-defined]
        return left


class NoStoreAccount:
    """Let no browser and no proxy keep a page of the account, a refusal or a way elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers of the area."""
        response = self.get_response(request)
        if is_account(request):
            for name, value in AREA_HEADERS.items():
                response.headers[name] = value
        return response


def is_guarded(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the dossier area or to the Wagtail admin."""
    return is_in_area(request) or request.path.startswith(reverse("wagtailadmin_home"))


def is_background(request: HttpRequest) -> bool:
    """Tell whether a script asked by itself: it keeps no session alive."""
    match = request.resolver_match
    return BACKGROUND in request.headers or bool(
        match and BACKGROUND_OF_WAGTAIL in match.namespaces
    )


def is_astray(request: HttpRequest) -> bool:
    """Tell whether somebody is signed in and in the admin who does not work there.

    Wagtail would send them to the sign-in page, and that back again, for ever.
    """
    match = request.resolver_match
    if match is None or not request.path.startswith(reverse("wagtailadmin_home")):
        return False
    if match.url_name in OPEN_IN_ADMIN or not request.user.is_authenticated:
        return False
    return not request.user.has_perm("wagtailadmin.access_admin")


def is_account(request: HttpRequest) -> bool:
    """Tell whether the address is of one's own account: sign-in, password, second factor."""
    return ACCOUNT.match(request.path_info) is not None


def _later(user: object) -> Callable[[], Any]:
    async def auser() -> Any:
        return user

    return auser
