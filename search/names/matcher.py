"""Find the entries that carry every typed unit, inside a scope, and keep those that fit best.

The database only intersects postings of likely units; likeness and order are
judged in Python, so that every database gives the same answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from search.entries import Scope
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameRole,
    NameUnitsVersion,
)
from search.names.details import MANY_TOKENS, OpenDetails, details_open
from search.names.fitting import Carrier, Fitted, Found, Question
from search.names.parsed_query import TypedNumber
from search.names.ranking import ALL_BUT_ONE, LEAST_BESIDE
from search.names.vocabulary import Likeness

# Entries scored for one question; a name borne by more is not told apart by name.
MOST_SCORED = 2000
# Up to so many units are looked up one by one in an entry.
FEW_UNITS = 16
# Asked first whose details are open: so many times the entries of a page.
_LIKELY = 2

Rows = QuerySet[NamePosting, Any]


def in_scope(scope: Scope) -> Q:
    """Return the condition that an entry shares a reach token with the scope.

    Few tokens reach far: each candidate is looked up by itself. Many tokens are
    those of scattered folders and reach little: what they reach is read first.
    """
    reached = NameReach.objects.filter(token__in=sorted(scope.tokens))
    if len(scope.tokens) > MANY_TOKENS:
        return Q(entry_id__in=reached.values("entry_id"))
    return Q(Exists(reached.filter(entry_id=OuterRef("entry_id"))))


def numbers_hold(numbers: Iterable[TypedNumber], *, scope: Scope, year_may_lack: bool) -> Q:
    """Return the condition that every number is an identifier or the birth year.

    An entry whose details are closed to the scope holds its open identifiers alone; its
    birth year is one that is not known.
    """
    condition = Q()
    opened = details_open(scope)
    for number in numbers:
        values = NameIdentifier.objects.filter(
            entry_id=OuterRef("entry_id"), value__in=number.values
        )
        holds = Q(Exists(values.filter(is_detail=False)))
        known = Q(Exists(values))
        if number.year:
            known |= Q(entry__birth_year=number.year)
            if year_may_lack:
                holds |= Q(entry__birth_year=None) | ~opened
        condition &= holds | (known & opened)
    return condition


@dataclass(frozen=True, slots=True)
class Answer:
    """The fits of each question; `token` is of the units they rest on, None if nothing was read."""

    found: tuple[list[Found], ...]
    token: int | None


def answer(questions: Sequence[Question], details: OpenDetails) -> Answer:
    """Answer all these questions, each with its best, at most `limit`; in two statements at most.

    Where a unit was typed alone, its most alike are read first: they are enough more
    often than not. One or two more ask whose details are open, where an answer hangs on it.
    """
    askable = [question for question in questions if question.wanted and all(question.wanted)]
    reading, firsts, others = _Reading(), [], []
    for question in askable:
        alone = len(question.wanted) == 1
        rows = _rows_of_one(question) if alone else [_rows_of_all(question)]
        firsts += rows[:1]
        others += rows[1:]
    if askable and len(questions[0].wanted) > 1:
        firsts, others = firsts + others, []
    if firsts:
        reading.read(*firsts)
    if others and len(reading.carriers) < 2 * questions[0].limit:
        reading.read(*others)
    carriers = sorted(reading.carriers.values())
    fitted = {
        number: Fitted(carriers, one) for number, one in enumerate(questions) if one in askable
    }
    _settle(fitted.values(), details, likely=_LIKELY * questions[0].limit)
    answers = tuple(fitted[n].best() if n in fitted else [] for n in range(len(questions)))
    return Answer(answers, reading.token)


def _settle(fitted: Iterable[Fitted], details: OpenDetails, *, likely: int) -> None:
    """Ask whose details are open, of those on whom an answer hangs.

    First of the likely ones: to who knows the details of all, they are enough.
    """
    for most in (likely, None):
        rows = frozenset(row for one in fitted for row in one.hinging(most=most))
        if not rows:
            return
        opened = details.open_among(rows)
        for one in fitted:
            one.settle(rows, opened=opened)


def _rows_of_all(question: Question) -> Rows:
    """Return the entries carrying every unit, one of them perhaps hardly alike.

    One set for each unit that may be the least alike: where it is, all others are
    more so. Each is looked for from its rarest unit.
    """
    alike = [[like for like in likes if like.value >= ALL_BUT_ONE] for likes in question.wanted]
    hardly = [
        [like for like in likes if LEAST_BESIDE <= like.value < ALL_BUT_ONE]
        for likes in question.wanted
    ]
    cases = [[alike[0] + hardly[0], *alike[1:]]]
    for place in range(1, len(alike)):
        cases.append([*alike[:place], hardly[place], *alike[place + 1 :]])
    sets = [_rows_carrying(case, question) for case in cases if all(case)]
    if not sets:
        return NamePosting.objects.none().values("entry_id")
    rows = sets[0].union(*sets[1:]) if sets[1:] else sets[0].distinct()
    return rows.order_by("entry_id")[:MOST_SCORED]


def _rows_carrying(wanted: Iterable[Sequence[Likeness]], question: Question) -> Rows:
    rarest, *others = sorted(wanted, key=_frequency)
    postings = _carrying(rarest)
    if not question.scope.details:
        postings = postings.filter(role=NameRole.SELF)
    for likes in others:
        postings = postings.filter(Exists(_in_same_entry(likes)))
    return _narrowed(postings, question).values("entry_id")


def _in_same_entry(likes: Sequence[Likeness]) -> QuerySet[NamePosting]:
    """Return the postings of these units in the entry asked about.

    Few units are looked up one by one, by unit and entry. Many are compared with the dozen
    that the entry carries; the sum keeps a planner from looking up each of them instead.
    """
    if len(likes) <= FEW_UNITS:
        return _carrying(likes).filter(entry_id=OuterRef("entry_id"))
    unit = ExpressionWrapper(F("unit_id") + 0, output_field=BigIntegerField())
    carried = NamePosting.objects.filter(entry_id=OuterRef("entry_id")).alias(unit_asked=unit)
    return carried.filter(unit_asked__in=[like.unit for like in likes])


def _rows_of_one(question: Question) -> list[Rows]:
    """Return the entries carrying a unit typed alone by steps of likeness, given names first."""
    (likes,) = question.wanted
    steps = []
    for value in sorted({round(like.value, 2) for like in likes}, reverse=True):
        alike = [like for like in likes if round(like.value, 2) == value]
        own = _narrowed(_carrying(alike).filter(role=NameRole.SELF), question)
        steps.append(own.order_by("place", "entry_id").values("entry_id")[: 2 * question.limit])
    return steps


def _frequency(likes: Iterable[Likeness]) -> int:
    return sum(like.frequency for like in likes)


def _carrying(likes: Iterable[Likeness]) -> QuerySet[NamePosting]:
    return NamePosting.objects.filter(unit_id__in=[like.unit for like in likes])


def _narrowed(postings: QuerySet[NamePosting], question: Question) -> QuerySet[NamePosting]:
    """Keep what the numbers and the scope allow; asked last, being true of most."""
    if question.numbers:
        numbers = numbers_hold(question.numbers, scope=question.scope, year_may_lack=True)
        postings = postings.filter(numbers)
    return postings.filter(in_scope(question.scope))


def _written_in(rows: Rows) -> QuerySet[NamedEntry, Any]:
    """Return what is written in these entries, and the token of the units it rests on."""
    token = Subquery(NameUnitsVersion.objects.values("token")[:1])
    entries = NamedEntry.objects.filter(pk__in=rows)
    return entries.values_list(token, "pk", "key", "birth_year", "written")


class _Reading:
    """What is written in the entries read so far."""

    def __init__(self) -> None:
        self.carriers: dict[int, Carrier] = {}
        self.token: int | None = None

    def read(self, *rows: Rows) -> None:
        """Read all that is written in these entries, in one statement.

        Each set is looked up by itself: a database asked for "in this or in that" would
        look up both twice, or read the whole table.
        """
        first, *others = map(_written_in, rows)
        entries = first.union(*others) if others else first
        for self.token, row, key, birth_year, written in entries.iterator():
            self.carriers[row] = Carrier(key, row, birth_year, written)
