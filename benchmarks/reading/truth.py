"""What was read against what is printed: letters, words, places.

Texts are compared folded as the search folds them: forms of letters, marks, digits, accents,
case and punctuation make no difference.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from search.analysis.folding import fold

from .figures import Share

# A box is right when it and the true one share so much of what both cover together.
RIGHT_OVERLAP = 0.7
# The same word, a line away: its box reaches a little into the true one's.
OTHER_WORD = 0.05
WORD = re.compile(r"[^\W_]+")

Box = Sequence[float]
# Text, left, top, right, bottom.
PlacedText = Sequence[Any]


def load_truth(path: Path) -> dict[str, dict[str, Any]]:
    """Return what is printed on each file: by name, `lines` of `text` and placed `words`."""
    truth: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return truth


def printed_on(file: Path | str, truth: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the printed lines of a file; none where the truth does not know it."""
    lines = truth.get(Path(file).name, {}).get("lines", [])
    return [line["text"] for line in lines]


def folded_words(text: str) -> list[str]:
    """Return the words of a text as they are compared.

    >>> folded_words("N° de l'acte : ٤١٨/٢٠١٤")
    ['n', 'de', 'l', 'acte', '418', '2014']
    """
    return WORD.findall(fold(text))


def edits(line: str, text: str) -> int:
    """Return how many letters make the best passage of a text into the line.

    Never more than the line is long. Sellers' algorithm: one row of the table a letter.

    >>> edits("acte 418", "extrait d acte 413 de 2014"), edits("acte", "")
    (1, 4)
    """
    places = np.arange(len(text) + 1)
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    row = np.zeros(len(text) + 1, int)
    for number, letter in enumerate(line, start=1):
        replaced = row[:-1] + (letters != ord(letter))
        row = row + 1
        row[0] = number
        row[1:] = np.minimum(row[1:], replaced)
        # A letter of the text left out: from the best place before, one for each step.
        row = np.minimum.accumulate(row - places) + places
    return int(min(row.min(), len(line)))


def errors_of(lines: Iterable[str], text: str) -> Share:
    """Return the edits that the lines need to be found in a text, of so many letters.

    Each is looked for by itself: in which order columns were read is not judged.
    """
    read = " ".join(folded_words(text))
    wanted = [" ".join(folded_words(line)) for line in lines]
    return Share(sum(edits(line, read) for line in wanted), sum(map(len, wanted)))


def right_boxes(lines: Iterable[Mapping[str, Any]], words: Iterable[PlacedText]) -> Share:
    """Return of how many words that were read right the box is right as well."""
    by_text: dict[str, list[Box]] = defaultdict(list)
    for text, *box in words:
        if folded := "".join(folded_words(text)):
            by_text[folded].append(box)
    overlaps = []
    for text, *box in (word for line in lines for word in line["words"]):
        there = by_text.get("".join(folded_words(text)), [])
        overlaps.append(max((overlap(box, other) for other in there), default=0.0))
    read_right = [one for one in overlaps if one > OTHER_WORD]
    return Share(sum(one >= RIGHT_OVERLAP for one in read_right), len(read_right))


def overlap(one: Box, other: Box) -> float:
    """Return what two boxes share of all that they cover, 0..1.

    >>> overlap((0, 0, 10, 10), (0, 0, 10, 5)), overlap((0, 0, 1, 1), (5, 5, 6, 6))
    (0.5, 0.0)
    """
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / (_area(one) + _area(other) - wide * high)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
