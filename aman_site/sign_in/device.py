"""Know a browser in which an account has signed in: a signed cookie, for this account alone.

It opens nothing. It only lets wrong passwords from this browser be counted by themselves, so
that somebody who guesses elsewhere does not keep the owner out. A new password ends it.
"""

import hmac
import secrets
import time
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from dossiers.models import User

SALT = "aman_site.sign_in.device"
KNOWN_FOR_S = 180 * 24 * 60 * 60
# People who share a computer; whoever signed in longest ago is forgotten first.
PEOPLE_MAX = 12


def device_of(request: HttpRequest, user: User) -> str:
    """Return the name of this browser if this account signed in here before, or ""."""
    for pk, device, proof, _at in _known(request):
        if pk == user.pk and hmac.compare_digest(proof, _proof(user, device)):
            return device
    return ""


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Let this browser carry that the account has signed in here."""
    device = device_of(request, user) or secrets.token_urlsafe(9)
    others = [entry for entry in _known(request) if entry[0] != user.pk]
    known = [[user.pk, device, _proof(user, device), int(time.time())], *others][:PEOPLE_MAX]
    response.set_cookie(
        settings.AMAN_DEVICE_COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=KNOWN_FOR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[Any]:
    """Return what the cookie holds; nothing where somebody changed it."""
    try:
        entries = signing.loads(request.COOKIES.get(settings.AMAN_DEVICE_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [entry for entry in entries if entry[3] > time.time() - KNOWN_FOR_S]


def _proof(user: User, device: str) -> str:
    """Bind a browser to the account and to its password of now."""
    told = f"{user.pk} {device} {user.password}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()[:32]
