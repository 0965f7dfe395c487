"""The ways a typed name may stand on a paper, in either script, as patterns of words in a row.

`phonetics` compares names with names, one by one. Papers are too many for that: here the
consonants of a typed name become patterns that an engine holds against its own list of
words. They know what sounds alike, words written apart or joined, "son of" between two
names, the family name in front, and one letter that the reader took for another.

Only letters, groups, `[…]`, `[^…]`, `?`, `*` and `|` are used: what Python, tantivy and
Lucene understand alike, each against a whole word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Self

from search.analysis.data.function_words import FUNCTION_WORDS
from search.analysis.data.particles import ASSIMILATED, BEFORE, ESSENTIAL
from search.analysis.data.sounds import CONSONANT_GROUPS, SAME_SHAPE
from search.analysis.names import is_arabic, words_of
from search.analysis.phonetics import sound_of
from search.analysis.text import bare_form

Row = tuple[str, ...]

MOST_WORDS = 4
# With four, one page in a hundred holds some words that sound so; with five, hardly one in 1,000.
LEAST_CONSONANTS = 5
# Of a word that is forgiven a cut or a wrong letter; for the letter, of those beside it.
SURE_CONSONANTS, SURE_CONSONANTS_BESIDE = 3, 4
# Engines refuse patterns of more than 1,000 signs.
MOST_CONSONANTS, MOST_CONSONANTS_MISHEARD = 16, 5

# Written between consonants and heard as a vowel, or not at all.
_QUIET = "aeiouywhاويىهةعحء"
# Groups in which Latin letters stand for several sounds: ch is heard as s, read as c.
_MORE_LETTERS = {"s": "cx", "k": "x"}
_LETTERS = {
    group: "".join(dict.fromkeys(symbols.lower() + _MORE_LETTERS.get(group, "")))
    for group, symbols in CONSONANT_GROUPS.items()
}
_BEGINNING = f"[{_QUIET}]*[lل]?[{_QUIET}]*"
_ANY = "[^ ]"
# Arabic letters that only dots tell apart.
_SHAPES = {letter: f"[{shape}]" for shape in SAME_SHAPE for letter in shape}
# The servant of, joined to one of the names of God.
_SERVANT_OF = re.compile(r"^(عبد|abd)(?:(ال\w{3,}|[aeou]\w{4,})|[aeou]l)$")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name: folded, and by its consonants, one letter for all that sound alike.

    `follows_particle`: "son of" or the like was typed before it.
    """

    text: str
    consonants: str
    follows_particle: bool = False

    @classmethod
    def read(cls, text: str, *, follows_particle: bool = False) -> Self:
        return cls(text, sound_of(text).skeleton, follows_particle)

    def joined(self, following: Self) -> Self:
        return replace(
            self,
            text=self.text + following.text,
            consonants=self.consonants + following.consonants,
        )

    @property
    def is_first_half(self) -> bool:
        """Whether it is written apart from the rest of a name, or joined to it: Abd, Bou."""
        return BEFORE.get(self.text) == ESSENTIAL

    @property
    def heard(self) -> str:
        """The word as it sounds. Papers are held without article and plural s."""
        ways = {self.consonants}
        if self.text.startswith(("ال", "al", "el")):
            ways.add(f"l{self.consonants}")
        if self.text.startswith(("عبد", "abd")) and self.consonants.startswith("bt"):
            ways.add(f"btl{self.consonants[2:]}")
        ways |= {way.removesuffix("s") for way in ways} - {""}
        return _one_of(sorted(set(map(_sounding, ways))))

    def in_two(self) -> Iterator[Row]:
        """Yield the word as it sounds, written as two, cut at every place."""
        for place in range(1, len(self.consonants)):
            yield _sounding(self.consonants[:place]), _sounding(self.consonants[place:])

    @property
    def misheard(self) -> str:
        """The word with any letter, or none, for one of its consonants."""
        pattern = ""
        for place, group in reversed(list(enumerate(self.consonants))):
            after = "".join(map(_heard, self.consonants[place + 1 :]))
            ways = [f"{_ANY}?[{_QUIET}]*{after}", f"{_heard(group)}{pattern}"]
            pattern = _one_of(ways if pattern else ways[:1])
        return _BEGINNING + pattern

    @property
    def misread(self) -> str:
        """The word with other dots on its Arabic letters."""
        return "".join(_SHAPES.get(letter, letter) for letter in bare_form(self.text))


@dataclass(frozen=True)
class _Name:
    """The words of a typed name, without "son of" and the like."""

    words: tuple[_Word, ...]

    @cached_property
    def consonants(self) -> int:
        return sum(len(word.consonants) for word in self.words)

    def rows(self) -> Iterator[Row]:
        """Yield every way of writing it."""
        heard: list[Row] = [(word.heard,) for word in self.words]
        yield _row(heard)
        if len(heard) > 1:
            yield _row([heard[-1], *heard[:-1]])
        for place in range(1, len(heard)):
            yield _row([*heard[:place], (_PARTICLE,), *heard[place:]])
        for place, (word, following) in enumerate(pairwise(self.words)):
            if word.is_first_half:
                joined = word.joined(following).heard
                yield _row([*heard[:place], (joined,), *heard[place + 2 :]])
        for damaged in self._damaged(heard):
            yield _row(self._with_particles(damaged))

    def _damaged(self, heard: list[Row]) -> Iterator[list[Row]]:
        """Yield the words as heard, but for one that was cut in two or misread."""
        if all(is_arabic(word.text) for word in self.words):
            yield [(word.misread,) for word in self.words]
        for place, word in enumerate(self.words):
            if len(word.consonants) < SURE_CONSONANTS:
                continue
            for halves in word.in_two():
                yield [*heard[:place], halves, *heard[place + 1 :]]
            if self._forgives_a_letter_of(word):
                yield [*heard[:place], (word.misheard,), *heard[place + 1 :]]

    def _forgives_a_letter_of(self, word: _Word) -> bool:
        beside = self.consonants - len(word.consonants)
        # "Son of" stands beside it as surely as a consonant more.
        beside += any(one.follows_particle for one in self.words)
        is_sure = beside >= SURE_CONSONANTS_BESIDE
        return is_sure and len(word.consonants) <= MOST_CONSONANTS_MISHEARD

    def _with_particles(self, written: list[Row]) -> list[Row]:
        """Put "son of" back where it was typed."""
        return [
            (_PARTICLE, *patterns) if word.follows_particle else patterns
            for word, patterns in zip(self.words, written, strict=True)
        ]


@lru_cache(maxsize=100)  # for each paper of a page anew
def name_rows(text: str) -> tuple[Row, ...]:
    """Return the ways of writing a typed name; nothing where it is none, or too short a one.

    >>> import re
    >>> rows = name_rows("Souad Jbelani")
    >>> all(map(re.fullmatch, rows[0], ("سعاد", "جبلاني")))
    True
    >>> name_rows("acte de naissance"), name_rows("Ali")
    ((), ())
    """
    typed = words_of(text)
    if not all(map(str.isalpha, typed)) or not FUNCTION_WORDS.isdisjoint(typed):
        return ()
    name = _Name(tuple(_read_words(typed)))
    return tuple(dict.fromkeys(name.rows())) if _may_be_name(name) else ()


@lru_cache(maxsize=100)
def rows_pattern(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """Return one pattern for all rows, to be looked for in words with a space between."""
    return re.compile(rf"(?<!{_ANY})(?:{'|'.join(' '.join(row) for row in rows)})(?!{_ANY})")


def _may_be_name(name: _Name) -> bool:
    return (
        0 < len(name.words) <= MOST_WORDS and LEAST_CONSONANTS <= name.consonants <= MOST_CONSONANTS
    )


def _read_words(typed: Sequence[str]) -> Iterator[_Word]:
    """Yield the words of a name; "servant of" stands apart from the name it is joined to."""
    after_particle = False
    for text in typed:
        if text in ASSIMILATED or BEFORE.get(text, ESSENTIAL) != ESSENTIAL:
            after_particle = True
            continue
        for part in _SERVANT_OF.sub(r"\1 \2", text).split():
            yield _Word.read(part, follows_particle=after_particle)
            after_particle = False


def _row(written: Iterable[Row]) -> Row:
    return tuple(pattern for patterns in written for pattern in patterns)


def _one_of(ways: Iterable[str]) -> str:
    patterns = list(ways)
    return patterns[0] if len(patterns) == 1 else f"({'|'.join(patterns)})"


def _heard(group: str) -> str:
    """Return the pattern of one consonant, doubled or not, and of the vowels after it."""
    first = f"d?[{_LETTERS[group]}]" if group == "j" else f"[{_LETTERS[group]}]"
    return f"{first}[{_LETTERS[group]}{_QUIET}]*"


def _sounding(consonants: str) -> str:
    """Return the pattern of words with these consonants, an article in front or not.

    Where there is one or none, only a few letters may stand beside it: else every word would do.
    """
    if len(consonants) > 1:
        return _BEGINNING + "".join(map(_heard, consonants.removeprefix("l")))
    before, after = f"[{_QUIET}]?" * 3, f"[{_QUIET}]?" * 4
    return f"{before}[{_LETTERS[consonants]}]{after}" if consonants else f"[{_QUIET}]{after}"


_PARTICLE = _one_of(sorted({bare_form(word) for word in (*BEFORE, *ASSIMILATED)}))
