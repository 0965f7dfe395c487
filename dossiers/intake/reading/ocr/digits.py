"""Numbers that the engine misread and was sure of: 6 for 16 in Arabic lines, 588018 for Saâdia.

What stands there is counted piece by piece; where there are more pieces than digits, that
place alone is read again by the model that knows digits best. Where there are fewer, digits
may touch: reading those again made noisy pages worse. In a line of Latin letters, a number
that is no year may be a word that the Arabic model read: the Latin model is asked.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

import numpy as np

from dossiers.intake.imaging.ink import InkMap
from dossiers.intake.printed_word import Box, Word

from .segments import ARABIC_LETTER, LATIN_LETTER, Segment

NUMBER = re.compile(r"\d[\d/]*")
# May stand behind a number.
MARKS = ".,;:،؛"
# Digits and strokes are at least so high, and dots and hyphens lower; in heights of the number.
DIGIT_HEIGHT, DIGIT_WIDTH, DIGIT_TALLEST = 0.6, 1.1, 1.6
# The next digit of a number is no farther than this, in heights of the number.
DIGIT_GAP = 0.3
# And a number no longer than this to either side.
REACH = 8.0
# What is read instead is believed from here on.
NUMBER_CONFIDENCE, WORD_CONFIDENCE = 60.0, 60.0
# Shorter numbers are ordinary, and so are years.
SHORTEST_WORD = 4
YEAR = re.compile("(19|20)[0-9]{2}")

ReadLine = Callable[[Box], Segment]


def check_numbers(words: Sequence[Word], page: InkMap, read_line: ReadLine) -> tuple[Word, ...]:
    """Return the words with doubtful numbers read again.

    `words` in reading order, their boxes drawn round their ink; `read_line` reads a place
    with the Latin model.
    """
    checked: list[Word] = []
    for _, line in groupby(words, key=attrgetter("line")):
        on_line = list(line)
        is_latin = not any(ARABIC_LETTER.search(word.text) for word in on_line)
        is_latin = is_latin and any(LATIN_LETTER.search(word.text) for word in on_line)
        for word in on_line:
            number = word.text.rstrip(MARKS)
            if not NUMBER.fullmatch(number):
                checked.append(word)
                continue
            bare = replace(word, text=number)
            if is_latin:
                better = _spell(bare, read_line)
            else:
                better = _complete(bare, on_line, page, read_line)
            checked.append(replace(better, text=better.text + word.text[len(number) :]))
    return tuple(checked)


def _spell(word: Word, read_line: ReadLine) -> Word:
    """Return the word that was read as a number, if it is one."""
    if len(word.text) < SHORTEST_WORD or "/" in word.text or YEAR.fullmatch(word.text):
        return word
    text, confidence = _read(read_line, (word.left, word.top, word.right, word.bottom))
    if confidence < WORD_CONFIDENCE or not text.isalpha():
        return word
    return replace(word, text=text, confidence=confidence)


def _complete(word: Word, line: Sequence[Word], page: InkMap, read_line: ReadLine) -> Word:
    pieces = _pieces(_around(word, line), page, word.height)
    pieces = _beside(word, pieces, gap=DIGIT_GAP * word.height)
    if len(pieces) <= len(word.text):
        return word
    left, top = pieces[:, :2].min(axis=0).tolist()
    right, bottom = pieces[:, 2:].max(axis=0).tolist()
    text, confidence = _read(read_line, (left, top, right, bottom))
    if confidence < NUMBER_CONFIDENCE or not _completes(text, word.text):
        return word
    return replace(word, text=text, left=left, top=top, right=right, bottom=bottom)


def _read(read_line: ReadLine, place: Box) -> tuple[str, float]:
    """Return what stands there as one word, and how sure its least sure part is."""
    parts = read_line(place).words
    text = "".join(part.text for part in parts).rstrip(MARKS)
    return text, min((part.confidence for part in parts), default=0.0)


def _around(word: Word, line: Sequence[Word]) -> Box:
    """Return the place of a word, as far as the middles of its neighbours.

    Lost digits were given to the box of the neighbour.
    """
    before = [one.middle for one in line if one.middle < word.left]
    after = [one.middle for one in line if one.middle > word.right]
    left = max([word.left - REACH * word.height, *before])
    right = min([word.right + REACH * word.height, *after])
    return max(0, round(left)), max(0, word.top - 2), round(right), word.bottom + 2


def _pieces(box: Box, page: InkMap, height: int) -> np.ndarray:
    """Return left, top, right, bottom of each piece of ink in `box` that is as high as a digit."""
    boxes, (left, top, right, bottom) = page.pieces.boxes, box
    p_left, p_top, p_right, p_bottom = boxes.T
    like_digits = (
        (p_left >= left)
        & (p_right <= right)
        & (p_top < bottom)
        & (p_bottom > top)
        & (p_bottom - p_top >= DIGIT_HEIGHT * height)
        & (p_bottom - p_top <= DIGIT_TALLEST * height)
        & (p_right - p_left <= DIGIT_WIDTH * height)
    )
    return boxes[like_digits & page.pieces.is_letter].astype(int)


def _beside(word: Word, pieces: np.ndarray, *, gap: float) -> np.ndarray:
    """Return the pieces of a word and those that follow one another from it, to either side."""
    pieces = pieces[np.argsort(pieces[:, 0])]
    left, right = word.left, word.right
    for start, end in reversed(pieces[:, [0, 2]].tolist()):
        if start < left <= end + gap:
            left = start
    for start, end in pieces[:, [0, 2]].tolist():
        if end > right >= start - gap:
            right = end
    return pieces[(pieces[:, 0] >= left) & (pieces[:, 2] <= right)]


def _completes(text: str, before: str) -> bool:
    """Return whether `text` is a number that holds the digits read before, in their order."""
    digits = iter(text)
    longer = len(text) > len(before)
    return bool(longer and NUMBER.fullmatch(text) and all(one in digits for one in before))
