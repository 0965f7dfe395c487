"""Numbers the engine cut short: in Arabic lines it may leave out digits, and 16 is read as 6.

What stands there is counted piece by piece; where there are more pieces than digits, that
place alone is read again by the model that knows digits best. Where there are fewer, digits
may touch: reading those again made noisy pages worse.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

import cv2
import numpy as np

from .ink_gaps import Box, InkMap
from .recogniser import Word
from .segments import Segment

NUMBER = re.compile(r"\d[\d/]*")
# Digits and strokes are at least so high, and dots and hyphens lower; in heights of the number.
DIGIT_HEIGHT, DIGIT_WIDTH = 0.6, 1.1
# So far to either side a lost digit is looked for, in heights of the number.
REACH = 1.6
# What is read instead is believed from here on.
NUMBER_CONFIDENCE = 60.0

ReadLine = Callable[[Box], Segment]


def complete_numbers(words: Sequence[Word], page: InkMap, read_line: ReadLine) -> tuple[Word, ...]:
    """Return the words with the numbers that were cut short read again.

    `words` in reading order, their boxes drawn round their ink.
    """
    completed: list[Word] = []
    for _, line in groupby(words, key=attrgetter("line")):
        on_line = list(line)
        completed += [_complete(word, on_line, page, read_line) for word in on_line]
    return tuple(completed)


def _complete(word: Word, line: Sequence[Word], page: InkMap, read_line: ReadLine) -> Word:
    if not NUMBER.fullmatch(word.text):
        return word
    pieces = _pieces(_around(word, line), page, word.height)
    if len(pieces) <= len(word.text):
        return word
    left, top = pieces[:, :2].min(axis=0).tolist()
    right, bottom = pieces[:, 2:].max(axis=0).tolist()
    again = read_line((left, top, right, bottom))
    text = "".join(one.text for one in again.words)
    confidence = min((one.confidence for one in again.words), default=0.0)
    if confidence < NUMBER_CONFIDENCE or not _completes(text, word.text):
        return word
    return replace(word, text=text, left=left, top=top, right=right, bottom=bottom)


def _around(word: Word, line: Sequence[Word]) -> Box:
    """Return the place of a word, as far as its neighbours and not too far."""
    reach = round(REACH * word.height)
    before = [one.right for one in line if one is not word and one.right <= word.left + 1]
    after = [one.left for one in line if one is not word and one.left >= word.right - 1]
    left = max([word.left - reach, *before])
    right = min([word.right + reach, *after])
    return max(0, left), max(0, word.top - 2), right, word.bottom + 2


def _pieces(box: Box, page: InkMap, height: int) -> np.ndarray:
    """Return left, top, right, bottom of each piece of ink in `box` that is as high as a digit."""
    left, top, right, bottom = box
    _, _, stats, _ = cv2.connectedComponentsWithStats(page.ink[top:bottom, left:right])
    x, y, width, tall = stats[1:, :4].T
    like_digits = (tall >= DIGIT_HEIGHT * height) & (width <= DIGIT_WIDTH * height)
    pieces = np.stack([left + x, top + y, left + x + width, top + y + tall], axis=1)
    return pieces[like_digits]


def _completes(text: str, before: str) -> bool:
    """Return whether `text` is a number that holds the digits read before, in their order."""
    digits = iter(text)
    longer = len(text) > len(before)
    return bool(longer and NUMBER.fullmatch(text) and all(one in digits for one in before))
