"""Shares by group: what the benches of the desk count, and how they print it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

ALL = "all"
WIDTH = 24


@dataclass
class Share:
    """How many of how many."""

    count: int = 0
    of: int = 0

    @property
    def percent(self) -> float:
        """In hundredths; of nothing, nothing."""
        return 100 * self.count / self.of if self.of else 0.0

    def __str__(self) -> str:
        """Return it for a table."""
        return f"{self.percent:6.2f} %  ({self.count} of {self.of})" if self.of else "     -"


@dataclass
class Shares:
    """Shares by group and altogether."""

    groups: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def add(self, group: str, count: int, of: int = 1) -> None:
        """Count for the group and for all."""
        for name in {group, ALL}:
            self.groups[name].count += count
            self.groups[name].of += of

    def lines(self) -> Iterator[str]:
        """Yield the lines of a table, the sum last."""
        for name in sorted(self.groups, key=lambda name: (name == ALL, name)):
            yield f"  {name:{WIDTH}}{self.groups[name]}"

    def as_row(self) -> Mapping[str, list[int]]:
        """Return the plain values, count and of, of each group."""
        return {name: [share.count, share.of] for name, share in self.groups.items()}


def variant_of(file: PurePath | str) -> str:
    """Return what a file's name says after two underscores: how its page was made worse.

    >>> variant_of("scans/birth_extract__photo.jpg"), variant_of("letter.pdf")
    ('photo', '')
    """
    return PurePath(file).stem.partition("__")[2]
