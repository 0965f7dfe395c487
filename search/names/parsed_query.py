"""Read what was typed into the one box: names, a year, exact numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from search.analysis.folding import fold
from search.analysis.names import split_name
from search.analysis.references import join_references, normal_reference
from search.names.store import normal_identifier

_DATE = re.compile(r"^(?:\d{1,2}[/.-]){2}((?:19|20)\d\d)$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_NUMBER = re.compile(r"^[\d/.-]*\d[\d/.-]*$")
_LETTER_AND_DIGIT = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as typed: an exact value in its spellings, and perhaps a birth year."""

    text: str
    values: tuple[str, ...]
    year: int | None

    @property
    def value(self) -> str:
        """The value letter by letter."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: name units in order (folded) and the numbers beside them.

    `asks_father` tells that "son of" stands before one of the units.
    """

    units: tuple[str, ...]
    numbers: tuple[TypedNumber, ...]
    asks_father: bool = False


def _number(word: str) -> TypedNumber:
    plain = normal_identifier(word)
    year = _YEAR.match(plain) or _DATE.match(plain)
    values = tuple(dict.fromkeys([plain, normal_reference(word) or plain]))
    return TypedNumber(word, values, int(year.group(year.lastindex or 0)) if year else None)


def read_typed(text: str, *, is_identifier: Callable[[str], bool]) -> Typed:
    """Tell names and numbers apart.

    A word of letters and digits (a CNIE, or a misread name) is a number only if
    `is_identifier` knows its normal form.
    """
    names: list[str] = []
    numbers: list[TypedNumber] = []
    for word in join_references(text).split():
        folded = fold(word)
        if _NUMBER.match(folded) or (
            _LETTER_AND_DIGIT.match(folded) and is_identifier(normal_identifier(word))
        ):
            numbers.append(_number(word))
        else:
            names.append(word)
    units = split_name(" ".join(names))
    return Typed(
        tuple(unit.text for unit in units),
        tuple(numbers),
        asks_father=any(unit.father for unit in units),
    )
