"""Forty invented families: who they are, where they live, which papers they bring.

Everything follows from one seed: the same families on every machine.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .names import FAMILIES, MEN, PLACES, WOMEN, BothScripts

SEED = 20_260_213
COUNT = 40
# The day on which the demo's papers were brought.
BROUGHT_ON = date(2026, 1, 19)
# Every n-th paper stays in the tray, so that there is something to file.
STAYS_IN_TRAY = 9
UNREGISTERED = "EC06"

# Kinds that a family brings and for whom: child, mother or father.
PLANS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("EC01", "child"), ("SC01", "child"), ("AD01", "mother")),
    (("EC06", "child"), ("EC01", "mother"), ("CE02", "child"), ("SA02", "child")),
    (("EC01", "child"), ("EC04", "father"), ("SA05", "child"), ("SC05", "child")),
    (("EC04", "father"), ("SC01", "child"), ("SA03", "child")),
    (("EC06", "child"), ("AD01", "mother"), ("CE01", "mother"), ("SA02", "child")),
    (("EC01", "child"), ("SA05", "mother"), ("CE02", "child")),
    (("EC01", "child"), ("EC01", "mother"), ("SC01", "child"), ("SA02", "child")),
    (("AD01", "father"), ("EC04", "father"), ("SC05", "child"), ("CE01", "father")),
)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who never lived; names in both scripts, the first Latin spelling is usual."""

    role: str
    sex: str
    given: BothScripts
    family: BothScripts
    born: date

    @property
    def arabic(self) -> str:
        """Name in Arabic script, given name first."""
        return f"{self.given[0]} {self.family[0]}"

    @property
    def latin(self) -> str:
        """Name in Latin letters as it is usually spelt."""
        return f"{self.given[1][0]} {self.family[1][0]}"

    @property
    def is_female(self) -> bool:
        """Whether the papers speak of her or of him."""
        return self.sex == "female"


@dataclass(frozen=True)
class DemoPaper:
    """One paper that the family brings; `number` counts through all families from 1."""

    number: int
    kind: str
    subject: DemoPerson

    @property
    def file_name(self) -> str:
        """Name of the scan: a number and nobody's name."""
        return f"demo-scan-{self.number:04}.jpg"

    @property
    def stays_in_tray(self) -> bool:
        """Whether it is left for the visitor to file."""
        return self.number % STAYS_IN_TRAY == 0


@dataclass(frozen=True)
class DemoFamily:
    """People, place and papers of one dossier; `number` counts from 1."""

    number: int
    mother: DemoPerson
    father: DemoPerson | None
    children: tuple[DemoPerson, ...]
    commune: tuple[str, str]
    hamlet: tuple[str, str]
    papers: tuple[DemoPaper, ...]

    @cached_property
    def people(self) -> tuple[DemoPerson, ...]:
        """Everybody of the family; the eldest child, the main person, first."""
        parents = (self.mother, self.father) if self.father else (self.mother,)
        return (*self.children, *parents)

    @property
    def is_registered(self) -> bool:
        """Whether the eldest child stands in the civil register."""
        return all(paper.kind != UNREGISTERED for paper in self.papers)


def make_families(count: int = COUNT) -> tuple[DemoFamily, ...]:
    """Return the families, always the same ones."""
    families: list[DemoFamily] = []
    papers = 0
    for number in range(1, count + 1):
        family = _make_family(number, papers_before=papers)
        papers += len(family.papers)
        families.append(family)
    return tuple(families)


def _make_family(number: int, *, papers_before: int) -> DemoFamily:
    chance = random.Random(SEED + number)  # noqa: S311 (invents names, guards nothing)
    plan = PLANS[number % len(PLANS)]
    own = FAMILIES[(number - 1) % len(FAMILIES)]
    mother = _make_person(
        chance, role="mother", sex="female", family=chance.choice(FAMILIES), years=(24, 44)
    )
    has_father = number % 5 != 0 or any(who == "father" for _kind, who in plan)
    father = (
        _make_person(chance, role="father", sex="male", family=own, years=(28, 55))
        if has_father
        else None
    )
    children = tuple(
        _make_person(
            chance,
            role="child",
            sex=chance.choice(("female", "male")),
            family=own if father else mother.family,
            years=(7 - 3 * place, 12 - 3 * place),
        )
        for place in range(chance.choice((1, 1, 2, 3)))
    )
    subjects = {"child": children[0], "mother": mother, "father": father or mother}
    commune, hamlet = chance.choice(PLACES)
    return DemoFamily(
        number=number,
        mother=mother,
        father=father,
        children=children,
        commune=commune,
        hamlet=hamlet,
        papers=tuple(
            DemoPaper(number=papers_before + place, kind=kind, subject=subjects[who])
            for place, (kind, who) in enumerate(plan, start=1)
        ),
    )


def _make_person(
    chance: random.Random, *, role: str, sex: str, family: BothScripts, years: tuple[int, int]
) -> DemoPerson:
    age_days = chance.randint(max(years[0], 1) * 365, max(years[1], 2) * 365)
    return DemoPerson(
        role=role,
        sex=sex,
        given=chance.choice(WOMEN if sex == "female" else MEN),
        family=family,
        born=BROUGHT_ON - timedelta(days=age_days),
    )
