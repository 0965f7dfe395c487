"""Find people by what was typed in the one box."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from math import prod

from django.db.models import Q

from search.analysis.names import is_arabic, words_of
from search.analysis.references import references_meant
from search.entries import NameHit, Scope
from search.models import NameIdentifier, NameRole
from search.names.details import OpenDetails, details_open
from search.names.fitting import Found, Question
from search.names.matcher import MOST_SCORED, answer, in_scope, numbers_hold
from search.names.parsed_query import Typed, TypedNumber, read_typed
from search.names.ranking import SURE, THRESHOLD, UNITS_PER_PERSON, showable
from search.names.readings import Reading, one_left_out, together_or_apart
from search.names.vocabulary import Likeness, Vocabulary, held_vocabulary, vocabulary

# Asked first; what is less alike is asked for only where nothing sure was found.
# Of names that very many bear, only the most alike: more than can be scored are cut off.
_LIKELY = (0.75, 0.85, 0.95)
_SAME = 0.99
_SCORE_DIGITS = 4
_LIKE_SPELLING = 0.85
_FEWEST_LETTERS = 2
# The year, a stroke and perhaps the number. No other value is found by its beginning:
# typed digit by digit, it would tell itself.
_BEGUN_REFERENCE = re.compile(r"(?:19|20)\d\d/[\d-]*")


def find_names(text: str, *, scope: Scope, limit: int = 25, prefix: bool = False) -> list[NameHit]:
    """Return the people inside `scope` that `text` may name, best first.

    `text` holds names in either script, and perhaps a birth year, a place, a
    parent's name, an act number or a reference, which narrow the answer. With
    `prefix` every word may be begun only. Nobody is returned when nobody fits.
    """
    if not scope.tokens:
        return []
    typed = read_typed(text, is_identifier=partial(_is_identifier, scope=scope))
    if not typed.units:
        meant = _find_by_references(text, scope=scope, limit=limit)
        others = _find_by_numbers(typed.numbers, scope=scope, limit=limit, prefix=prefix)
        return list({hit.key: hit for hit in [*others, *meant]}.values())[:limit]
    kind = _PrefixSearch if prefix else _Search
    search = kind(typed, held_vocabulary(), scope=scope, limit=limit)
    hits = search.hits()
    # What was read tells its token; where nothing was, ask before saying "nobody".
    if search.token != search.words.token and (now := vocabulary()) is not search.words:
        hits = kind(typed, now, scope=scope, limit=limit).hits()
    return hits


def suggest_names(text: str, *, scope: Scope, limit: int = 8) -> list[NameHit]:
    """Return people while the name is being typed, from two letters on."""
    if sum(char.isalnum() for char in text) < _FEWEST_LETTERS:
        return []
    return find_names(text, scope=scope, limit=limit, prefix=True)


def _is_identifier(value: str, *, scope: Scope) -> bool:
    """Tell whether somebody in the scope is known by this value; of others nothing is told."""
    held = NameIdentifier.objects.filter(in_scope(scope), value=value)
    return held.filter(Q(is_detail=False) | details_open(scope)).exists()


def _find_by_numbers(
    numbers: Sequence[TypedNumber], *, scope: Scope, limit: int, prefix: bool
) -> list[NameHit]:
    """Return the entries that hold every number as an exact value or the birth year.

    With `prefix` a reference may be begun only: 2026/00.
    """
    if not numbers:
        return []
    if prefix and len(numbers) == 1 and _BEGUN_REFERENCE.match(numbers[0].value):
        return _find_by_reference(numbers[0], scope=scope, limit=limit)
    identified = NameIdentifier.objects.filter(
        in_scope(scope), value__in=[value for number in numbers for value in number.values]
    ).filter(numbers_hold(numbers, scope=scope, year_may_lack=False))
    keys = identified.order_by("entry__key").values_list("entry__key", flat=True).distinct()
    why = tuple((number.text, number.value, "identifier") for number in numbers)
    return [NameHit(key, 1.0, sure=True, why=why) for key in keys[:limit]]


def _find_by_references(text: str, *, scope: Scope, limit: int) -> list[NameHit]:
    """Return the entries of the dossiers whose reference is typed in one of its spellings."""
    meant = references_meant(text)
    if not meant:
        return []
    named = NameIdentifier.objects.filter(in_scope(scope), value__in=meant, is_detail=False)
    rows = named.order_by("-value", "entry__key").values_list("entry__key", "value")
    return [
        NameHit(key, 1.0, sure=True, why=((text, value, "identifier"),))
        for key, value in rows[:limit]
    ]


def _find_by_reference(begun: TypedNumber, *, scope: Scope, limit: int) -> list[NameHit]:
    """Return entries whose reference begins like this, each once, in the order of references."""
    identified = NameIdentifier.objects.filter(
        in_scope(scope), value__startswith=begun.value, is_detail=False
    )
    rows = identified.order_by("value", "entry__key").values_list("entry__key", flat=True)
    why = ((begun.text, begun.value, "identifier"),)
    return [NameHit(key, 1.0, sure=True, why=why) for key in dict.fromkeys(rows[:limit])]


class _Search:
    """One search for whole names: likely units first, then less likely ones and other readings."""

    def __init__(self, typed: Typed, words: Vocabulary, *, scope: Scope, limit: int) -> None:
        self.words = words
        self.token: int | None = None
        self._typed = typed
        self._scope = scope
        self._details = OpenDetails(scope)
        self._limit = limit
        # The best answer for each person, with its rank.
        self._best: dict[str, tuple[float, NameHit]] = {}
        self._bears_all = False

    def hits(self) -> list[NameHit]:
        for readings, least in self._steps():
            self._ask(readings, least=least)
            if self._is_enough():
                break
        ranked = sorted(self._best.values(), key=lambda one: (-one[0], one[1].key))
        return [hit for _rank, hit in ranked[: self._limit]]

    def _steps(self) -> Iterator[tuple[Sequence[Reading], float]]:
        as_typed = Reading(self._typed.units, 0.0)
        otherwise = [*together_or_apart(self._typed.units, self.words)]
        if len(self._typed.units) > 1:  # a unit alone is asked for by steps of likeness anyway
            yield [as_typed, *otherwise], self._likely(as_typed)
        yield [as_typed, *otherwise, *one_left_out(self._typed.units)], 0.0

    def _likely(self, reading: Reading) -> float:
        """Return from which likeness on not too many people are to be expected."""
        people = max(1, self.words.written // UNITS_PER_PERSON)
        for least in _LIKELY:
            alike = [
                {like.unit: like.frequency for like in self._likes(unit) if like.value >= least}
                for unit in reading.units
            ]
            if _expected(alike, people=people) <= MOST_SCORED:
                return least
        return _SAME

    def _is_enough(self) -> bool:
        """Tell whether somebody sure was found for names that are not a slip of the hand."""
        return self._bears_all and all(self.words.knows(unit) for unit in self._typed.units)

    def _likes(self, unit: str) -> tuple[Likeness, ...]:
        return self.words.like(unit)

    def _ask(self, readings: Sequence[Reading], *, least: float) -> None:
        """Keep the best answer of each person for these ways to read the typed units."""
        questions = [self._question(reading, least=least) for reading in readings]
        answered = answer(questions, self._details)
        self.token = answered.token or self.token
        for reading, question, answers in zip(readings, questions, answered.found, strict=True):
            for one in answers:
                self._keep(one, reading, question)

    def _question(self, reading: Reading, *, least: float) -> Question:
        wanted = [
            [like for like in self._likes(unit) if like.value >= least] for unit in reading.units
        ]
        # A little less: scores are rounded before they are compared.
        least_score = THRESHOLD + reading.penalty - 10**-_SCORE_DIGITS
        shown = showable(wanted, least=least_score, written=self.words.written)
        return Question(
            shown,
            self._typed.numbers,
            self._scope,
            self.words.written,
            self._limit,
            asks_father=self._typed.asks_father,
        )

    def _keep(self, found: Found, reading: Reading, question: Question) -> None:
        score = round(found.score - reading.penalty, _SCORE_DIGITS)
        rank = round(found.rank - reading.penalty - reading.behind, _SCORE_DIGITS)
        held = self._best.get(found.key)
        if score >= THRESHOLD and (held is None or rank > held[0]):
            why = _reasons(found, reading.units, question)
            self._best[found.key] = rank, NameHit(found.key, score, sure=score >= SURE, why=why)
            self._bears_all |= score >= SURE and found.fit.is_own


def _expected(alike: Sequence[Mapping[int, int]], *, people: int) -> float:
    """Return how many people may carry every typed unit, by chance.

    `alike` holds, for each typed unit, how many carry each unit of the register it may be. Where
    two typed units may be the same one (محمد محمود), whoever carries that carries both.
    """
    shares = [sum(bearers.values()) / people for bearers in alike]
    expected = people * prod(shares)
    for one, other in combinations(range(len(alike)), 2):
        both = sum(alike[one][unit] for unit in alike[one].keys() & alike[other].keys())
        beside = prod(share for n, share in enumerate(shares) if n not in (one, other))
        expected += both * beside
    return expected


class _PrefixSearch(_Search):
    """One search while names are being typed: every word may be begun only."""

    def _steps(self) -> Iterator[tuple[Sequence[Reading], float]]:
        as_typed = Reading(self._typed.units, 0.0)
        words = tuple(word for unit in self._typed.units for word in words_of(unit))
        # A particle may be the beginning of a name: عبد باي.
        others = [Reading(words, 0.0)] if words != self._typed.units else []
        yield [as_typed, *others], 0.0

    def _likes(self, unit: str) -> tuple[Likeness, ...]:
        return self.words.beginning(unit)


def _reasons(
    found: Found, units: Iterable[str], question: Question
) -> tuple[tuple[str, str, str], ...]:
    reasons = []
    for text, likes, place in zip(units, question.wanted, found.fit.places, strict=True):
        like = next(like for like in likes if like.unit == place.unit)
        reasons.append((text, like.text, _reason(text, like, place.role)))
    for number in question.numbers:
        is_year = number.year is not None and number.year == found.birth_year
        reasons.append((number.text, number.value, "year" if is_year else "identifier"))
    return tuple(reasons)


def _reason(text: str, like: Likeness, role: int) -> str:
    if role == NameRole.PLACE:
        return "place"
    if role != NameRole.SELF:
        return "parent"
    if like.text == text:
        return "same"
    if like.text.replace(" ", "").startswith(text.replace(" ", "")):
        return "prefix"
    if is_arabic(text) != is_arabic(like.text):
        return "script"
    return "spelling" if like.value >= _LIKE_SPELLING else "typo"
