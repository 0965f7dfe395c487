"""A limit on asking whether one name is written already: who varies a date to learn one is stopped.

A name counts as it sounds, so that another spelling is no other name. What is counted tells no
name: a keyed digest, for a day.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.actions.errors import RefusedError
from dossiers.models import NameAsking
from dossiers.vocabulary import JournalAction
from search.analysis.names import split_name
from search.analysis.phonetics import sound_of

# Twice for each paper of a family with twins is less; a birth date takes hundreds.
MOST_A_DAY = 12
TOO_OFTEN = "asked too often about one name"


def count_asking(names: Iterable[str], *, by: Any) -> None:
    """Count one question about a person of these names; raise RefusedError above the limit.

    Atomic: of many at once, no more than the limit are let through. Whoever is stopped is told
    of in the journal, once for each try.
    """
    keys = {_key(name) for name in names} - {""}
    today = timezone.localdate()
    with transaction.atomic():
        NameAsking.objects.filter(user=by, day__lt=today).delete()
        numbers = [_count(key, by=by, day=today) for key in sorted(keys)]
        is_too_often = max(numbers, default=0) > MOST_A_DAY
        if is_too_often:
            journal.record(by=by, action=JournalAction.REFUSAL, verb=TOO_OFTEN)
    if is_too_often:
        raise RefusedError(
            _("You have asked about this name too often today. Ask the direction who is meant.")
        )


def _count(key: str, *, by: Any, day: Any) -> int:
    row, _is_new = NameAsking.objects.get_or_create(user=by, day=day, key=key)
    NameAsking.objects.filter(pk=row.pk).update(number=F("number") + 1)
    return NameAsking.objects.values_list("number", flat=True).get(pk=row.pk)


def _key(name: str) -> str:
    """Return the digest of the consonants of a name, in whatever order; "" without any."""
    sounds = sorted(sound_of(unit.text).skeleton for unit in split_name(name))
    told = " ".join(filter(None, sounds))
    secret = f"name asking {settings.SECRET_KEY}".encode()
    return hmac.new(secret, told.encode(), sha256).hexdigest() if told else ""
