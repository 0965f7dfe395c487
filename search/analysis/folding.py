"""Fold text so that spellings of the same letters compare equal, in both scripts.

Pure character work: no stemming, no sound, no meaning; words keep their order
and white space is kept one for one (each becomes a plain space).
"""

import unicodedata
from collections.abc import Sequence

from search.analysis.data.letter_forms import ARABIC_FORMS, LATIN_FORMS

# Nonspacing and enclosing marks (vowel signs, accents), invisible formatting
# (bidi marks, joiners, soft hyphen).
_DROPPED = frozenset({"Mn", "Me", "Cf"})
_PLAINER = ARABIC_FORMS | LATIN_FORMS


def _fold_piece(char: str) -> str:
    """Fold one already decomposed, lower-case character."""
    plain = _PLAINER.get(char)
    if plain is not None:
        return plain
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return " " if char.isspace() else char


def _fold_char(char: str) -> str:
    """Fold one character as written; the answer may have none or several letters."""
    pieces = unicodedata.normalize("NFKD", char)
    if len(pieces) > 1 and pieces[0] == " ":
        # Isolated vowel signs (U+FE70…) decompose to a space and a mark.
        pieces = pieces.lstrip(" ")
    lowered = unicodedata.normalize("NFKD", pieces.casefold())
    return "".join(map(_fold_piece, lowered))


class _FoldTable(dict[int, str]):
    """A table for `str.translate` that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return `text` in the plain form that is compared and indexed.

    >>> fold("مُحَمَّد") == fold("مـحـمـد") == fold("ﻣﺤﻤﺪ") == "محمد"
    True
    >>> fold("Aïcha, ١٩٨٥"), fold("Œuvre Française")
    ('aicha, 1985', 'oeuvre francaise')
    >>> fold("فاطمة") == fold("فاطمه"), fold("یوسف") == fold("يوسف")
    (True, True)
    """
    return text.translate(_TABLE)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, where it came from.

    Offsets are 0-based indexes into `text`; one more closes the list (the length
    of `text`), so it is one longer than the folded text. Use `source_span` to
    turn a match into a slice of the original.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        letters = _TABLE[ord(char)]
        folded.append(letters)
        offsets.extend([index] * len(letters))
    offsets.append(len(text))
    return "".join(folded), offsets


def source_span(offsets: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the slice of the original that folded characters `start:end` came from.

    Marks and tatweel inside or right after the match belong to it; a ligature
    that is matched in part belongs to it whole.
    """
    last = offsets[end - 1]
    while offsets[end] == last:
        end += 1
    return offsets[start], offsets[end]
