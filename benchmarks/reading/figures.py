"""Shares by group: what the benches of the desk count, and how they print it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

ALL = "all"
WIDTH = 24


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    count: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        """Return both together."""
        return Share(self.count + other.count, self.of + other.of)

    @property
    def percent(self) -> float:
        """In hundredths; of nothing, nothing."""
        return 100 * self.count / self.of if self.of else 0.0

    def as_row(self) -> list[int]:
        """Return the plain values."""
        return [self.count, self.of]

    def __str__(self) -> str:
        """Return it for a table."""
        return f"{self.percent:6.2f} %  ({self.count} of {self.of})" if self.of else "     -"


@dataclass
class Shares:
    """Shares by group and altogether."""

    groups: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def add(self, group: str, share: Share) -> None:
        """Count for the group and for all."""
        for name in {group, ALL}:
            self.groups[name] += share

    def lines(self) -> Iterator[str]:
        """Yield the lines of a table, the sum last."""
        for name in sorted(self.groups, key=lambda name: (name == ALL, name)):
            yield f"  {name:{WIDTH}}{self.groups[name]}"

    def as_row(self) -> dict[str, list[int]]:
        """Return the plain values of each group."""
        return {name: share.as_row() for name, share in self.groups.items()}


def variant_of(file: PurePath | str) -> str:
    """Return what a file's name says after two underscores: how its page was made worse.

    >>> variant_of("scans/birth_extract__photo.jpg"), variant_of("letter.pdf")
    ('photo', '')
    """
    return PurePath(file).stem.partition("__")[2]
