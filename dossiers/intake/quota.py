"""How many bytes one person may bring in a day, by the plain form and by resumable uploads."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import allowances


class QuotaReachedError(Exception):
    """This person has brought as much today as one may."""

    @property
    def reason(self) -> str:
        """What to do, in the language in force."""
        return _(
            "You have sent as much today as one person may. Nothing of this was taken: send it "
            "tomorrow, or ask who looks after the machine for more."
        )


def take(by: Any, size_bytes: int) -> None:
    """Use so much of today's quota. Raises QuotaReachedError; then nothing is used."""
    most = settings.AMAN_UPLOAD_BYTES_PER_DAY
    if not allowances.take(_key(by), amount=size_bytes, most=most, until=_tomorrow()):
        raise QuotaReachedError


def give_back(by: Any, size_bytes: int) -> None:
    """Undo it for what was given up or refused."""
    allowances.give_back(_key(by), amount=size_bytes)


def _key(by: Any) -> str:
    return f"uploads:{by.pk}:{timezone.localdate():%Y-%m-%d}"


def _tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)
