"""The apps and keys of a person: rows of allauth."""

from typing import Any

from allauth.mfa.models import Authenticator

from dossiers.models import User

# Recovery codes alone are no factor: they replace one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user: User) -> Any:
    """Return the apps and keys of a person."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
