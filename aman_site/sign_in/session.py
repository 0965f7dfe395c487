"""What a session proved when it began, and how long ago: a password, a second factor.

Reads allauth's records. Django's own sign-in writes no such record, so a session that some
other view opened proves nothing, however it was opened.
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from dossiers.models import User

from .session_store import DEVICE, SIGNED_IN_AT

PASSWORD, SECOND_FACTOR = "password", "mfa"
DEVICE_LENGTH = 300


def connect() -> None:
    """Note the beginning of every session; called when the app is ready."""
    user_logged_in.connect(_begin, dispatch_uid="aman_site.sign_in.begin")


def came_through_the_door(request: HttpRequest, user: User) -> bool:
    """Tell whether the session began at our sign-in page, with the password of this user."""
    return PASSWORD in _proofs(request, user)


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the session proved a second factor."""
    return SECOND_FACTOR in _proofs(request, request.user)


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether each proof that this person can give was given within the last minutes."""
    return not missing_proofs(request)


def missing_proofs(request: HttpRequest) -> set[str]:
    """Return what has to be proved again before something that cannot be taken back."""
    oldest = time.time() - settings.AMAN_FRESH_SIGN_IN_S
    given = _proofs(request, request.user)
    missing = {PASSWORD, SECOND_FACTOR} - {proof for proof, at in given.items() if at > oldest}
    if SECOND_FACTOR in missing and not is_mfa_enabled(request.user):
        missing.remove(SECOND_FACTOR)
    return missing


def _proofs(request: HttpRequest, user: User | AnonymousUser) -> dict[str, float]:
    """Return each proof of this user in this session and when it was last given."""
    return {record["method"]: record["at"] for record in get_authentication_records(request, user)}


def _begin(*, request: HttpRequest, **_: Any) -> None:
    request.session[SIGNED_IN_AT] = time.time()
    request.session[DEVICE] = request.headers.get("User-Agent", "")[:DEVICE_LENGTH]
