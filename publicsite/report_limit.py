"""What is remembered of reports: which form was sent, and how many came from one address.

Neither holds a word of a report, nor an address: forms are random numbers, addresses are kept as
keyed digests, for an hour.
"""

import time

from django.conf import settings
from django.core.cache import caches
from django.utils.crypto import salted_hmac

HOUR_S = 60 * 60
FORM_S = 24 * HOUR_S


def sent_before(form: str) -> str | None:
    """Return the tracking number that this very form received already."""
    known: str | None = caches["reports"].get(f"form:{form}")
    return known


def remember(*, form: str, tracking_number: str, address: str) -> None:
    """Note that a form was taken, and one more report of its address."""
    caches["reports"].set(f"form:{form}", tracking_number, FORM_S)
    caches["reports"].set(_key(address), [*_times(address), time.time()], HOUR_S)


def is_reached(address: str) -> bool:
    """Tell whether the address sent as many reports within the hour as one may."""
    return len(_times(address)) >= settings.AMAN_REPORTS_PER_HOUR


def _times(address: str) -> list[float]:
    since = time.time() - HOUR_S
    return [moment for moment in caches["reports"].get(_key(address), ()) if moment > since]


def _key(address: str) -> str:
    return f"from:{salted_hmac('publicsite.report', address).hexdigest()}"
