"""How the entries that were read fit a question: by names alone, and with details beside them.

Asks no table. Parents, places and the year of birth count only where they are open to
whoever asks, which the caller looks up; of most entries the answer is the same either way.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from search.entries import Scope
from search.models import NameRole
from search.names.ranking import THRESHOLD, Fit, best_fit, likeness_score
from search.names.typed import TypedNumber
from search.names.vocabulary import Likeness
from search.names.written import Pattern, patterns, places_of, spellings

_YEAR_UNKNOWN = 0.1
_SELF = str(int(NameRole.SELF))

# What is written beside the own names: role and unit.
Beside = tuple[tuple[str, str], ...]


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


class Carrier(NamedTuple):
    """An entry with the line of what is written in it; sorted as equals are shown."""

    key: str
    row: int
    birth_year: int | None
    written: str


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how the typed units fit it."""

    key: str
    score: float
    birth_year: int | None
    fit: Fit


class Fitted(NamedTuple):
    """An entry as it is answered where its details are open, and where they are closed.

    One and the same thing where they change nothing; `closed` is None where nobody is shown.
    """

    row: int
    opened: Found
    closed: Found | None


def fit_all(carriers: Sequence[Carrier], question: Question) -> list[Fitted]:
    """Return the entries that fit; `carriers` in the order in which those that fit alike are shown.

    Where enough fit as well as anybody could, nobody further on is looked at.
    """
    fitting, fitted = _Fitting(question), []
    full_marks = likeness_score([likes[0] for likes in question.wanted], written=question.written)
    waiting = question.limit
    for carrier in carriers:
        one = fitting.fitted(carrier)
        if one:
            fitted.append(one)
            waiting -= one.closed is not None and one.closed.score >= full_marks
            if not waiting:
                break
    return fitted


def hinging(questions: Iterable[Sequence[Fitted]], *, limit: int) -> frozenset[int]:
    """Return the entries on whose details the `limit` best of one of the questions hang."""
    return frozenset(row for fitted in questions for row in _hinging(fitted, limit=limit))


def _hinging(fitted: Sequence[Fitted], *, limit: int) -> list[int]:
    changing = [one for one in fitted if one.opened is not one.closed]
    if not changing:
        return []
    # So many are at least as good, whatever is open.
    certain = nlargest(limit, (one.closed.score for one in fitted if one.closed))
    least = certain[-1] if len(certain) == limit else THRESHOLD
    return [one.row for one in changing if one.opened.score >= least]


def best(fitted: Iterable[Fitted], opened: AbstractSet[int], *, limit: int) -> list[Found]:
    """Return the best, at most `limit`; `opened` are the entries whose details are open."""
    found = [one.opened if one.row in opened else one.closed for one in fitted]
    shown = [one for one in found if one and one.score >= THRESHOLD]
    return sorted(shown, key=lambda one: (-one.score, one.key))[:limit]


class _Fitting:
    """How entries fit one question; names that are the same where it counts are fitted once.

    A fit depends on the places of typed units, and on how long the own name is and where in
    it "son of" is written.
    """

    def __init__(self, question: Question) -> None:
        self._likenesses = [{like.unit: like for like in likes} for likes in question.wanted]
        self._wanted = spellings(unit for likeness in self._likenesses for unit in likeness)
        self._written = question.written
        self._knows_details = bool(question.scope.details)
        self._asks_year = any(number.year for number in question.numbers)
        self._fits: dict[tuple[Pattern, Beside], Fit | None] = {}

    def fitted(self, carrier: Carrier) -> Fitted | None:
        """Return how an entry fits, or None if nobody is shown it."""
        own, beside = [], []
        for role, pattern in patterns(carrier.written, self._wanted):
            if role == _SELF:
                own.append(pattern)
            elif self._knows_details:
                beside += [(role, unit) for unit in pattern if unit in self._wanted]
        fit = self._best(own, tuple(beside))
        if not fit:
            return None
        alone = self._best(own, ()) if beside else fit
        if alone and alone.score >= fit.score:
            fit = alone
        closed = self._found(carrier.key, alone, None) if alone else None
        year = carrier.birth_year if self._knows_details and self._asks_year else None
        if fit is alone and year is None and closed:
            return Fitted(carrier.row, closed, closed)
        return Fitted(carrier.row, self._found(carrier.key, fit, year), closed)

    def _best(self, own: Iterable[Pattern], beside: Beside) -> Fit | None:
        fits = [self._fit(pattern, beside) for pattern in own]
        shown = [fit for fit in fits if fit and fit.score >= THRESHOLD]
        return max(shown, key=lambda fit: fit.score, default=None)

    def _found(self, key: str, fit: Fit, birth_year: int | None) -> Found:
        """Return what is shown; a year that was typed and is not known takes something off."""
        unknown = self._asks_year and birth_year is None
        return Found(key, fit.score - _YEAR_UNKNOWN * unknown, birth_year, fit)

    def _fit(self, own: Pattern, beside: Beside) -> Fit | None:
        same = own, beside
        if same not in self._fits:
            name = places_of(own, role=NameRole.SELF)
            for place, (role, unit) in enumerate(beside):
                name += places_of([unit], role=int(role), first=place)
            self._fits[same] = best_fit(self._likenesses, name, written=self._written)
        return self._fits[same]
