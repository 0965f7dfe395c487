"""The text that a born-digital page brings along: taken when it is good, else read anew.

Arabic is never taken: its order and shapes inside PDFs are too often wrong (a page read at
0.2 % error came back from a PDF's text at 34 to 65 %).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from .read_text import PageReading
from .recogniser import BIDI_MARKS, Word
from .segments import ARABIC_LETTER

# Fewer letters than this are a stamp or a page number, not the text of a page.
MIN_LETTERS = 30
# More signs than this share that are no letters anybody uses: a font without a table.
MAX_STRANGE_SHARE = 0.02


@dataclass(frozen=True)
class EmbeddedWord:
    """A word that the file brings as text: pixels of the page picture, 0-based line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: int


def is_good_text(words: Sequence[EmbeddedWord]) -> bool:
    """Return whether the words can stand for what is seen on the page."""
    text = "".join(word.text for word in words)
    letters = sum(map(str.isalpha, text))
    if letters < MIN_LETTERS or ARABIC_LETTER.search(text):
        return False
    strange = sum(_is_strange(sign) for sign in text)
    return strange <= MAX_STRANGE_SHARE * len(text)


def read_embedded(words: Sequence[EmbeddedWord]) -> PageReading:
    """Return the words as a reading that is sure of itself."""
    read = tuple(
        Word(
            text=word.text.translate(BIDI_MARKS),
            left=word.left,
            top=word.top,
            right=word.right,
            bottom=word.bottom,
            confidence=100.0,
            line=word.line,
        )
        for word in words
    )
    lines = groupby(read, key=lambda word: word.line)
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return PageReading(read, text, 100.0)


def _is_strange(sign: str) -> bool:
    # Private use, the replacement sign, control signs, PDFium's mark for no table at all.
    return "\ue000" <= sign <= "\uf8ff" or sign in "\ufffd\ufffe\uffff" or sign < " "
