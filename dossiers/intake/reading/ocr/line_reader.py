"""Read one line after the other with the model of its script: Arabic, or Latin.

The engine's way, both models on every line, takes half as long again and lets words of one
script intrude into the other. Here a line is read by the model of the script that it looks
like, or else of the line above it in its column; where that is not sure of it, by the other as
well, and the surer has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import numpy as np

from dossiers.intake.printed_word import Box, Word

from .line_layout import Column, LineMap
from .segments import LETTERS, Segment, mean_confidence
from .tesseract import Recogniser, Script
from .word_boxes import fit_to_ink

# A line is left to the model that is so sure of the words in its script: of 1,900 lines on
# 64 pages none was of the other script then.
SURE_CONFIDENCE = 75.0
# Arabic has many dots: a line of at least so many pieces of ink, that low beside its height,
# looks Arabic from the one share of them on and Latin up to the other. Between, nothing is told.
# Of 2,087 lines 758 are told so, 12 of them wrongly; the wrong model reads 3.0 % first, not 6.6.
LEAST_PIECES, DOT_HEIGHT, DOTS_OF_ARABIC, DOTS_OF_LATIN = 5, 0.3, 0.4, 0.06
# A line that looks like the script of the model is left to it from here on.
SURE_OF_LOOKS_CONFIDENCE = 60.0
# Of the letters and digits so many are at least in words of the script, or nothing is told.
LEAST_OWN_SHARE = 0.3
# Nor is the other model asked for so many letters of one script that are read so surely (of
# 260 lines it was asked for without need 23 were such, and none that it read better), nor for
# a number read so surely whose digits are as many as the pieces of ink.
SETTLED_LETTERS, SETTLED_SHARE, SETTLED_CONFIDENCE, SETTLED_NUMBER = 8, 0.8, 40.0, 90.0
# Without a word in its script (numbers alone) a reading counts as so much less sure.
NO_WORD_DISCOUNT = 25.0
# A line read less surely than SURE_CONFIDENCE is read once more as a block. One that is doubtful
# but no worse than this is cut a little wider before: above and below, that gains nothing.
HOPELESS_CONFIDENCE = 40.0
WIDER_RIM_PX = 2
# Below this there is no print, or none of these scripts.
WORTHLESS_CONFIDENCE = 20.0
# Read once more, it is no better where less than such a share of its letters is left.
KEPT_AMOUNT = 0.7
# Pieces of ink as high as so many of a hundred are usual; tall ones are no lower than such a
# share of that; the marks of letters lie within so much of it above and below them.
USUAL_PERCENT, TALL, MARKS_REACH = 75, 0.6, 0.35
# Words of the other script inside a line are taken when the other model is so sure.
FOREIGN_CONFIDENCE = 88.0
DOUBTFUL_CONFIDENCE, HARDLY_READ_CONFIDENCE = 60.0, 40.0
# As long as a number is that begins with the letters of an identity card: JB160325 as 13160325.
LONG_NUMBER = re.compile("[0-9]{6}")
# The number of an identity card. Where both models read its digits, the letters are believed.
CARD = re.compile("[A-Za-z]{1,2} ?([0-9]{5,7})[ .:]*")
# Digits are at least so high, in heights of the highest piece of ink of their line.
DIGIT_HEIGHT = 0.6
# A number, a date, an amount or a share, and how many pieces of ink its signs have.
FIGURE = re.compile("[(+-]?%? ?[0-9]+([/.,:-] ?[0-9]+)*[ ]?%?[).,:]?")
SIGN_PIECES = {"%": 3, ":": 2}


@dataclass(frozen=True)
class LineReader:
    """Reads places of one page."""

    lines: LineMap
    dpi: int
    recogniser: Recogniser
    scripts: tuple[Script, ...]

    def read_with(
        self, script: Script, box: Box, *, rim: int = 0, as_block: bool = False
    ) -> Segment:
        """Read what is in a box with the model of one script."""
        picture, left, top = self.lines.cut(_widened(box, rim))
        # OpenCV and the engine die of a picture without pixels.
        if not picture.size:
            return Segment((), script)
        read = self.recogniser.read_block if as_block else self.recogniser.read_line
        words = read(picture, script=script, dpi=self.dpi)
        return Segment(tuple(word.moved(right=left, down=top) for word in words), script)

    def read(self, column: Column, likely: Script, certain: Script | None = None) -> Segment:
        """Read a line with the model that is surer of it.

        That of the script it looks like is asked first, or `likely` where it looks like none.
        `certain`: the only script of the page so far, the other model is asked no more then
        unless this one hardly reads the line.
        """
        pieces = self.lines.pieces_of(column)
        looks = script_by_dots(pieces, column.box)
        first = looks if looks in self.scripts else likely
        is_enough = SURE_OF_LOOKS_CONFIDENCE if first in (looks, certain) else SURE_CONFIDENCE
        best, box = self._read_with_core(first, column.box, pieces, is_enough)
        if not is_sure(best, is_enough) and not is_settled(best, pieces):
            others = (other for other in self.scripts if other is not first)
            again = (self.read_with(other, box) for other in others)
            best = better([best, *again], pieces)
        if WORTHLESS_CONFIDENCE < _trust(best) < SURE_CONFIDENCE:
            best = self._read_again(best, box)
        fitted = _fitted(best, pieces)
        if certain is Script.LATIN and is_sure(fitted, SURE_OF_LOOKS_CONFIDENCE):
            return fitted
        with_foreign = self._with_foreign_words(fitted)
        return fitted if with_foreign == fitted else _fitted(with_foreign, pieces)

    def _read_with_core(
        self, script: Script, box: Box, pieces: np.ndarray, is_enough: float
    ) -> tuple[Segment, Box]:
        """Read a line; where that is not sure, without the dust and strokes above and below it.

        Returns the surer reading and its box.
        """
        whole = self.read_with(script, box)
        if is_sure(whole, is_enough) or (core := core_of(box, pieces)) == box:
            return whole, box
        inside = self.read_with(script, core)
        is_better = sureness(inside) > sureness(whole)
        return (inside, core) if is_better else (whole, box)

    def _read_again(self, before: Segment, box: Box) -> Segment:
        """Read a line with the engine looking for its baseline; a doubtful one wider before."""
        best, script = before, before.read_with
        ways = [partial(self.read_with, script, box, as_block=True)]
        if HOPELESS_CONFIDENCE <= sureness(before) < DOUBTFUL_CONFIDENCE:
            ways.insert(0, partial(self.read_with, script, box, rim=WIDER_RIM_PX))
        for read in ways:
            again = read()
            if amount(again) >= KEPT_AMOUNT * amount(before) and sureness(again) > sureness(best):
                best = again
            if sureness(best) >= SURE_CONFIDENCE:
                break
        return best

    def _with_foreign_words(self, segment: Segment) -> Segment:
        """Have the other model read what stands between the words of a line's own script."""
        others = [other for other in self.scripts if other is not segment.read_with]
        words = segment.words
        along = sorted(words, key=lambda word: word.middle)
        for is_strange, group in groupby(
            along, key=lambda word: _is_strange(word, segment.read_with)
        ):
            run = tuple(group)
            if others and is_strange and _may_be_foreign(run):
                foreign = self._read_foreign(run, segment, others[0])
                if foreign:
                    words = (*(word for word in words if word not in run), *foreign)
        return replace(segment, words=words)

    def _read_foreign(
        self, run: tuple[Word, ...], segment: Segment, other: Script
    ) -> tuple[Word, ...]:
        place = Segment(run)
        again = self.read_with(other, (place.left, segment.top, place.right, segment.bottom))
        if _is_card_of(again, place):
            # Its letters are capitals, also where they are as high as small ones.
            return tuple(replace(word, text=word.text.upper()) for word in again.words)
        own = [word for word in again.words if LETTERS[other].search(word.text)]
        sure = min(mean_confidence(own), mean_confidence(again.words))
        return again.words if sure >= FOREIGN_CONFIDENCE else ()


def likely_script(
    box: Box, above: Sequence[tuple[Box, Script]], *, page_width: int, scripts: Sequence[Script]
) -> Script:
    """Return the script of the nearest line read before in the same column.

    Without one: forms in two languages have Arabic at the right.
    """
    for other, script in reversed(above):
        shared = min(box[2], other[2]) - max(box[0], other[0])
        if shared > 0.5 * min(box[2] - box[0], other[2] - other[0]):
            return script
    is_right = box[0] + box[2] > page_width
    return scripts[0] if is_right else scripts[-1]


def script_by_dots(pieces: np.ndarray, box: Box) -> Script | None:
    """Return the script a line looks like, by the share of dots among its pieces of ink.

    `pieces`: left, top, right, bottom of each. None where it may be either.
    """
    if len(pieces) < LEAST_PIECES:
        return None
    heights = pieces[:, 3] - pieces[:, 1]
    dots = float((heights < DOT_HEIGHT * (box[3] - box[1])).mean())
    if dots > DOTS_OF_ARABIC:
        return Script.ARABIC
    return Script.LATIN if dots < DOTS_OF_LATIN else None


def core_of(box: Box, pieces: np.ndarray) -> Box:
    """Return the box of a line between the upper and lower ends of its tall pieces of ink.

    What lies farther off than the marks of letters do is dust or a stroke of a pen.
    """
    heights = pieces[:, 3] - pieces[:, 1]
    if not len(heights):
        return box
    usual = float(np.percentile(heights, USUAL_PERCENT))
    tall = pieces[(heights >= TALL * usual) & (heights <= usual / TALL)]
    if not len(tall):
        return box
    marks = MARKS_REACH * usual
    # The outermost tenth may be a stroke, too.
    top = float(np.percentile(tall[:, 1], 5)) - marks
    bottom = float(np.percentile(tall[:, 3], 95)) + marks
    return box[0], max(box[1], round(top)), box[2], min(box[3], round(bottom))


def is_sure(segment: Segment, enough: float = SURE_CONFIDENCE) -> bool:
    """Return whether a line is of the script of the model that read it, beyond doubt."""
    signs = [word for word in segment.words if any(map(str.isalnum, word.text))]
    own = [word for word in signs if LETTERS[segment.read_with].search(word.text)]
    share = LEAST_OWN_SHARE * sum(len(word.text) for word in signs)
    return (
        sum(len(word.text) for word in own) >= max(2, share)
        and mean_confidence(own) >= enough
        and mean_confidence(segment.words) >= enough - 5
    )


def amount(segment: Segment) -> float:
    """Return how many letters were read in the script of the model, sure ones weighing more.

    Of a line in the other script it makes digits, or letters that it is not sure of. Digits
    of whole numbers count half.
    """
    letters = LETTERS[segment.read_with]
    return sum(
        word.confidence
        * (len(word.text) / 2 if FIGURE.fullmatch(word.text) else len(letters.findall(word.text)))
        for word in segment.words
    )


def sureness(segment: Segment) -> float:
    """Return how sure its model is of the words in its script: numbers look alike to both."""
    letters = LETTERS[segment.read_with]
    own = [word for word in segment.words if letters.search(word.text)]
    if sum(len(letters.findall(word.text)) for word in own) >= 2:
        return mean_confidence(own)
    return mean_confidence(segment.words) - NO_WORD_DISCOUNT


def better(readings: Sequence[Segment], pieces: np.ndarray) -> Segment:
    """Return the reading with more of its script; of figures alone that which explains the ink.

    Both models know digits: the right reading has as many signs as there are pieces of ink.
    Digits that touch are one piece: of those the one sure reading is right.
    """
    if not all(FIGURE.fullmatch(one.text) for one in readings):
        return max(readings, key=lambda one: (amount(one), sureness(one)))
    surest = max(readings, key=lambda one: mean_confidence(one.words))
    others = [one for one in readings if one is not surest]
    if (
        mean_confidence(surest.words) >= SETTLED_NUMBER
        and sum(map(str.isdigit, surest.text)) > len(pieces)
        and all(mean_confidence(one.words) < SURE_CONFIDENCE for one in others)
    ):
        return surest
    return max(readings, key=lambda one: (*_misfit(one, pieces), mean_confidence(one.words)))


def _misfit(number: Segment, pieces: np.ndarray) -> tuple[int, int]:
    """Return by how many high signs, and signs, a number and its ink differ: 0 or below."""
    heights = pieces[:, 3] - pieces[:, 1]
    tall = int((heights > DIGIT_HEIGHT * heights.max(initial=0)).sum())
    high = sum(sign.isdigit() or sign in "%/()" for sign in number.text)
    signs = sum(SIGN_PIECES.get(sign, 1) for sign in number.text if sign != " ")
    return -abs(high - tall), -abs(signs - len(pieces))


def is_settled(segment: Segment, pieces: np.ndarray) -> bool:
    """Return whether the other model would read a line no better, though it is not sure."""
    if FIGURE.fullmatch(segment.text):
        is_clear = mean_confidence(segment.words) >= SETTLED_NUMBER
        return is_clear and not any(_misfit(segment, pieces))
    own = len(LETTERS[segment.read_with].findall(segment.text))
    signs = sum(map(str.isalnum, segment.text))
    return (
        own >= max(SETTLED_LETTERS, SETTLED_SHARE * signs)
        and sureness(segment) >= SETTLED_CONFIDENCE
    )


def _trust(segment: Segment) -> float:
    """Return how sure the reading of a line is; of a number alone how sure its digits are."""
    if FIGURE.fullmatch(segment.text):
        return mean_confidence(segment.words)
    return sureness(segment)


def _fitted(segment: Segment, pieces: np.ndarray) -> Segment:
    return replace(segment, words=fit_to_ink(segment.words, pieces))


def _is_strange(word: Word, script: Script) -> bool:
    return not LETTERS[script].search(word.text) or word.confidence < HARDLY_READ_CONFIDENCE


def _is_card_of(again: Segment, before: Segment) -> bool:
    """Return whether a reading is the number of a card, and its digits were read before."""
    card = CARD.fullmatch(again.text)
    return card is not None and card[1] in re.sub("[^0-9]", "", before.text)


def _may_be_foreign(run: Sequence[Word]) -> bool:
    """Return whether it may be words: one date or short number is left to who checks numbers."""
    signs = [word for word in run if any(map(str.isalnum, word.text))]
    return len(signs) > 1 or any(
        word.confidence < DOUBTFUL_CONFIDENCE or LONG_NUMBER.search(word.text) for word in signs
    )


def _widened(box: Box, by: int) -> Box:
    left, top, right, bottom = box
    return left - by, top - by, right + by, bottom + by
