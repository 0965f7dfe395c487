"""What a person typed, as clauses: words, phrases in quotes, beginnings of words.

Never an error: marks that make no sense are looked past.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.data.function_words import FUNCTION_WORDS
from search.analysis.folding import fold
from search.analysis.text import compact, searched_words

# A longer question is cut: no paper is found better by its twenty-first word.
MAX_CLAUSES = 20
# "some of the words" ranks by how many fit; each step costs a search.
MAX_LOOSE_CLAUSES = 8
MIN_PREFIX_CHARS = 2

_QUOTED = re.compile('"([^"]*)"|\u00ab([^\u00bb]*)\u00bb|\u201c([^\u201d]*)\u201d|(\\S+)')


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing a paper must hold; exactly one of the three is set.

    `forms`: a word, by any of these forms. `phrase`: bare words in a row.
    `prefix`: a word that begins so.
    """

    forms: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Clauses:
    """A question read: clauses, the bare words in a row, and the value typed whole."""

    clauses: tuple[Clause, ...]
    phrase: tuple[str, ...]
    whole: str


@lru_cache(maxsize=100)  # for each paper of a page anew
def read_clauses(text: str, *, last_is_prefix: bool = False) -> Clauses:
    """Read what was typed.

    >>> read_clauses("acte de naiss*").clauses[2]
    Clause(forms=(), phrase=(), prefix='naiss')
    >>> read_clauses('"رسم الولادة"').clauses[0].phrase
    ('رسم', 'ولاده')
    >>> read_clauses("2026/0012").clauses[0].phrase, read_clauses("2026/0012").whole
    (('2026', '0012'), '20260012')
    """
    pieces = list(_QUOTED.finditer(text))
    clauses: list[Clause] = []
    for number, match in enumerate(pieces, start=1):
        is_last = number == len(pieces)
        clause = _read_piece(match, as_prefix=last_is_prefix and is_last)
        if clause and clause not in clauses:
            clauses.append(clause)
    clauses = clauses[:MAX_CLAUSES]
    return Clauses(tuple(clauses), _in_a_row(text, clauses), compact(text))


def typed_pieces(text: str) -> tuple[str, ...]:
    """Return what was typed, cut into the pieces that become clauses, each as written.

    >>> typed_pieces('acte "رسم الولادة" — acte naiss*')
    ('acte', '"رسم الولادة"', 'naiss*')
    """
    pieces = (match for match in _QUOTED.finditer(text) if _read_piece(match, as_prefix=False))
    return tuple(dict.fromkeys(match.group() for match in pieces))[:MAX_CLAUSES]


def _read_piece(match: re.Match[str], *, as_prefix: bool) -> Clause | None:
    bare_word = match.group(4)
    if bare_word is None:
        return _phrase_or_word(match.group(1) or match.group(2) or match.group(3) or "")
    if as_prefix or bare_word.endswith("*"):
        return _prefix(bare_word)
    return _phrase_or_word(bare_word)


def _phrase_or_word(text: str) -> Clause | None:
    words = searched_words(text)
    if len(words) > 1:
        return Clause(phrase=tuple(word.bare for word in words))
    return Clause(forms=words[0].forms) if words else None


def _prefix(text: str) -> Clause | None:
    words = searched_words(text)
    beginning = fold(text).strip().rstrip("*")
    if len(words) == 1 and beginning.isalnum() and len(beginning) >= MIN_PREFIX_CHARS:
        return Clause(prefix=beginning)
    return _phrase_or_word(text)


def _in_a_row(text: str, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the bare words of a plain question of two words or more, else nothing."""
    if len(clauses) < 2 or not all(clause.forms for clause in clauses):
        return ()
    return tuple(word.bare for word in searched_words(text))[:MAX_CLAUSES]


def loose(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return the clauses that "some of the words" counts: without words that only join."""
    telling = [c for c in clauses if FUNCTION_WORDS.isdisjoint(c.forms)]
    return tuple(telling or clauses)[:MAX_LOOSE_CLAUSES]
