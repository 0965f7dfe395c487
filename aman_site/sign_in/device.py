"""Know a browser in which an account has signed in: a signed cookie, for this account alone.

It opens nothing. It only lets wrong passwords from such browsers be counted by themselves, so
that somebody who guesses elsewhere does not keep the owner out. A new password ends it.
"""

import hmac
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


def is_known(request: HttpRequest, user: User) -> bool:
    """Tell whether this account signed in before in this browser."""
    return any(
        pk == user.pk and hmac.compare_digest(proof, _proof(user))
        for pk, proof, _at in _known(request)
    )


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Let this browser carry that the account has signed in here."""
    others = [entry for entry in _known(request) if entry[0] != user.pk]
    known = [[user.pk, _proof(user), int(time.time())], *others][:PEOPLE_MAX]
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
    return [entry for entry in entries if entry[2] > time.time() - KNOWN_FOR_S]


def _proof(user: User) -> str:
    """Bind the cookie to the account and to its password of now."""
    content = f"{user.pk} {user.password}"
    return salted_hmac(SALT, content, algorithm="sha256").hexdigest()[:32]
