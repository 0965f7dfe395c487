"""Other ways to cut what was typed: names written together or apart."""

from collections.abc import Iterator

from search.names.vocabulary import Vocabulary

# A joined or cut name must be this close to one of the register to be tried.
_CLOSE = 0.85
_SHORTEST_PART = 2


def other_readings(units: tuple[str, ...], words: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Yield the typed units with two neighbours joined, or one unit cut in two.

    Fatima Zahra → Fatimazahra, and back; only what the register knows is tried.
    """
    for place in range(len(units) - 1):
        joined = units[place] + units[place + 1]
        close = words.like(joined)
        if close and close[0].value >= _CLOSE:
            yield (*units[:place], joined, *units[place + 2 :])
    for place, unit in enumerate(units):
        letters = unit.replace(" ", "")
        for cut in range(_SHORTEST_PART, len(letters) - _SHORTEST_PART + 1):
            parts = letters[:cut], letters[cut:]
            if parts[0] in words.ids and parts[1] in words.ids:
                yield (*units[:place], *parts, *units[place + 1 :])
