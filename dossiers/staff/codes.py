"""Secrets of one-time links: made here, kept as keyed digests, never written anywhere else.

The token (192 bits) stands behind the `#` of a link, which no browser sends to a server: it
is in no log, no proxy and no `Referer`. The short code is for whoever types.
"""

import secrets
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

TOKEN_BYTES = 24
# Without letters and digits that look alike on paper: 12 of 30 are 58 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
GROUP = 4
SALT = "dossiers.staff.codes"


@dataclass(frozen=True, slots=True)
class Secret:
    """Both secrets of one invitation, to be shown once."""

    token: str
    code: str

    @property
    def spelt_code(self) -> str:
        """The code in groups of four."""
        return "-".join(self.code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def new_secret() -> Secret:
    """Make a token and a code that nobody can guess."""
    code = "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))
    return Secret(token=secrets.token_urlsafe(TOKEN_BYTES), code=code)


def digest(secret: str) -> str:
    """Return what is stored of a secret (64 hex digits); it needs the site's own key."""
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()


def digests_of(typed: str) -> list[str]:
    """Return the digests that something typed or pasted may stand for: a link, a token, a code.

    >>> len(digests_of("https://example.org/#abc"))
    2
    """
    words = typed.rpartition("#")[2].strip()
    code = "".join(letter for letter in words.upper() if letter.isalnum())
    return [digest(words), digest(code)]
