"""A limit on asking whether one name is written already: who varies a date to learn one is stopped.

A name counts as it sounds, so that another spelling is no other name. What is counted tells no
name (dossiers.rate_limits), and is kept for a day.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal, rate_limits
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import User
from dossiers.rate_limits import Limit
from dossiers.vocabulary import JournalAction
from search.analysis.names import split_name
from search.analysis.phonetics import sound_of

# Twice for each paper of a family with twins is less; a birth date takes hundreds.
MOST_A_DAY = 12
LIMIT = Limit(MOST_A_DAY, timedelta(days=1))


def count_asking(names: Iterable[str], *, by: User) -> None:
    """Count one question about a person of these names; raise RefusedError above the limit.

    Atomic: of many at once, no more than the limit are let through. Whoever is stopped is told
    of in the journal, once for each try.
    """
    sounds = {_sound_of(name) for name in names} - {""}
    keys = [f"asking {by.pk} {timezone.localdate()} {sound}" for sound in sorted(sounds)]
    with transaction.atomic():
        passed = [key for key in keys if not rate_limits.take(key, LIMIT)]
        if passed:
            journal.record(by=by, action=JournalAction.REFUSAL, verb=Verb.ASKED_TOO_OFTEN)
    if passed:
        raise RefusedError(
            _("You have asked about this name too often today. Ask the management who is meant.")
        )


def _sound_of(name: str) -> str:
    """Return the consonants of a name, in whatever order; "" without any."""
    sounds = sorted(sound_of(unit.text).skeleton for unit in split_name(name))
    return " ".join(filter(None, sounds))
