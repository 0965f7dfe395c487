"""Runs of words on one line and in one column: the pieces that have a script of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from dossiers.intake.printed_word import Word

from .tesseract import Script

ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufefc]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
LETTERS = {Script.ARABIC: ARABIC_LETTER, Script.LATIN: LATIN_LETTER}


@dataclass(frozen=True)
class Segment:
    """Words that stand side by side, in whatever order they were found."""

    words: tuple[Word, ...]
    # The model that read it.
    read_with: Script = Script.ARABIC

    @cached_property
    def script(self) -> Script:
        """The script most letters are of, sure ones weighing more; of numbers its model's."""
        arabic = sum(word.confidence * _count(ARABIC_LETTER, word) for word in self.words)
        latin = sum(word.confidence * _count(LATIN_LETTER, word) for word in self.words)
        if arabic == latin:
            return self.read_with
        return Script.LATIN if latin > arabic else Script.ARABIC

    @property
    def text(self) -> str:
        """The words in logical order, a space between."""
        return " ".join(word.text for word in self.in_logical_order())

    @property
    def length(self) -> int:
        """How many characters the words have together."""
        return sum(len(word.text) for word in self.words)

    @cached_property
    def left(self) -> int:
        """Left edge in pixels."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> int:
        """Right edge in pixels."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> int:
        """Upper edge in pixels."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> int:
        """Lower edge in pixels."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def reading_edge(self) -> int:
        """Sorts pieces of one row: from the right in Arabic, from the left otherwise."""
        return -self.right if self.script is Script.ARABIC else self.left

    def in_logical_order(self) -> list[Word]:
        """Return the words as one reads them: along the line, runs of the other script back.

        The engine's own order is right for one script and mixes up `TR 20931` in Arabic.
        """
        arabic = self.script is Script.ARABIC
        other = LATIN_LETTER if arabic else ARABIC_LETTER
        along = sorted(self.words, key=lambda word: word.middle, reverse=arabic)
        may_run_back = [_may_run_back(word, other) for word in along]
        # A dash between two words of the other script is of their run.
        for place in range(1, len(along) - 1):
            if not any(map(str.isalnum, along[place].text)):
                may_run_back[place] = may_run_back[place - 1] and may_run_back[place + 1]
        ordered: list[Word] = []
        for foreign, run in groupby(
            zip(along, may_run_back, strict=True), key=lambda pair: pair[1]
        ):
            words = [word for word, _ in run]
            runs_back = foreign and any(other.search(word.text) for word in words)
            ordered += reversed(words) if runs_back else words
        return ordered


def _may_run_back(word: Word, other: re.Pattern[str]) -> bool:
    """Return whether the word is of the other script or a number beside such words."""
    own = LATIN_LETTER if other is ARABIC_LETTER else ARABIC_LETTER
    has_sign = any(map(str.isalnum, word.text))
    return bool(other.search(word.text)) or (has_sign and not own.search(word.text))


def mean_confidence(words: Iterable[Word]) -> float:
    """Return the mean confidence, each word weighing as much as it is long."""
    weights = [(word.confidence, len(word.text)) for word in words]
    total = sum(length for _, length in weights)
    return sum(value * length for value, length in weights) / total if total else 0.0


def _count(letters: re.Pattern[str], word: Word) -> int:
    return len(letters.findall(word.text))
