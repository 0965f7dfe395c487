"""How the entries that were read fit a question: by names alone, and with details beside them.

Asks no table. Parents, places and the year of birth count only where they are open to
whoever asks, which the caller looks up; of most entries the answer is the same either way.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from search.entries import Scope
from search.models import NameRole
from search.names.parsed_query import TypedNumber
from search.names.ranking import THRESHOLD, Fit, best_fit, likeness_score
from search.names.stored_spellings import Pattern, patterns, places_of, spellings
from search.names.vocabulary import Likeness

_YEAR_UNKNOWN = 0.1
_SELF = str(int(NameRole.SELF))

# What is written beside the own names: role and unit.
Beside = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the postings.

    `wanted` holds, for each typed unit, the units of the register it may be;
    `written` is how many units are written in the register; `asks_father` tells
    that "son of" was typed.
    """

    wanted: tuple[Sequence[Likeness], ...]
    numbers: tuple[TypedNumber, ...]
    scope: Scope
    written: int
    limit: int
    asks_father: bool


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
    rank: float
    birth_year: int | None
    fit: Fit


class _Ranked(NamedTuple):
    """An entry in its place: sorted as shown, best first."""

    minus_rank: float
    key: str
    carrier: Carrier
    fit: Fit
    # What is taken off its score beside what the fit lacks.
    off: float


class Fitted:
    """The entries that fit a question, ranked as if all details were open that are not yet known.

    Closed details only ever take something off: whoever stands behind enough others whose
    place is certain need not be asked about.
    """

    def __init__(self, carriers: Iterable[Carrier], question: Question) -> None:
        """Fit the carriers, which come in the order in which those that fit alike are shown."""
        self._fitting = _Fitting(question)
        self._limit = question.limit
        self._certain: set[int] = set()
        self._ranked = self._fit_all(carriers, question)

    def _fit_all(self, carriers: Iterable[Carrier], question: Question) -> list[_Ranked]:
        """Where enough fit as well as anybody could, nobody further on is looked at."""
        likes = [likes[0] for likes in question.wanted]
        full_marks = likeness_score(likes, written=question.written)
        ranked, waiting = [], question.limit
        for carrier in carriers:
            one = self._fitting.ranked(carrier, is_open=True)
            if one:
                ranked.append(one)
                if -one.minus_rank >= full_marks:
                    waiting -= not self._fitting.hinges(one)
                    if not waiting:
                        break
        return sorted(ranked)

    def hinging(self, *, most: int | None) -> list[int]:
        """Return the entries on whose details the page hangs, the `most` likely ones of them."""
        rows, certain = [], 0
        for one in self._ranked:
            row = one.carrier.row
            if row in self._certain or not self._fitting.hinges(one):
                certain += 1
                if certain == self._limit:
                    break
            else:
                rows.append(row)
        return rows[:most]

    def settle(self, rows: AbstractSet[int], *, opened: AbstractSet[int]) -> None:
        """Take note of whose details are open, of these entries, and rank them anew."""
        self._certain |= rows
        closed = rows - opened
        open_candidates = [one for one in self._ranked if one.carrier.row not in closed]
        again = (one.carrier for one in self._ranked if one.carrier.row in closed)
        found = (self._fitting.ranked(carrier, is_open=False) for carrier in again)
        self._ranked = sorted([*open_candidates, *filter(None, found)])

    def best(self) -> list[Found]:
        """Return what is shown; nothing of it may hang on details still."""
        return [
            Found(one.key, score, -one.minus_rank, one.carrier.birth_year, one.fit)
            for one in self._ranked[: self._limit]
            if (score := one.fit.score - one.off) >= THRESHOLD
        ]


class _Fitting:
    """How entries fit one question; names that are the same where it counts are fitted once.

    A fit depends on the places of typed units, and on how long the own name is and where in
    it "son of" is written.
    """

    def __init__(self, question: Question) -> None:
        self._likenesses = [{like.unit: like for like in likes} for likes in question.wanted]
        self._wanted = spellings(unit for likeness in self._likenesses for unit in likeness)
        self._written = question.written
        self._asks_father = question.asks_father
        self._knows_details = bool(question.scope.details)
        self._asks_year = any(number.year for number in question.numbers)
        self._fits: dict[tuple[Pattern, Beside], Fit | None] = {}

    def ranked(self, carrier: Carrier, *, is_open: bool) -> _Ranked | None:
        """Return how an entry fits whose details are open or closed; None if it is not shown."""
        is_open = is_open and self._knows_details
        fit = self._best(carrier.written, is_open=is_open)
        if not fit:
            return None
        if not is_open:
            carrier = carrier._replace(birth_year=None)
        # Something is taken off where a year was typed and none is known.
        off = _YEAR_UNKNOWN if self._asks_year and carrier.birth_year is None else 0.0
        return _Ranked(off - fit.rank, carrier.key, carrier, fit, off)

    def hinges(self, one: _Ranked) -> bool:
        """Tell whether an entry, fitted as if open, would be answered otherwise if it is closed."""
        if not self._knows_details:
            return False
        if self._asks_year and one.carrier.birth_year is not None:
            return True
        return any(place.role != NameRole.SELF for place in one.fit.places)

    def _best(self, line: str, *, is_open: bool) -> Fit | None:
        """Return the best fit of an entry's own names; if open, of parents and places beside."""
        own, beside = [], []
        for role, pattern in patterns(line, self._wanted):
            if role == _SELF:
                own.append(pattern)
            elif is_open:
                beside += [(role, unit) for unit in pattern if unit in self._wanted]
        fits = [self._fit(pattern, tuple(beside)) for pattern in own]
        shown = [fit for fit in fits if fit and fit.score >= THRESHOLD]
        return max(shown, key=lambda fit: fit.rank, default=None)

    def _fit(self, own: Pattern, beside: Beside) -> Fit | None:
        same = own, beside
        if same not in self._fits:
            name = places_of(own, role=NameRole.SELF)
            for place, (role, unit) in enumerate(beside):
                name += places_of([unit], role=int(role), first=place)
            self._fits[same] = best_fit(
                self._likenesses, name, written=self._written, asks_father=self._asks_father
            )
        return self._fits[same]
