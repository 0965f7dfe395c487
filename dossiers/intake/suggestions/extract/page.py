"""The print of a page as the finders of suggestions see it: lines of folded words with places.

Pure: plain values in, plain values out; no model, no engine.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Self

from dossiers.intake.printed_word import Box, Word, union
from search.analysis.folding import fold

# What offices print where a keyboard has one sign for it.
PLAINER_SIGNS = str.maketrans({"’": "'", "‘": "'", "º": "°", "\u066b": ",", "؛": ";", "،": ","})
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True)
class Line:
    """Words of one line and one column, in logical order."""

    words: tuple[Word, ...]

    @cached_property
    def folded(self) -> str:
        """The words folded for comparison, one space between."""
        return " ".join(self._folded_words)

    @cached_property
    def _folded_words(self) -> tuple[str, ...]:
        return tuple(plain(word.text) for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The box of the whole line."""
        return union(word.box for word in self.words)

    def at(self, start: int, end: int) -> "Span":
        """Return the words that characters `start:end` of the folded text lie in."""
        first, chosen = 0, []
        for word, folded in zip(self.words, self._folded_words, strict=True):
            if first < end and first + len(folded) > start:
                chosen.append(word)
            first += len(folded) + 1
        return Span(tuple(chosen))

    def after(self, start: int) -> tuple[Word, ...]:
        """Return the words that begin at or after a place in the folded text."""
        return self.at(start, len(self.folded)).words if start < len(self.folded) else ()


@dataclass(frozen=True)
class Span:
    """Some words of a page that belong together."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words as printed."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        """The box round them."""
        return union(word.box for word in self.words) if self.words else None

    @property
    def confidence(self) -> float:
        """How surely they were read, 0..1, long words weighing more."""
        total = sum(len(word.text) for word in self.words)
        read = sum(word.confidence * len(word.text) for word in self.words)
        return read / total / 100 if total else 0.0


@dataclass(frozen=True)
class PrintedPage:
    """The lines of one page, from top to bottom; `number` is 1-based."""

    number: int
    lines: tuple[Line, ...]

    @classmethod
    def from_words(cls, number: int, words: Iterable[Word]) -> Self:
        """Take the words as they were read, line by line."""
        lines = groupby(words, attrgetter("line"))
        return cls(number, tuple(Line(tuple(line)) for _, line in lines))

    @classmethod
    def from_text(cls, text: str, number: int = 1) -> Self:
        """Make a page of bare text, for what has no boxes."""
        lines = (
            Line(tuple(Word(word, 0, 0, 0, 0) for word in line.split()))
            for line in text.splitlines()
            if line.strip()
        )
        return cls(number, tuple(lines))

    def beside(self, line: Line) -> list[Line]:
        """Return the other lines of the same row, the nearest first."""
        top, bottom = line.box[1], line.box[3]
        rows = [
            other
            for other in self.lines
            if other is not line and _shared(top, bottom, other.box) > 0.5 * (bottom - top)
        ]
        return sorted(rows, key=lambda other: abs(_middle(other.box) - _middle(line.box)))


@dataclass(frozen=True)
class Found:
    """A suggestion before it is stored. `field` is a value of SuggestedField."""

    field: str
    value: str
    span: Span
    confidence: float
    page: int = 1


def plain(text: str) -> str:
    """Return the text folded, with the signs of a keyboard.

    >>> plain("N° de l’acte : ٤١٨")
    "n° de l'acte : 418"
    """
    return fold(text.translate(PLAINER_SIGNS))


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern for folded lines; its letters may be written as offices print them.

    >>> bool(pattern("الاسم العائلي|pr[ée]nom").match(plain("الاسم العائلي")))
    True
    """
    return re.compile(BEYOND_ASCII.sub(lambda match: plain(match[0]), text))


def _shared(top: int, bottom: int, box: Box) -> int:
    return min(bottom, box[3]) - max(top, box[1])


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2
