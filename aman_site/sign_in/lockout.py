"""Lock the guessing of passwords: the handler that django-axes asks before any password.

What is counted, and for how long, never under a name in clear:

- one account over all addresses, under its one spelling, whether it exists or not;
- one address over all names. Past its limit it locks nobody: it leaves each account fewer
  attempts, so that one stranger behind the same address cannot shut out an office;
- browsers in which this very account signed in before have a count of their own. Whoever guesses
  elsewhere can therefore not keep the owner of an account out.

An attempt is taken before the password is looked at (dossiers.rate_limits): many at once pass no
limit. A refusal hashes what was typed all the same, and is answered like any wrong password.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.conf import settings
from django.http import HttpRequest

from dossiers import rate_limits
from dossiers.journal import sign_in_receivers
from dossiers.models import User, normal_name
from dossiers.rate_limits import Limit
from dossiers.vocabulary import NoticeKind

from .device import is_known

SPAN = timedelta(minutes=15)
ADDRESS_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One password on its way to be looked at."""

    user: User | None
    key: str
    address: str

    def take(self, *, is_address_busy: bool) -> bool:
        """Count it; False when there were too many."""
        most = settings.AMAN_FAILURES_OF_BUSY_ADDRESS if is_address_busy else settings.AMAN_FAILURES
        if not rate_limits.take(self.key, Limit(most, SPAN, restarts=True)):
            return False
        if self.address:
            of_address = Limit(settings.AMAN_ADDRESS_FAILURES, ADDRESS_SPAN, restarts=True)
            rate_limits.take(self.address, of_address)
        return True

    def is_address_busy(self) -> bool:
        """Tell whether too many came from there already."""
        if not self.address:
            return False
        return rate_limits.spent(self.address) >= settings.AMAN_ADDRESS_FAILURES

    def succeed(self) -> None:
        """Forget what was counted for the account; the address gets this one back."""
        rate_limits.clear(self.key)
        if self.address:
            rate_limits.give_back(self.address)

    def is_last(self) -> bool:
        """Tell whether nothing is left after this one."""
        return rate_limits.spent(self.key) >= settings.AMAN_FAILURES


class PasswordLimits(AbstractAxesHandler, AxesBaseHandler):
    """What django-axes calls around every password; it keeps nothing itself."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Take one attempt; refuse in the time that looking at a password takes."""
        credentials = credentials or {}
        attempt = attempt_of(request, str(credentials.get("username") or ""))
        is_address_busy = attempt.is_address_busy()
        if attempt.take(is_address_busy=is_address_busy):
            request.password_attempt = attempt  # type: ignore[attr-defined]
            if is_address_busy and attempt.user is None:
                # Names that nobody bears: whoever tries thousands must not fill the journal.
                request.told_together = attempt.address  # type: ignore[attr-defined]
            return True
        request.told_together = attempt.key  # type: ignore[attr-defined]
        User().set_password(credentials.get("password") or "")
        return False

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Tell of an account that is locked from now on."""
        attempt: Attempt | None = getattr(request, "password_attempt", None)
        if attempt and attempt.user and attempt.user.is_active and attempt.is_last():
            sign_in_receivers.tell_locked(attempt.user, kind=NoticeKind.LOCKED)

    def user_logged_in(self, sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        """Nothing: what was counted is forgotten when the password proved right (accounts)."""

    def user_logged_out(self, sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        """Nothing."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """Return how many wrong passwords count for a name."""
        return rate_limits.spent(
            sign_in_receivers.password_key(str((credentials or {}).get("username")))
        )

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,
        username: str | None = None,
        ip_or_username: bool = False,
    ) -> int:
        """Forget what was counted for a name; axes' own commands come here."""
        return rate_limits.clear(sign_in_receivers.password_key(username)) if username else 0


def attempt_of(request: HttpRequest, typed: str) -> Attempt:
    """Return under what a password for this name counts."""
    user = User.objects.filter(username=normal_name(typed)).first()
    if user and is_known(request, user):
        return Attempt(user=user, key=sign_in_receivers.known_browsers_key(user), address="")
    return Attempt(
        user=user, key=sign_in_receivers.password_key(typed), address=address_of(request)
    )


def address_of(request: HttpRequest) -> str:
    """Return under what passwords from the connection of a request are counted."""
    return f"address {rate_limits.connection_of(request.META.get('REMOTE_ADDR', ''))}"
