"""Who opened unusually many dossiers outside their own units on one day.

A hint for the auditor, not a judgement: the page says how it is counted.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from dossiers.models import Dossier, Grant, JournalEntry
from dossiers.vocabulary import GrantCause, JournalAction

from .verbs import Verb

OPENING = (
    JournalAction.VIEW,
    JournalAction.PAGE_IMAGE,
    JournalAction.DOWNLOAD,
    JournalAction.PRINT,
    JournalAction.EXPORT,
)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One person on one day."""

    day: date
    user_id: int
    dossiers: int
    # Of these, dossiers that are not their own.
    outside: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """One person on one day who asked about a name more often than anybody needs."""

    day: date
    user_id: int
    tries: int


def threshold() -> int:
    """Return from how many foreign dossiers a day on a day is listed."""
    return int(settings.AMAN_ANOMALY_DOSSIERS_A_DAY)


def find_anomalies(lines: QuerySet[JournalEntry], *, days: int, now: datetime) -> list[Anomaly]:
    """Return the days above the threshold among these journal lines, the latest first."""
    since = _begin(days, now)
    opened: dict[tuple[date, int], set[int]] = defaultdict(set)
    rows = lines.filter(action__in=OPENING, at__gte=since)
    # The pages of a unit carry its id in the same column: they are no dossier.
    rows = rows.filter(folder_id__in=Dossier.objects.values("pk"))
    for at, actor, dossier in rows.values_list("at", "actor_id", "folder_id"):
        if actor is not None and dossier is not None:
            opened[timezone.localdate(at), actor].add(dossier)
    busy = {key: ids for key, ids in opened.items() if len(ids) >= threshold()}
    own = {actor: own_dossiers(actor, among=_all(busy)) for _day, actor in busy}
    anomalies = [
        Anomaly(day, actor, len(ids), len(ids - own[actor])) for (day, actor), ids in busy.items()
    ]
    return sorted(
        (one for one in anomalies if one.outside >= threshold()),
        key=lambda one: (one.day, one.outside),
        reverse=True,
    )


def find_askings(lines: QuerySet[JournalEntry], *, days: int, now: datetime) -> list[Stopped]:
    """Return who was stopped from asking about one name over and over, the latest first."""
    since = _begin(days, now)
    tries: Counter[tuple[date, int]] = Counter()
    stopped = lines.filter(
        action=JournalAction.REFUSAL,
        detail__verb=Verb.ASKED_TOO_OFTEN,
        at__gte=since,
    )
    for at, actor in stopped.values_list("at", "actor_id"):
        if actor is not None:
            tries[timezone.localdate(at), actor] += 1
    return [Stopped(day, actor, number) for (day, actor), number in sorted(tries.items())[::-1]]


def _begin(days: int, now: datetime) -> datetime:
    day = timezone.localdate(now) - timedelta(days=days - 1)
    return timezone.make_aware(datetime.combine(day, time.min))


def own_dossiers(user_id: int, *, among: set[int]) -> set[int]:
    """Return which of these dossiers are the person's own.

    Own is what lies in a unit below the centre on which they ever held a role, and
    what was given to them by name; break-glass makes nothing one's own.
    """
    held = Q(user_id=user_id) | Q(group__user=user_id)
    grants = Grant.objects.filter(held).exclude(cause=GrantCause.BREAK_GLASS)
    # The centre has no parent: a role on it makes every unit foreign, not own.
    units = grants.filter(folder__as_unit__parent__isnull=False).values("folder_id")
    by_name = grants.filter(folder__as_dossier__isnull=False).values("folder_id")
    own = Dossier.objects.filter(pk__in=among).filter(
        Q(unit__in=units) | Q(unit__parent__in=units) | Q(pk__in=by_name) | Q(parent__in=by_name)
    )
    return set(own.values_list("pk", flat=True))


def _all(opened: dict[tuple[date, int], set[int]]) -> set[int]:
    return set().union(*opened.values())
