"""Getting in by a one-time link: the code, then one's own password. Open to everybody.

Looking at a page uses nothing up: programs that preview addresses only look. The code
travels in the body of a form, its token behind the `#` of the link; none is in an address.
"""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import journal, rate_limits
from dossiers.errors import RefusedError
from dossiers.models import Invitation, User
from dossiers.rate_limits import Limit, connection_of
from dossiers.staff.actions.invitations import Purpose, accept
from dossiers.staff.actions.passwords import choose_own_password
from dossiers.staff.actions.setup import make_first_account, missing_accounts
from dossiers.staff.codes import digests_of
from dossiers.staff.forms import CodeForm, FirstAccountForm, PasswordForm
from dossiers.vocabulary import JournalAction
from dossiers.web.request import AuthenticatedRequest

# What the session holds between the code and the password: the opaque id of the invitation.
SESSION_KEY = "invitation"
HOUR = timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the slip; a script takes it out of the link."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        key = f"invitation {connection_of(request.META.get('REMOTE_ADDR', ''))}"
        if not rate_limits.take(key, Limit(settings.AMAN_CODE_TRIES_PER_HOUR, HOUR)):
            form.add_error(None, _("Too many codes were tried from here. Try again in an hour."))
        elif invitation := _find(form.cleaned_data["code"]):
            rate_limits.give_back(key)
            request.session.cycle_key()
            request.session[SESSION_KEY] = invitation.uid
            return redirect("invitation:join")
        else:
            journal.record(by=None, action=JournalAction.LOGIN_FAILED, door="invitation")
            form.add_error("code", _("This code opens nothing: mistyped, used, or too old."))
    return render(request, "dossiers/staff/enter.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show who is invited, take the password they choose, and sign them in."""
    invitation = _of_session(request)
    if invitation is None or request.user.is_authenticated:
        return redirect("invitation:enter")
    person = invitation.user
    form: Form
    if person is None:
        form = FirstAccountForm(request.POST or None)
    else:
        form = PasswordForm(request.POST or None, owner=person)
    if request.method == "POST" and form.is_valid():
        owner = _try_to_join(form, invitation)
        if owner is not None:
            del request.session[SESSION_KEY]
            return _sign_in(request, owner)
    context = {"form": form, "person": person, "purpose": invitation.purpose}
    return render(request, "dossiers/staff/join.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: AuthenticatedRequest) -> HttpResponse:
    """Take a password of one's own from whoever signed in with one that somebody else knows."""
    user = request.user
    if not user.must_change_password:
        return redirect("dossiers:home")
    form = PasswordForm(request.POST or None, owner=user)
    if request.method == "POST" and form.is_valid():
        try:
            choose_own_password(person=user, password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return _sign_in_again(request, user)
    return render(request, "dossiers/staff/own_password.html", {"form": form})


def _find(typed: str) -> Invitation | None:
    """Return the open invitation that a code or a token stands for."""
    digests = digests_of(typed)
    invitations = (
        Invitation.objects.open().filter(token_digest__in=digests)
        | Invitation.objects.open().filter(code_digest__in=digests)
    ).select_related("user")
    invitation = invitations.first()
    return invitation if invitation is not None and _is_good(invitation) else None


def _of_session(request: HttpRequest) -> Invitation | None:
    """Return the invitation whose code was entered in this session, while it is good."""
    uid = request.session.get(SESSION_KEY)
    invitation = Invitation.objects.open().filter(uid=uid).select_related("user").first()
    return invitation if invitation is not None and _is_good(invitation) else None


def _is_good(invitation: Invitation) -> bool:
    """Whether its account is open; a set-up link dies when an account of its kind can sign in."""
    if invitation.user is not None and not invitation.user.is_active:
        return False
    purpose = Purpose(invitation.purpose)
    return purpose == Purpose.PERSON or purpose in missing_accounts()


def _try_to_join(form: Any, invitation: Invitation) -> User | None:
    """Use the link up; what speaks against it becomes a sentence of the form."""
    password = form.cleaned_data["password"]
    try:
        if invitation.user is not None:
            return accept(invitation=invitation, password=password)
        return make_first_account(invitation=invitation, names=form.names(), password=password)
    except ValidationError as error:
        form.add_error("password", error)
    except RefusedError as refusal:
        form.add_error(None, str(refusal.reason))
    return None


def _sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Go on as the sign-in page does after a right password: the second factor comes next."""
    login = Login(user=user, redirect_url=reverse("dossiers:home"))
    return perform_password_login(request, {"username": user.username}, login)


def _sign_in_again(request: HttpRequest, user: User) -> HttpResponse:
    """Keep this session alone: all that began with the old password are over."""
    update_session_auth_hash(request, user)
    return redirect("dossiers:home")


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200
