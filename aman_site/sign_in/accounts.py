"""Sign-in rules: nobody registers by themselves; the centre makes the accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import Http404, HttpRequest, HttpResponse

# Pages of django-allauth that the centre does without: accounts, addresses and new
# passwords come from the administration. Their names stay, their addresses answer 404.
CLOSED_ACCOUNT_PAGES = r"^account/(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/"


def closed(_request: HttpRequest) -> HttpResponse:
    """Answer as if there were no such page."""
    raise Http404


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up: accounts come from the administration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every self-registration."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Keep a password that its owner typed: nobody else knows it."""
        user.choose_password(password)
        user.save()
