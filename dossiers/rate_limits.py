"""At most so much of something within a span: one row a limit, counted by the database itself.

However many ask at once, in however many processes, never more than the limit is given. Keys
are stored as keyed hashes: no name, address or id is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dossiers.models import RateLimit

# The part of an IPv6 address that one connection has for itself.
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so much within a span, which begins with the first that is taken.

    With `restarts` the span begins anew with each: no span of that length ever holds more.
    """

    most: int
    span: timedelta
    restarts: bool = False


def take(key: str, limit: Limit, *, amount: int = 1) -> bool:
    """Use so much of a limit; False, and nothing is used, when that would be more than it.

    For guesses of a secret: take before the secret is looked at, outside a transaction that may
    be undone, and give back or clear when it was right.
    """
    if _use(key, limit, amount):
        return True
    _begin(key, limit.span)
    return _use(key, limit, amount)


@transaction.atomic
def count(key: str, *, span: timedelta) -> int:
    """Use one more, whatever the limit; return how many there are now.

    Whoever counts the same key waits for the end of this transaction.
    """
    _begin(key, span)
    _row(key).update(used=F("used") + 1)
    return _row(key).values_list("used", flat=True).get()


def give_back(key: str, *, amount: int = 1) -> None:
    """Undo `take`."""
    _row(key).filter(used__gte=amount).update(used=F("used") - amount)


def spent(key: str) -> int:
    """Return how much is used now."""
    return spent_of([key])[key]


def spent_of(keys: Iterable[str]) -> dict[str, int]:
    """Return how much of each is used now, in one statement."""
    keys = list(keys)
    rows = RateLimit.objects.filter(pk__in=map(_hash, keys), until__gt=timezone.now())
    used = dict(rows.values_list("key", "used"))
    return {key: used.get(_hash(key), 0) for key in keys}


def clear(*keys: str) -> int:
    """Forget what was used; return how many of these limits were known."""
    return RateLimit.objects.filter(pk__in=map(_hash, keys)).delete()[0]


def clear_expired() -> int:
    """Throw away what counts no longer; return how many there were."""
    expired = RateLimit.objects.filter(until__lte=timezone.now())
    if not expired.exists():
        return 0
    # Locked, so that none begins anew between the look and the deletion.
    with transaction.atomic():
        keys = list(expired.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return RateLimit.objects.filter(pk__in=keys).delete()[0]


def connection_of(address: str) -> str:
    """Return what stands for one connection: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known.packed, IPV6_PREFIX), strict=False))


def _use(key: str, limit: Limit, amount: int) -> bool:
    now = timezone.now()
    fitting = _row(key).filter(until__gt=now, used__lte=limit.most - amount)
    restarted = {"until": now + limit.span} if limit.restarts else {}
    return bool(fitting.update(used=F("used") + amount, **restarted))


def _begin(key: str, span: timedelta) -> None:
    """Make the row if there is none; empty it when its time is over."""
    now = timezone.now()
    if _row(key).filter(until__lte=now).update(used=0, until=now + span) or _row(key).exists():
        return
    new = RateLimit(key=_hash(key), until=now + span)
    RateLimit.objects.bulk_create([new], ignore_conflicts=True)


def _row(key: str) -> QuerySet[RateLimit]:
    return RateLimit.objects.filter(pk=_hash(key))


def _hash(key: str) -> str:
    return salted_hmac("dossiers.rate_limits", key, algorithm="sha256").hexdigest()
