"""Limit guesses of the second factor: one count a person for app, recovery codes and keys.

allauth's own limit reads and writes a list in a cache and is off; each form of allauth that
looks at a code takes an attempt here first.
"""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import context

from aman_site.second_factor.forms import (
    AppForm,
    CodeAuthenticateForm,
    CodeReauthenticateForm,
    KeyAuthenticateForm,
    KeyReauthenticateForm,
)
from dossiers import attempts, signins
from dossiers.models import User


class LimitedForm:
    """Takes one attempt before a code is looked at, gives it back when the code was right."""

    user: User

    def looked_at(self, look: Any) -> Any:
        """Return what `look` returns; raise its error, or the one of too many."""
        if not attempts.take_code(self.user):
            signins.note_wrong_code(self.user, door=_door(), refused=True)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            found = look()
        except Exception:
            signins.note_wrong_code(self.user, door=_door())
            raise
        attempts.clear(attempts.code_key(self.user))
        return found


class LimitedAuthenticateForm(LimitedForm, CodeAuthenticateForm):
    """The code at the sign-in."""

    def clean_code(self) -> str:
        """Look at it, within the limit."""
        return cast(str, self.looked_at(super().clean_code))


class LimitedReauthenticateForm(LimitedForm, CodeReauthenticateForm):
    """The code that proves the second factor again."""

    def clean_code(self) -> str:
        """Look at it, within the limit."""
        return cast(str, self.looked_at(super().clean_code))


class LimitedActivateForm(LimitedForm, AppForm):
    """The code that shows that an app was set up."""

    def clean_code(self) -> str:
        """Look at it, within the limit."""
        return cast(str, self.looked_at(super().clean_code))


class LimitedKeyForm(LimitedForm, KeyAuthenticateForm):
    """The answer of a security key at the sign-in."""

    def clean_credential(self) -> Any:
        """Look at it, within the limit."""
        return self.looked_at(super().clean_credential)


class LimitedKeyAgainForm(LimitedForm, KeyReauthenticateForm):
    """The answer of a security key that proves the second factor again."""

    def clean_credential(self) -> Any:
        """Look at it, within the limit."""
        return self.looked_at(super().clean_credential)


def _door() -> str:
    match = context.request.resolver_match if context.request else None
    return match.url_name or "" if match else ""
