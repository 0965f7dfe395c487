"""How many bytes one person may bring in a day, by the plain form and by resumable uploads."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import rate_limits
from dossiers.models import User
from dossiers.rate_limits import Limit

DAY = timedelta(days=1)


class QuotaReachedError(Exception):
    """This person has brought as much today as one may."""

    @property
    def reason(self) -> str:
        """What to do, in the language in force."""
        return _(
            "You have sent as much today as one person may. None of this was accepted: send it"
            " tomorrow, or ask the technical administrator for more."
        )


def take(by: User, size_bytes: int) -> str:
    """Use so much of today's quota; return the key under which it is given back.

    Raises QuotaReachedError; then nothing is used.
    """
    limit = Limit(settings.AMAN_UPLOAD_BYTES_PER_DAY, DAY)
    key = f"uploads {by.pk} {timezone.localdate():%Y-%m-%d}"
    if not rate_limits.take(key, limit, amount=size_bytes):
        raise QuotaReachedError
    return key


def give_back(key: str, size_bytes: int) -> None:
    """Undo it for what was given up or refused: on the day on which it was used."""
    rate_limits.give_back(key, amount=size_bytes)
