"""The own account: where one is signed in, how long the session lasts, a password forgotten.

Also the way from every other login view to the one door.
"""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.models import Session, User
from dossiers.sessions import end_session, end_sessions_of
from dossiers.web.fresh import fresh_sign_in_required

from .browsers import browser_of
from .session_store import SessionStore


def to_the_one_door(request: HttpRequest, home: str = "") -> HttpResponse:
    """Lead from another login view to ours, whatever was sent there.

    Whoever is signed in was refused where they wanted to go: sent back, they would go in circles.
    `home` is the name of the page that such a door belongs to.
    """
    if request.user.is_authenticated:
        if home and request.user.has_perm("wagtailadmin.access_admin"):
            return redirect(home)
        raise PermissionDenied
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse(home or settings.LOGIN_REDIRECT_URL)
    return redirect_to_login(wanted)


@require_safe
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Say whom to ask; nothing is sent to anybody."""
    return render(request, "account/forgotten.html")


@require_safe
@login_required
def own_sessions(request: HttpRequest) -> HttpResponse:
    """List where this person is signed in, this very session first."""
    rows = Session.objects.filter(user=_me(request), expire_date__gt=timezone.now())
    sessions = [
        {
            "session": row,
            "browser": browser_of(row.device),
            "is_this": row.pk == request.session.session_key,
        }
        for row in rows.order_by("-seen_at")
    ]
    sessions.sort(key=lambda session: not session["is_this"])
    return render(request, "account/sessions.html", {"sessions": sessions})


@fresh_sign_in_required
@require_POST
@login_required
def end_own_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of this person, or all but this one."""
    me, own_key = _me(request), request.session.session_key
    if uid := request.POST.get("uid"):
        end_session(session=get_object_or_404(Session, user=me, uid=uid), by=me)
        messages.success(request, _("The session is ended."))
    else:
        end_sessions_of(user=me, by=me, but=own_key)
        messages.success(request, _("You are signed in here alone now."))
    return redirect("own_sessions")


@require_http_methods(["GET", "HEAD", "POST"])
def session_state(request: HttpRequest) -> HttpResponse:
    """Tell a script how many seconds are left; a POST says that somebody is here.

    The token lets a page that was open before a new sign-in send its form after it.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0})
    session = cast(SessionStore, request.session)
    if request.method == "POST":
        session.touch()
    left, of_day = session.seconds_left()
    warn_at = settings.AMAN_SESSION_WARNING_S
    state = {"left": left, "warn_at": warn_at, "can_stay": of_day - left > warn_at}
    return JsonResponse({**state, "user": request.user.pk, "csrf": get_token(request)})


@require_safe
@login_required
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the page left open goes on; the sign-in in a second window leads here."""
    return render(request, "account/signed_in_again.html")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
