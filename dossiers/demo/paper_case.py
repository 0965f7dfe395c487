"""What every paper may mention, and the pieces that papers share: heads, dates, signatures."""

import random
from dataclasses import dataclass
from datetime import date

from .families import DemoFamily, DemoPerson
from .sheet import Sheet

MONTHS_ARABIC = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
    "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
MONTHS_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Everything that a paper may mention."""

    family: DemoFamily
    subject: DemoPerson
    act: int
    issued: date
    chance: random.Random

    @property
    def given_latin(self) -> str:
        """The given name as this paper's clerk spelt it."""
        return self.chance.choice(self.subject.given[1])

    @property
    def family_latin(self) -> str:
        """The family name as this paper's clerk spelt it."""
        return self.chance.choice(self.subject.family[1])

    @property
    def place(self) -> tuple[str, str]:
        """The commune in both scripts."""
        return self.family.commune


def in_arabic(day: date) -> str:
    """Write a date as Moroccan offices do.

    >>> in_arabic(date(2026, 8, 3))
    '3 غشت 2026'
    """
    return f"{day.day} {MONTHS_ARABIC[day.month - 1]} {day.year}"


def in_french(day: date) -> str:
    """Write a date in French.

    >>> in_french(date(2026, 8, 1))
    '1er août 2026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS_FRENCH[day.month - 1]} {day.year}"


def office_head(sheet: Sheet, case: Case) -> None:
    """Write the head of an office of the Ministry of Interior."""
    sheet.head(
        arabic=["المملكة المغربية", "وزارة الداخلية", "إقليم تارودانت", f"جماعة {case.place[0]}"],
        latin=[
            "ROYAUME DU MAROC",
            "MINISTÈRE DE L'INTÉRIEUR",
            "PROVINCE DE TAROUDANT",
            f"Commune de {case.place[1]}",
        ],
    )


def sign(sheet: Sheet, case: Case, *, arabic: str, latin: str) -> None:
    """Write place, date and office, and press the stamp."""
    sheet.space(14)
    sheet.arabic(f"حرر ب{case.place[0]} في {in_arabic(case.issued)}", size=30)
    sheet.latin(f"Fait à {case.place[1]}, le {in_french(case.issued)}", size=24)
    sheet.space(56)
    sheet.arabic(arabic, size=30, bold=True)
    sheet.latin(latin, size=24, bold=True)
    sheet.stamp(arabic=case.place[0], x=sheet.width // 2)
