"""Other ways to read what was typed: names written together or apart, one too many."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.names.vocabulary import Vocabulary

# A joined or cut name must be this close to one of the register to be tried.
_CLOSE = 0.75
_SHORTEST_PART = 2
_JOINED_OR_CUT = 0.01
_LEFT_OUT = 0.12


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed units otherwise read, and what that takes off the score."""

    units: tuple[str, ...]
    penalty: float


def other_readings(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    """Yield the typed units with two joined, one cut in two, or a middle one left out.

    Fatima Zahra → Fatimazahra, and back: only what the register knows is tried.
    """
    yield from _joined(units, words)
    yield from _cut(units, words)
    for place in range(1, len(units) - 1):
        yield Reading((*units[:place], *units[place + 1 :]), _LEFT_OUT)


def _joined(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    for place in range(len(units) - 1):
        joined = units[place] + units[place + 1]
        if words.is_close(joined, least=_CLOSE):
            yield Reading((*units[:place], joined, *units[place + 2 :]), _JOINED_OR_CUT)


def _cut(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    for place, unit in enumerate(units):
        letters = unit.replace(" ", "")
        for cut in range(_SHORTEST_PART, len(letters) - _SHORTEST_PART + 1):
            parts = letters[:cut], letters[cut:]
            if parts[0] in words.ids and parts[1] in words.ids:
                yield Reading((*units[:place], *parts, *units[place + 1 :]), _JOINED_OR_CUT)
