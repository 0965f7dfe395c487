"""Find people by what was typed in the one box."""

from collections.abc import Callable, Iterable, Sequence

from search.analysis.names import is_arabic
from search.entries import NameHit, Scope
from search.models import NameIdentifier, NameRole
from search.names.matcher import (
    Found,
    Wanted,
    find_carriers,
    in_scope,
    numbers_hold,
)
from search.names.ranking import SURE, THRESHOLD
from search.names.readings import other_readings
from search.names.typed import Typed, TypedNumber, read_typed
from search.names.vocabulary import Likeness, vocabulary

_YEAR_UNKNOWN = 0.1
_LIKE_SPELLING = 0.85


def find_names(text: str, *, scope: Scope, limit: int = 25, prefix: bool = False) -> list[NameHit]:
    """Return the people inside `scope` that `text` may name, best first.

    `text` holds names in either script, and perhaps a birth year, a place, a
    parent's name, an act number or a reference, which narrow the answer. With
    `prefix` every word may be begun only. Nobody is returned when nobody fits.
    """
    if not scope.tokens:
        return []
    typed = read_typed(text, is_identifier=_is_identifier)
    if not typed.units:
        return _find_by_numbers(typed.numbers, scope=scope, limit=limit)
    words = vocabulary()
    look_up = words.beginning if prefix else words.like
    hits = _find_reading(typed, look_up, scope=scope, limit=limit)
    if prefix or any(hit.sure for hit in hits):
        return hits
    for reading in other_readings(typed.units, words):
        read = Typed(reading.units, typed.numbers)
        hits += _find_reading(read, look_up, scope=scope, limit=limit, penalty=reading.penalty)
    return _best_of_each(hits)[:limit]


def _find_reading(
    typed: Typed,
    look_up: Callable[[str], tuple[Likeness, ...]],
    *,
    scope: Scope,
    limit: int,
    penalty: float = 0.0,
) -> list[NameHit]:
    wanted = [look_up(unit) for unit in typed.units]
    found = find_carriers(wanted, scope=scope, numbers=typed.numbers, limit=limit)
    return _hits(found[:limit], typed, wanted, penalty=penalty)


def _best_of_each(hits: Iterable[NameHit]) -> list[NameHit]:
    best: dict[str, NameHit] = {}
    for hit in hits:
        if hit.key not in best or hit.score > best[hit.key].score:
            best[hit.key] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.key))


def suggest_names(text: str, *, scope: Scope, limit: int = 8) -> list[NameHit]:
    """Return people while the name is being typed, from two letters on."""
    if sum(char.isalnum() for char in text) < 2:
        return []
    return find_names(text, scope=scope, limit=limit, prefix=True)


def _is_identifier(value: str) -> bool:
    return NameIdentifier.objects.filter(value=value).exists()


def _find_by_numbers(numbers: Sequence[TypedNumber], *, scope: Scope, limit: int) -> list[NameHit]:
    """Return the entries that hold every number: exact identifiers first, then birth years."""
    if not numbers:
        return []
    identified = NameIdentifier.objects.filter(
        in_scope(scope), value__in=[number.value for number in numbers]
    ).filter(numbers_hold(numbers, year_may_lack=False))
    keys = list(
        identified.order_by("entry__key").values_list("entry__key", flat=True).distinct()[:limit]
    )
    why = tuple((number.text, number.value, "identifier") for number in numbers)
    return [NameHit(key, 1.0, sure=True, why=why) for key in keys]


def _hits(found: Sequence[Found], typed: Typed, wanted: Wanted, *, penalty: float) -> list[NameHit]:
    """Turn what was found into answers above the threshold, each with its reasons."""
    years = {number.year for number in typed.numbers if number.year}
    hits = []
    for one in found:
        lacks_year = bool(years) and one.birth_year not in years
        score = one.fit.score - penalty - (_YEAR_UNKNOWN if lacks_year else 0.0)
        if score < THRESHOLD:
            continue
        why = _reasons(one, typed, wanted)
        hits.append(NameHit(one.key, round(score, 4), sure=score >= SURE, why=why))
    return hits


def _reasons(one: Found, typed: Typed, wanted: Wanted) -> tuple[tuple[str, str, str], ...]:
    reasons = []
    for text, likes, place in zip(typed.units, wanted, one.fit.places, strict=True):
        like = next(like for like in likes if like.unit == place.unit)
        reasons.append((text, like.text, _reason(text, like, place.role)))
    for number in typed.numbers:
        same_year = number.year is not None and number.year == one.birth_year
        reasons.append((number.text, number.value, "year" if same_year else "identifier"))
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
