"""A printed word and its place: what is read, stored, suggested from, marked and copied.

The one place that knows in which order a stored word lies. No Django: children import it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

# Left, top, right, bottom in pixels; right and bottom excluded.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: text in logical order, box in pixels, confidence 0..100, line from 0."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float = 100.0
    line: int = 0

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Self:
        """Take what `as_row` made; raises IndexError, TypeError or ValueError for anything else.

        >>> Word.from_row(["418", 1, 2, 30, 20, 95.0, 0]).box
        (1, 2, 30, 20)
        """
        left, top, right, bottom = map(int, row[1:5])
        return cls(str(row[0]), left, top, right, bottom, float(row[5]), int(row[6]))

    def as_row(self) -> list[Any]:
        """Return [text, left, top, right, bottom, confidence, line], as JSON holds it."""
        return [self.text, *self.box, round(self.confidence, 1), self.line]

    @property
    def box(self) -> Box:
        """The box as four numbers."""
        return self.left, self.top, self.right, self.bottom

    @property
    def height(self) -> int:
        """Height of the box in pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Where on its line the box has its middle."""
        return (self.left + self.right) / 2

    def moved(self, *, right: int, down: int) -> Self:
        """Return the word at its place in the picture it was cut from."""
        return replace(
            self,
            left=self.left + right,
            right=self.right + right,
            top=self.top + down,
            bottom=self.bottom + down,
        )

    def scaled(self, scale: float) -> Self:
        """Return the word in a picture resized by `scale`."""
        return replace(
            self,
            left=round(self.left * scale),
            top=round(self.top * scale),
            right=round(self.right * scale),
            bottom=round(self.bottom * scale),
        )


def union(boxes: Iterable[Box]) -> Box:
    """Return the box round all boxes.

    >>> union([(1, 2, 3, 4), (0, 3, 2, 9)])
    (0, 2, 3, 9)
    """
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
