"""Other ways to read what was typed: names written together or apart, one too many."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.names.vocabulary import Vocabulary

# A joined or cut name must be this close to one of the register to be tried.
_CLOSE = 0.75
_SHORTEST_PART = 2
_JOINED_OR_CUT = 0.01
_LEFT_OUT = 0.12
# In the order of answers, whoever lacks a typed name comes behind whose parent bears it.
_BEHIND_PARENTS = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed units otherwise read; what that takes off the score, and off the rank beside it."""

    units: tuple[str, ...]
    penalty: float
    behind: float = 0.0


def together_or_apart(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    """Yield the typed units with two joined, or with one cut in two.

    Fatima Zahra → Fatimazahra, and back: only what the register knows is tried.
    """
    yield from _joined(units, words)
    yield from _cut(units, words)


def one_left_out(units: tuple[str, ...]) -> Iterator[Reading]:
    """Yield the typed units without one in the middle: a father's name that is not written."""
    for place in range(1, len(units) - 1):
        yield Reading((*units[:place], *units[place + 1 :]), _LEFT_OUT, _BEHIND_PARENTS)


def _joined(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    for place in range(len(units) - 1):
        joined = units[place] + units[place + 1]
        if words.is_close(joined, least=_CLOSE):
            yield Reading((*units[:place], joined, *units[place + 2 :]), _JOINED_OR_CUT)


def _cut(units: tuple[str, ...], words: Vocabulary) -> Iterator[Reading]:
    for place, unit in enumerate(units):
        letters = unit.replace(" ", "")
        for cut in range(_SHORTEST_PART, len(letters) - _SHORTEST_PART + 1):
            parts = words.written_apart(letters[:cut]), words.written_apart(letters[cut:])
            if parts[0] and parts[1]:
                yield Reading((*units[:place], *parts, *units[place + 1 :]), _JOINED_OR_CUT)
