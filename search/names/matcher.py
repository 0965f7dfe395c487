"""Find the entries that carry every typed unit, inside a scope, and score them.

The database only intersects postings of likely units; likeness and order are
judged in Python, so that every database gives the same answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from search.entries import Scope
from search.models import NamedEntry, NameIdentifier, NamePosting, NameReach, NameRole
from search.names.ranking import Fit, WrittenPlace, best_fit
from search.names.typed import TypedNumber
from search.names.vocabulary import Likeness

# Entries scored for one question; a name borne by more is not told apart by name.
MOST_SCORED = 2000
_STRONG = 0.9

# For each typed unit, the units of the register it may be.
Wanted = Sequence[tuple[Likeness, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how the typed units fit it."""

    row: int
    key: str
    birth_year: int | None
    fit: Fit


def in_scope(scope: Scope) -> Exists:
    """Return the condition that an entry shares a reach token with the scope."""
    return Exists(
        NameReach.objects.filter(entry_id=OuterRef("entry_id"), token__in=sorted(scope.tokens))
    )


def numbers_hold(numbers: Iterable[TypedNumber], *, year_may_lack: bool) -> Q:
    """Return the condition that every number is an identifier or the birth year."""
    condition = Q()
    for number in numbers:
        holds = Q(
            Exists(NameIdentifier.objects.filter(entry_id=OuterRef("entry_id"), value=number.value))
        )
        if number.year:
            holds |= Q(entry__birth_year=number.year)
            if year_may_lack:
                holds |= Q(entry__birth_year=None)
        condition &= holds
    return condition


def _frequency(likes: Iterable[Likeness]) -> int:
    return sum(like.frequency for like in likes)


def _carriers(wanted: Wanted, *, scope: Scope, numbers: Sequence[TypedNumber]) -> QuerySet:
    """Return postings of the rarest typed unit whose entry also carries the others."""
    rarest, *others = sorted(wanted, key=_frequency)
    postings = NamePosting.objects.filter(
        numbers_hold(numbers, year_may_lack=True),
        in_scope(scope),
        unit_id__in=[like.unit for like in rarest],
    )
    for likes in others:
        postings = postings.filter(
            Exists(
                NamePosting.objects.filter(
                    entry_id=OuterRef("entry_id"), unit_id__in=[like.unit for like in likes]
                )
            )
        )
    return postings


def _own_carriers(
    likes: tuple[Likeness, ...], *, scope: Scope, numbers: Sequence[TypedNumber], limit: int
) -> list[int]:
    """Return entries carrying a unit typed alone: most alike first, given names first."""
    found: dict[int, None] = {}
    for value in sorted({round(like.value, 2) for like in likes}, reverse=True):
        units = [like for like in likes if round(like.value, 2) == value]
        own = _carriers([tuple(units)], scope=scope, numbers=numbers).filter(role=NameRole.SELF)
        rows = own.order_by("place", "entry_id").values_list("entry_id", flat=True)
        found.update(dict.fromkeys(rows[: 2 * limit]))
        if len(found) >= 2 * limit:
            break
    return list(found)


def find_carriers(
    wanted: Wanted, *, scope: Scope, numbers: Sequence[TypedNumber], limit: int
) -> list[Found]:
    """Return the entries that carry every wanted unit, best fit first."""
    if not wanted or not all(wanted):
        return []
    if len(wanted) == 1:
        rows = _own_carriers(wanted[0], scope=scope, numbers=numbers, limit=limit)
    else:
        carriers = _carriers(wanted, scope=scope, numbers=numbers)
        rows = list(carriers.values_list("entry_id", flat=True).distinct()[:MOST_SCORED])
    return score_entries(rows, wanted)


def score_entries(rows: Sequence[int], wanted: Wanted) -> list[Found]:
    """Return how well these entries fit, best first; those that do not fit are left out."""
    likenesses = [{like.unit: like.value for like in likes} for likes in wanted]
    fits: dict[int, Fit] = {}
    for row, written in _written_names(rows):
        fit = best_fit(likenesses, written)
        if fit and (row not in fits or fit.score > fits[row].score):
            fits[row] = fit
    known = NamedEntry.objects.in_bulk(list(fits))
    found = [Found(row, known[row].key, known[row].birth_year, fit) for row, fit in fits.items()]
    return sorted(found, key=lambda one: (-one.fit.score, one.key))


def _written_names(rows: Sequence[int]) -> Iterable[tuple[int, list[WrittenPlace]]]:
    """Yield each own name of each entry, with what may narrow it (parents, places)."""
    own: dict[tuple[int, int], list[WrittenPlace]] = defaultdict(list)
    others: dict[int, list[WrittenPlace]] = defaultdict(list)
    for start in range(0, len(rows), 500):
        postings = NamePosting.objects.filter(entry_id__in=rows[start : start + 500])
        for row, name, unit, place, count, role in postings.values_list(
            "entry_id", "name", "unit_id", "place", "count", "role"
        ):
            if role == NameRole.SELF:
                own[row, name].append(WrittenPlace(unit, place, count, role))
            else:
                others[row].append(WrittenPlace(unit, 100 * name + place, count, role))
    for (row, _), written in own.items():
        yield row, written + others[row]
