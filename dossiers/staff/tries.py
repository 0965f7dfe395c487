"""How often codes may be tried from one address in an hour; one truth for all processes."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dossiers.models import CodeTries

from .codes import digest

WINDOW = timedelta(hours=1)


@transaction.atomic
def count_try(address: str) -> bool:
    """Count a try from this address; tell whether it is still allowed.

    The row is locked by its own change: tries that come at once are counted one by one.
    """
    now = timezone.now()
    key = digest(f"address {address}")
    row, _made = CodeTries.objects.get_or_create(address_digest=key, defaults={"since": now})
    rows = CodeTries.objects.filter(pk=row.pk)
    rows.filter(since__lte=now - WINDOW).update(since=now, count=0)
    rows.update(count=F("count") + 1)
    count: int = rows.values_list("count", flat=True).get()
    return count <= settings.AMAN_CODE_TRIES_PER_HOUR


def forgive(address: str) -> None:
    """Forget the tries of an address that had the right code, and those of earlier hours."""
    CodeTries.objects.filter(address_digest=digest(f"address {address}")).delete()
    CodeTries.objects.filter(since__lte=timezone.now() - WINDOW).delete()
