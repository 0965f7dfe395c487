"""Limits that hold however many ask at once: one row a limit, counted by the database itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dossiers.models import Allowance


@transaction.atomic
def take(key: str, *, amount: int, most: int, until: datetime) -> bool:
    """Use so much of a limit; False, and nothing is used, when that would be more than `most`."""
    _begin(key, until=until)
    fitting = Allowance.objects.filter(key=key, used__lte=most - amount)
    return bool(fitting.update(used=F("used") + amount))


@transaction.atomic
def count(key: str, *, until: datetime) -> int:
    """Count one more, whatever the limit; return how many there are now.

    Whoever counts the same key waits for the end of this transaction.
    """
    _begin(key, until=until)
    Allowance.objects.filter(key=key).update(used=F("used") + 1)
    return Allowance.objects.values_list("used", flat=True).get(key=key)


@transaction.atomic
def give_back(key: str, *, amount: int) -> None:
    """Undo `take`."""
    Allowance.objects.filter(key=key, used__gte=amount).update(used=F("used") - amount)


def clear_expired() -> None:
    """Delete the rows whose time is over; a chore of the worker."""
    Allowance.objects.filter(until__lt=timezone.now()).delete()


def _begin(key: str, *, until: datetime) -> None:
    """Make the row if it is not there."""
    Allowance.objects.bulk_create([Allowance(key=key, until=until)], ignore_conflicts=True)
