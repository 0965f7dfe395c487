"""Limit guesses of the second factor: one count a person for app, recovery codes and keys.

allauth's own limit reads and writes a list in a cache and is off. Each of its forms that looks
at a code takes an attempt here first; a form of ours does by having LimitedCode or LimitedKey
as its first base.
"""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context

from aman_site.second_factor.forms import (
    AppForm,
    CodeAuthenticateForm,
    CodeReauthenticateForm,
    KeyAuthenticateForm,
    KeyReauthenticateForm,
)
from dossiers.journal import sign_in_receivers
from dossiers.models import User


class LimitedCode:
    """Looks at a typed code only within the limit."""

    user: User

    def clean_code(self) -> str:
        """Take an attempt, then look."""
        return cast(str, within_limit(self.user, super().clean_code))  # type: ignore[misc]


class LimitedKey:
    """Looks at the answer of a security key only within the limit."""

    user: User

    def clean_credential(self) -> Any:
        """Take an attempt, then look."""
        return within_limit(self.user, super().clean_credential)  # type: ignore[misc]


class LimitedAuthenticateForm(LimitedCode, CodeAuthenticateForm):
    """The code at the sign-in."""


class LimitedReauthenticateForm(LimitedCode, CodeReauthenticateForm):
    """The code that proves the second factor again."""


class LimitedActivateForm(LimitedCode, AppForm):
    """The code that shows that an app was set up."""


class LimitedKeyForm(LimitedKey, KeyAuthenticateForm):
    """The answer of a key at the sign-in."""


class LimitedKeyAgainForm(LimitedKey, KeyReauthenticateForm):
    """The answer of a key that proves the second factor again."""


def within_limit(user: User, look: Callable[[], Any]) -> Any:
    """Return what `look` returns, or raise its error; raise the one of too many instead of it.

    The attempt is counted before the look and forgotten when the code was right.
    """
    if not sign_in_receivers.take_code(user):
        sign_in_receivers.note_refused_code(user, door=_door())
        raise get_account_adapter().validation_error("too_many_login_attempts")
    try:
        found = look()
    except Exception:
        sign_in_receivers.note_wrong_code(user, door=_door())
        raise
    sign_in_receivers.forget_codes(user)
    return found


def _door() -> str:
    match = context.request.resolver_match if context.request else None
    return match.url_name or "" if match else ""
