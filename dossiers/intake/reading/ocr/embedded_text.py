"""The text that a born-digital page brings along: taken when it is good, else read anew.

Arabic is never taken: its order and shapes inside PDFs are too often wrong (a page read at
0.2 % error came back from a PDF's text at 34 to 65 %). Digits and Latin words of such a page
are taken where they lie on the words that were read. What a page shows beside its text, such
as the picture of an identity card, is read as well.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from dossiers.intake.imaging.ink import DARKEST_PAPER
from dossiers.intake.imaging.ink_pieces import connected_pieces
from dossiers.intake.printed_word import Word

from .page_text import PageReading
from .segments import ARABIC_LETTER
from .tesseract import BIDI_MARKS

# Fewer letters than this are a stamp or a page number, not the text of a page.
MIN_LETTERS = 30
# Pieces of ink beside the text, as high as letters, that may be a word: a short Arabic name.
MIN_PIECES = 4
# Of what is read beside the text, words below this are a drawing's, not a picture's.
MIN_ADDED_CONFIDENCE = 50.0
# Two boxes of one word share so much of what both cover; print and text layer differ by the
# space above and below the letters.
MIN_SHARED = 0.3
# More signs than this share that are no letters anybody uses: a font without a table.
MAX_STRANGE_SHARE = 0.02


def is_good_text(words: Sequence[Word]) -> bool:
    """Return whether the words can stand for what is seen on the page."""
    text = "".join(word.text for word in words)
    letters = sum(map(str.isalpha, text))
    if letters < MIN_LETTERS or ARABIC_LETTER.search(text):
        return False
    strange = sum(_is_strange(sign) for sign in text)
    return strange <= MAX_STRANGE_SHARE * len(text)


def read_embedded(words: Sequence[Word]) -> PageReading:
    """Return the words as a reading that is sure of itself."""
    read = tuple(replace(word, text=word.text.translate(BIDI_MARKS)) for word in words)
    lines = groupby(read, key=lambda word: word.line)
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return PageReading(read, text, 100.0)


def holds_more_print(grey: np.ndarray, words: Sequence[Word]) -> bool:
    """Tell whether the page shows print that its text does not tell of."""
    ink = (whiten_words(grey, words) < DARKEST_PAPER).astype(np.uint8)
    _, _, stats, _ = connected_pieces(ink)
    width, height = stats[1:, 2], stats[1:, 3]
    letter = median_height(words)
    is_letter = (height >= 0.3 * letter) & (height <= 3 * letter) & (width <= 6 * letter)
    return int(is_letter.sum()) >= MIN_PIECES


def whiten_words(grey: np.ndarray, words: Sequence[Word]) -> np.ndarray:
    """Return the page without the words that it brings as text."""
    page = grey.copy()
    # Marks above letters may stick out of their boxes.
    margin = round(0.15 * median_height(words))
    for word in words:
        rows = slice(max(0, word.top - margin), word.bottom + margin)
        page[rows, max(0, word.left - margin) : word.right + margin] = 255
    return page


def median_height(words: Sequence[Word]) -> float:
    """Return the usual height of the boxes of the words, in pixels; at least 1."""
    return max(1.0, float(np.median([word.height for word in words])))


def add_reading(text: PageReading, others: PageReading) -> PageReading:
    """Return the text of a page, and below it what was read beside it, line by line."""
    sure_words = [word for word in others.words if word.confidence >= MIN_ADDED_CONFIDENCE]
    if not sure_words:
        return text
    first = 1 + max((word.line for word in text.words), default=-1)
    words = (*text.words, *(replace(word, line=first + word.line) for word in sure_words))
    lines = groupby(words, key=lambda word: word.line)
    joined = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    letters = [(len(word.text), word.confidence) for word in words]
    confidence = sum(n * sure for n, sure in letters) / sum(n for n, _ in letters)
    return PageReading(words, joined, round(confidence, 1))


def correct_by_text(
    reading: PageReading, words: Sequence[Word], to_picture: np.ndarray
) -> PageReading:
    """Return the reading with the digits and Latin words that the file brings at their places.

    `to_picture`: 3×3, from pixels of the reading to those of the embedded words. A word is
    taken over where it and the word that was read cover each other and no third one.
    """
    brought = [word for word in words if _is_taken_over(word.text)]
    if not brought or not reading.words:
        return reading
    boxes = _boxes_on_picture(reading.words, to_picture)
    theirs = np.array([one.box for one in brought], float)
    shared = _overlaps(boxes, theirs)
    corrected = list(reading.words)
    for number, word in enumerate(reading.words):
        matches = np.flatnonzero(shared[number] >= MIN_SHARED)
        if len(matches) == 1 and (shared[:, matches[0]] >= MIN_SHARED).sum() == 1:
            text = brought[matches[0]].text.translate(BIDI_MARKS).strip("()[]{}")
            # Signs between them are kept as read: in layers of Arabic they stand in any order.
            if _letters_of(text) != _letters_of(word.text):
                corrected[number] = replace(word, text=text, confidence=100.0)
    lines = groupby(corrected, key=lambda word: word.line)
    text = "\n".join(" ".join(word.text for word in line) for _, line in lines)
    return replace(reading, words=tuple(corrected), text=text)


def _is_taken_over(text: str) -> bool:
    """Whether a word of a text layer is digits or Latin letters, and each of them a sign in use."""
    plain = text.translate(BIDI_MARKS)
    return (
        any(map(str.isalnum, plain))
        and not ARABIC_LETTER.search(plain)
        and not any(map(_is_strange, plain))
    )


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _boxes_on_picture(words: Sequence[Word], to_picture: np.ndarray) -> np.ndarray:
    """Return [left, top, right, bottom] of each word, by two of its corners."""
    corners = np.array([[w.left, w.top, 1, w.right, w.bottom, 1] for w in words], float)
    mapped = corners.reshape(-1, 2, 3) @ to_picture.T
    points = mapped[..., :2] / mapped[..., 2:]
    return np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)


def _overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return for each box and each other one what they share, as a part of what both cover."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    areas = [(one[:, 2:] - one[:, :2]).prod(axis=1) for one in (boxes, others)]
    return shared / np.maximum(areas[0][:, None] + areas[1][None, :] - shared, 1e-6)


def _is_strange(sign: str) -> bool:
    # Private use, the replacement sign, control signs, PDFium's mark for no table at all.
    return "\ue000" <= sign <= "\uf8ff" or sign in "\ufffd\ufffe\uffff" or sign < " "
