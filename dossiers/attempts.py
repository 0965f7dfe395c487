"""Count wrong guesses of a secret, atomically and for all processes together.

An attempt is taken before the secret is looked at and given back when it was right: however
many arrive at once, never more than the limit are looked at. The count is forgotten only when
nothing was counted for the whole span, so that no span of that length holds more.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dossiers.models import AttemptCounter, User, normal_name

# Wrong codes of the second factor that one person may send, all kinds together.
CODES_LIMIT = 5
CODES_SPAN = timedelta(minutes=5)


def take(key: str, *, limit: int, span: timedelta) -> bool:
    """Count one attempt under this key; False when the limit is reached, and nothing is counted.

    Runs in transactions of its own: do not call it inside one that may be undone.
    """
    now, row = timezone.now(), _row(key)
    rows = AttemptCounter.objects.filter(pk=row)
    if rows.filter(until__lte=now).update(count=1, until=now + span):
        return True
    in_span = rows.filter(until__gt=now)
    if in_span.filter(count__lt=limit).update(count=F("count") + 1, until=now + span):
        return True
    if rows.exists():
        return False
    AttemptCounter.objects.bulk_create(
        [AttemptCounter(key=row, count=0, until=now + span)], ignore_conflicts=True
    )
    return bool(in_span.filter(count__lt=limit).update(count=F("count") + 1, until=now + span))


def give_back(key: str) -> None:
    """Take back one attempt: the secret was right."""
    AttemptCounter.objects.filter(pk=_row(key), count__gt=0).update(count=F("count") - 1)


def clear(*keys: str) -> int:
    """Forget what was counted under these keys; return how many were known."""
    return AttemptCounter.objects.filter(pk__in=[_row(key) for key in keys]).delete()[0]


def spent(key: str) -> int:
    """Return how many attempts count under this key now."""
    rows = AttemptCounter.objects.filter(pk=_row(key), until__gt=timezone.now())
    return rows.values_list("count", flat=True).first() or 0


def forget_old() -> int:
    """Throw away what counts no longer."""
    return AttemptCounter.objects.filter(until__lte=timezone.now()).delete()[0]


def password_key(name: str) -> str:
    """Return under what wrong passwords for a name are counted, whether it exists or not."""
    return f"password {normal_name(name)}"


def code_key(user: User) -> str:
    """Return under what wrong codes of a person are counted: codes of an app, recovery, keys."""
    return f"code {user.pk}"


def take_code(user: User) -> bool:
    """Count one code of this person, of whatever kind; False when there were too many."""
    return take(code_key(user), limit=CODES_LIMIT, span=CODES_SPAN)


def _row(key: str) -> str:
    return salted_hmac("dossiers.attempts", key, algorithm="sha256").hexdigest()
