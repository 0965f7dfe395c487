"""Words that people typed, sealed: kept or sent away in a form that only this site can open.

Encrypted and authenticated with a key made of the site's secret (Fernet), so that a copy
of the database, a log or a browser's storage tells nothing of what was looked for.
"""

import base64
import hashlib
import json
import zlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal_values(values: Any, *, purpose: str) -> str:
    """Return plain values sealed; what is sealed for one purpose opens for no other."""
    plain = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return _keys(purpose, _secrets()).encrypt(zlib.compress(plain)).decode()


def unseal_values(sealed: str, *, purpose: str, max_age_s: int | None = None) -> Any:
    """Return the values; None when it is not ours, was changed, or is older than `max_age_s`."""
    try:
        packed = _keys(purpose, _secrets()).decrypt(sealed.encode(), ttl=max_age_s)
    except (InvalidToken, UnicodeEncodeError):
        return None
    return json.loads(zlib.decompress(packed))


def is_sealed_now(sealed: str, *, purpose: str) -> bool:
    """Tell whether the words are sealed with the secret in force, not with an older one."""
    try:
        _keys(purpose, _secrets()[:1]).decrypt(sealed.encode())
    except (InvalidToken, UnicodeEncodeError):
        return False
    return True


def _secrets() -> tuple[str, ...]:
    return tuple(map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)))


@lru_cache(maxsize=8)
def _keys(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(Fernet(_key(purpose, secret)) for secret in secrets)


def _key(purpose: str, secret: str) -> bytes:
    digest = hashlib.sha512(secret.encode()).digest()
    own = hashlib.blake2b(purpose.encode(), key=digest, digest_size=32)
    return base64.urlsafe_b64encode(own.digest())
