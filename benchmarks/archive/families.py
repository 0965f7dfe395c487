"""Family names of an invented register: a few dozen borne by many, thousands by few.

In the names of people from Morocco on Wikidata the commonest family name is borne by nearly
one in a hundred, the twenty commonest by seven. So here: a register of forty names alone
would have everybody ask for somebody of whom there are hundreds, and know nothing that is
hardly alike.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, islice, product

from dossiers.demo.names import FAMILIES, BothScripts

COUNT = 4_000
BEFORE = (("", ""), ("ال", "El "), ("بن", "Ben"), ("أو", "Ou"), ("آيت ", "Aït "))
SYLLABLES = (
    ("با", "ba"), ("كو", "kou"), ("لي", "li"), ("مو", "mou"), ("زا", "za"), ("سي", "si"),
    ("تا", "ta"), ("رو", "rou"), ("شا", "cha"), ("دي", "di"), ("نا", "na"), ("فو", "fou"),
)  # fmt: skip


class Families:
    """Draws family names; the known ones are the commonest."""

    def __init__(self) -> None:
        """Put the names in order of how many bear them."""
        self._names = [*FAMILIES, *islice(_invented(), COUNT - len(FAMILIES))]
        self._weights = list(accumulate(rank**-0.5 for rank in range(1, COUNT + 1)))

    def draw(self, chance: random.Random) -> BothScripts:
        """Return the family name of somebody."""
        (name,) = chance.choices(self._names, cum_weights=self._weights)
        return name


def _invented() -> Iterator[BothScripts]:
    """Yield names of three syllables, the last changing slowest, with what stands before them."""
    for *syllables, (before_ar, before_la) in product(SYLLABLES, SYLLABLES, SYLLABLES, BEFORE):
        arabic = "".join(arabic for arabic, _ in reversed(syllables))
        latin = "".join(latin for _, latin in reversed(syllables))
        yield before_ar + arabic, ((before_la + latin).title(),)
