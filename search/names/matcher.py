"""Find the entries that carry every typed unit, inside a scope, and score them.

The database only intersects postings of likely units; likeness and order are
judged in Python, so that every database gives the same answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat

from search.entries import Scope
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameRole,
    NameUnitsVersion,
)
from search.names.ranking import ALL_BUT_ONE, LEAST_BESIDE, THRESHOLD, Fit, best_fit, likeness_score
from search.names.typed import TypedNumber
from search.names.vocabulary import Likeness
from search.names.written import Pattern, patterns, places_of, spellings

# Entries scored for one question; a name borne by more is not told apart by name.
MOST_SCORED = 2000
# Up to so many units are looked up one by one in an entry.
FEW_UNITS = 16
# Above, a scope is one of scattered folders.
MANY_TOKENS = 16
_YEAR_UNKNOWN = 0.1
_SELF = str(int(NameRole.SELF))

Rows = QuerySet[NamePosting, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the postings.

    `wanted` holds, for each typed unit, the units of the register it may be;
    `written` is how many units are written in the register.
    """

    wanted: tuple[Sequence[Likeness], ...]
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


def in_scope(scope: Scope) -> Q:
    """Return the condition that an entry shares a reach token with the scope.

    Few tokens reach far: each candidate is looked up by itself. Many tokens are
    those of scattered folders and reach little: what they reach is read first.
    """
    reached = NameReach.objects.filter(token__in=sorted(scope.tokens))
    if len(scope.tokens) > MANY_TOKENS:
        return Q(entry_id__in=reached.values("entry_id"))
    return Q(Exists(reached.filter(entry_id=OuterRef("entry_id"))))


def details_open(scope: Scope, *, path: str = "entry_id") -> Q:
    """Return the condition that the scope opens the details of the entry at `path`.

    Few tokens are looked up one by one. Of many, those that the entry has are read and
    compared: the joined text keeps a planner from looking up each of the scope's instead.
    """
    if not scope.details:
        return Q(**{f"{path}__in": ()})
    held, asked = NameReach.objects.filter(entry_id=OuterRef(path)), sorted(scope.details)
    if len(asked) <= MANY_TOKENS:
        return Q(Exists(held.filter(token__in=asked)))
    token = Concat("token", Value(""), output_field=CharField())
    return Q(Exists(held.alias(token_asked=token).filter(token_asked__in=asked)))


def numbers_hold(numbers: Iterable[TypedNumber], *, scope: Scope, year_may_lack: bool) -> Q:
    """Return the condition that every number is an identifier or the birth year.

    An entry whose details are closed to the scope holds its open identifiers alone; its
    birth year is one that is not known.
    """
    condition = Q()
    opened = details_open(scope)
    for number in numbers:
        values = NameIdentifier.objects.filter(entry_id=OuterRef("entry_id"), value=number.value)
        holds = Q(Exists(values.filter(is_detail=False)))
        known = Q(Exists(values))
        if number.year:
            known |= Q(entry__birth_year=number.year)
            if year_may_lack:
                holds |= Q(entry__birth_year=None) | ~opened
        condition &= holds | (known & opened)
    return condition


class _Carrier(NamedTuple):
    """An entry with the line of what is written in it; no details where they are closed."""

    key: str
    birth_year: int | None
    written: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The fits of each question; `token` is of the units they rest on, None if nothing was read."""

    found: tuple[list[Found], ...]
    token: int | None


def answer(questions: Sequence[Question]) -> Answer:
    """Answer all these questions, each with its best, at most `limit`; in two statements at most.

    Where a unit was typed alone, its most alike are read first: they are enough more
    often than not.
    """
    askable = [question for question in questions if question.wanted and all(question.wanted)]
    reading, firsts, others = _Reading(_details_asked(askable)), [], []
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
    found = tuple(
        _score(carriers, question) if question in askable else [] for question in questions
    )
    return Answer(found, reading.token)


def _details_asked(questions: Sequence[Question]) -> Scope:
    """Return whose details may matter: a single name is looked for among own names only."""
    if any(len(question.wanted) > 1 or question.numbers for question in questions):
        return questions[0].scope
    return Scope(frozenset())


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


class _Fitting:
    """How entries fit one question; names that are the same where it counts are fitted once.

    A fit depends on the places of typed units, and on how long the own name is and where in
    it "son of" is written.
    """

    def __init__(self, question: Question) -> None:
        self._likenesses = [{like.unit: like for like in likes} for likes in question.wanted]
        self._wanted = spellings(unit for likeness in self._likenesses for unit in likeness)
        self._written = question.written
        self._fits: dict[tuple[Pattern, tuple[tuple[str, str], ...]], Fit | None] = {}

    def best(self, line: str, *, is_open: bool) -> Fit | None:
        """Return the best fit of an entry's own names; if open, of parents and places beside."""
        own, beside = [], []
        for role, pattern in patterns(line, self._wanted):
            if role == _SELF:
                own.append(pattern)
            elif is_open:
                beside += [(role, unit) for unit in pattern if unit in self._wanted]
        fits = [self._fit(pattern, tuple(beside)) for pattern in own]
        shown = [fit for fit in fits if fit and fit.score >= THRESHOLD]
        return max(shown, key=lambda fit: fit.score, default=None)

    def _fit(self, own: Pattern, beside: tuple[tuple[str, str], ...]) -> Fit | None:
        same = own, beside
        if same not in self._fits:
            name = places_of(own, role=NameRole.SELF)
            for place, (role, unit) in enumerate(beside):
                name += places_of([unit], role=int(role), first=place)
            self._fits[same] = best_fit(self._likenesses, name, written=self._written)
        return self._fits[same]


def _score(carriers: Sequence[_Carrier], question: Question) -> list[Found]:
    """Return the best; `carriers` in the order in which those that fit alike are shown.

    Where enough fit as well as anybody could, nobody further on is looked at.
    """
    fitting, found = _Fitting(question), []
    full_marks = likeness_score([likes[0] for likes in question.wanted], written=question.written)
    waiting = question.limit
    for key, birth_year, line, is_open in carriers:
        fit = fitting.best(line, is_open=is_open)
        if fit:
            score = _with_year(fit.score, birth_year, question.numbers)
            found.append(Found(key, score, birth_year, fit))
            waiting -= score >= full_marks
            if not waiting:
                break
    found.sort(key=lambda one: (-one.score, one.key))
    return [one for one in found[: question.limit] if one.score >= THRESHOLD]


def _with_year(score: float, birth_year: int | None, numbers: Iterable[TypedNumber]) -> float:
    """Take something off where a year was typed and none is known."""
    unknown = birth_year is None and any(number.year for number in numbers)
    return score - _YEAR_UNKNOWN if unknown else score


def _written_in(rows: Rows, scope: Scope) -> QuerySet[NamedEntry, Any]:
    """Return what is written in these entries, and the token of the units it rests on."""
    token = Subquery(NameUnitsVersion.objects.values("token")[:1])
    opened: Any = Value(False)  # noqa: FBT003 (Django's signature)
    if scope.details:
        opened = ExpressionWrapper(details_open(scope, path="pk"), output_field=BooleanField())
    entries = NamedEntry.objects.filter(pk__in=rows)
    return entries.values_list(token, "pk", "key", "birth_year", "written", opened)


class _Reading:
    """What is written in the entries read so far, as far as the scope may know."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.carriers: dict[int, _Carrier] = {}
        self.token: int | None = None

    def read(self, *rows: Rows) -> None:
        """Read all that is written in these entries, in one statement.

        Each set is looked up by itself: a database asked for "in this or in that" would
        look up both twice, or read the whole table.
        """
        first, *others = (_written_in(some, self._scope) for some in rows)
        entries = first.union(*others) if others else first
        for self.token, row, key, birth_year, written, is_open in entries.iterator():
            year = birth_year if is_open else None
            self.carriers[row] = _Carrier(key, year, written, bool(is_open))
