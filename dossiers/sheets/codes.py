"""The codes printed on cover sheets, separators and folder labels: opaque, signed, short.

A code holds the opaque id of a dossier and the code of a kind, never a name. A code that
this house did not sign is no code.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# What the code begins with; the digit is the version of its form.
PREFIX = "AMAN1"
# As printed on sheets since the first: a code on paper outlives the folders of this code.
SALT = "dossiers.sheet_codes"
# 96 bits, 16 letters: too many to be guessed, few enough for a code that reads well.
SIGNATURE_BYTES = 12


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What a sheet says: papers of this dossier follow, of this kind; or only "cut here"."""

    dossier_uid: str = ""
    kind_code: str = ""

    @property
    def is_separator(self) -> bool:
        """Whether it names no dossier."""
        return not self.dossier_uid

    @property
    def payload(self) -> str:
        """What is signed, and what is kept of a page that carries the code."""
        return f"{self.dossier_uid}.{self.kind_code}"

    @classmethod
    def from_payload(cls, payload: str) -> Self | None:
        """Return the code that was kept; None of an ordinary page."""
        dossier_uid, dot, kind_code = payload.partition(".")
        return cls(dossier_uid, kind_code) if dot else None

    @property
    def text(self) -> str:
        """The signed text to be printed as a QR code."""
        return f"{PREFIX}:{self.payload}:{_sign(self.payload, settings.SECRET_KEY)}"


def read_code(texts: Iterable[str]) -> SheetCode | None:
    """Return the first code of ours among the texts read off a page; forged ones are none."""
    for text in texts:
        prefix, _, rest = text.partition(":")
        payload, _, signature = rest.rpartition(":")
        if prefix == PREFIX and _is_signed(payload, signature):
            return SheetCode.from_payload(payload)
    return None


def _is_signed(payload: str, signature: str) -> bool:
    try:
        base64.urlsafe_b64decode(signature)
    except (binascii.Error, ValueError):
        return False
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(signature, _sign(payload, key)) for key in keys)


def _sign(payload: str, key: str | bytes) -> str:
    digest = salted_hmac(SALT, payload, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode()
