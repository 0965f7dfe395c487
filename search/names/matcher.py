"""Find the entries that carry every typed unit, inside a scope, and score them.

The database only intersects postings of likely units; likeness and order are
judged in Python, so that every database gives the same answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from search.entries import Scope
from search.models import NamedEntry, NameIdentifier, NamePosting, NameReach, NameRole
from search.names.ranking import THRESHOLD, Fit, WrittenPlace, best_fit
from search.names.typed import TypedNumber
from search.names.vocabulary import Likeness

# Entries scored for one question; a name borne by more is not told apart by name.
MOST_SCORED = 2000
_ROWS_PER_STATEMENT = 500
_YEAR_UNKNOWN = 0.1
# Keeps the places of parents' names apart from those of the own name.
_OTHER_NAME = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the postings.

    `wanted` holds, for each typed unit, the units of the register it may be;
    `written` is how many units are written in the register.
    """

    wanted: tuple[tuple[Likeness, ...], ...]
    numbers: tuple[TypedNumber, ...]
    scope: Scope
    written: int
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how the typed units fit it."""

    key: str
    score: float
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


def find_carriers(question: Question) -> list[Found]:
    """Return the entries that carry every wanted unit, best first, at most `limit`."""
    if not question.wanted or not all(question.wanted):
        return []
    rows = _rows_of_one(question) if len(question.wanted) == 1 else _rows_of_all(question)
    return _score(rows, question)


def _rows_of_all(question: Question) -> list[int]:
    """Return the entries carrying every unit, looked for from the rarest unit."""
    rarest, *others = sorted(question.wanted, key=_frequency)
    postings = _carrying(rarest)
    for likes in others:
        postings = postings.filter(Exists(_carrying(likes).filter(entry_id=OuterRef("entry_id"))))
    postings = _narrowed(postings, question)
    return list(postings.values_list("entry_id", flat=True).distinct()[:MOST_SCORED])


def _rows_of_one(question: Question) -> list[int]:
    """Return entries carrying a unit typed alone: most alike first, given names first."""
    (likes,) = question.wanted
    enough = 2 * question.limit
    rows: dict[int, None] = {}
    for value in sorted({round(like.value, 2) for like in likes}, reverse=True):
        alike = [like for like in likes if round(like.value, 2) == value]
        own = _narrowed(_carrying(alike).filter(role=NameRole.SELF), question)
        found = own.order_by("place", "entry_id").values_list("entry_id", flat=True)[:enough]
        rows.update(dict.fromkeys(found))
        if len(rows) >= enough:
            break
    return list(rows)


def _frequency(likes: Iterable[Likeness]) -> int:
    return sum(like.frequency for like in likes)


def _carrying(likes: Iterable[Likeness]) -> QuerySet[NamePosting]:
    return NamePosting.objects.filter(unit_id__in=[like.unit for like in likes])


def _narrowed(postings: QuerySet[NamePosting], question: Question) -> QuerySet[NamePosting]:
    """Keep what the numbers and the scope allow; asked last, being true of most."""
    if question.numbers:
        postings = postings.filter(numbers_hold(question.numbers, year_may_lack=True))
    return postings.filter(in_scope(question.scope))


def _score(rows: Sequence[int], question: Question) -> list[Found]:
    likenesses = [{like.unit: like for like in likes} for likes in question.wanted]
    fits: dict[int, Fit] = {}
    for row, name in _written_names(rows):
        fit = best_fit(likenesses, name, written=question.written)
        if fit and fit.score >= THRESHOLD and (row not in fits or fit.score > fits[row].score):
            fits[row] = fit
    ranked = sorted(fits.values(), key=lambda fit: -fit.score)
    least = ranked[min(question.limit, len(ranked)) - 1].score if ranked else 0.0
    best = {row: fit for row, fit in fits.items() if fit.score >= least}
    found = [
        Found(key, _with_year(fits[row].score, birth_year, question.numbers), birth_year, best[row])
        for row, key, birth_year in _entries(best)
    ]
    found.sort(key=lambda one: (-one.score, one.key))
    return [one for one in found[: question.limit] if one.score >= THRESHOLD]


def _with_year(score: float, birth_year: int | None, numbers: Iterable[TypedNumber]) -> float:
    """Take something off where a year was typed and none is known."""
    unknown = birth_year is None and any(number.year for number in numbers)
    return score - _YEAR_UNKNOWN if unknown else score


def _entries(rows: Iterable[int]) -> Iterator[tuple[int, str, int | None]]:
    wanted = list(rows)
    for start in range(0, len(wanted), _ROWS_PER_STATEMENT):
        yield from NamedEntry.objects.filter(
            pk__in=wanted[start : start + _ROWS_PER_STATEMENT]
        ).values_list("pk", "key", "birth_year")


def _written_names(rows: Sequence[int]) -> Iterator[tuple[int, list[WrittenPlace]]]:
    """Yield each own name of each entry, with what may narrow it (parents, places)."""
    own: dict[tuple[int, int], list[WrittenPlace]] = defaultdict(list)
    others: dict[int, list[WrittenPlace]] = defaultdict(list)
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        postings = NamePosting.objects.filter(
            entry_id__in=rows[start : start + _ROWS_PER_STATEMENT]
        )
        for row, name, unit, place, count, role, father in postings.values_list(
            "entry_id", "name", "unit_id", "place", "count", "role", "father"
        ).iterator(chunk_size=_ROWS_PER_STATEMENT):
            if role == NameRole.SELF:
                own[row, name].append(WrittenPlace(unit, place, count, role, father))
            else:
                apart = _OTHER_NAME * name + place
                others[row].append(WrittenPlace(unit, apart, count, role, father))
    for (row, _), written in own.items():
        yield row, written + others[row]
