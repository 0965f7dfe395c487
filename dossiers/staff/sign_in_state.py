"""What the sign-in keeps of an account: lock, sessions. The one place here that touches it."""

from collections.abc import Iterable
from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from dossiers.models import User


def locked_names(usernames: Iterable[str]) -> set[str]:
    """Return which of these user names cannot sign in now, after too many wrong passwords."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(
        username__in=list(usernames),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=since,
    )
    return set(attempts.values_list("username", flat=True))


def unlock(user: User) -> None:
    """Forget the wrong passwords of this account."""
    reset(username=user.username)


def end_sessions(user: User) -> None:
    """End every session of a person."""
    ended = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()


def factor_reset_address() -> str:
    """Return the page on which a lost second factor is reset; "" where there is none."""
    try:
        return reverse("dossiers:lost_factors")
    except NoReverseMatch:
        return ""
