"""What allauth asks of us: secrets at rest are sealed, names are in the reader's language."""

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers.models import User
from dossiers.storage.sealing import seal_values, unseal_values

log = logging.getLogger(__name__)

PURPOSE = "second factor"
# What an app shows above the code, in letters that every app can show.
ISSUER = "Aman"


class CannotUnsealError(Exception):
    """A secret at rest does not open: it was sealed with a secret key that is not known here."""


class SealingMFAAdapter(DefaultMFAAdapter):
    """Seals the secret of an app and the seed of the recovery codes (dossiers.storage.sealing)."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not right, or it was used before."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it may lie in the database."""
        return seal_values(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; never an empty one, whose codes anybody could reckon."""
        text = unseal_values(encrypted_text, purpose=PURPOSE)
        if not text:
            raise CannotUnsealError
        return str(text)

    def get_totp_issuer(self) -> str:
        """Return the name beside the code in the app."""
        return ISSUER

    def _get_site_name(self) -> str:
        """Return the name that the browser shows while it asks for a key."""
        return ISSUER

    def _get_user_identifier(self, user: User) -> str:
        """Return the name with which the person signs in, never an address of e-mail."""
        return user.get_username()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's signature)
        """Return a name for a key whose owner gave it none."""
        keys = Authenticator.objects.filter(user_id=user.pk, type=type)
        return gettext("Security key %(number)d") % {"number": keys.count() + 1}
