"""Sign-in rules: nobody registers by themselves; the centre makes the accounts."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from dossiers.models import User
from dossiers.staff.actions.passwords import keep_own_password

from .device import remember_device
from .session import is_fresh

# Pages of django-allauth that the centre does without: accounts, addresses and new
# passwords come from the administration. Their names stay, their addresses answer 404.
CLOSED_ACCOUNT_PAGES = r"^account/(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/"


def closed(_request: HttpRequest) -> HttpResponse:
    """Answer as if there were no such page."""
    raise Http404


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up; one answer to every password that does not open."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Name and password do not open an account. After several wrong passwords even the"
            " right one is refused for 15 minutes."
        ),
        "incorrect_password": _(
            "This is not your password. After several wrong ones even the right one is refused for"
            " 15 minutes."
        ),
        "too_many_login_attempts": _("Too many wrong codes. Try again in five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every self-registration."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose name and password these are; nobody's if the account is closed."""
        user = cast(User | None, super().authenticate(request, **credentials))
        if user is None or not user.is_active:
            return None
        if attempt := getattr(request, "password_attempt", None):
            attempt.succeed()
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Remember the browser: the account has signed in here, with all its proofs."""
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask where allauth asks, by our rule of what is fresh."""
        return not is_fresh(context.request)

    def set_password(self, user: User, password: str) -> None:
        """Keep a password that its owner typed: nobody else knows it."""
        keep_own_password(person=user, password=password)
