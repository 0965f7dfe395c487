"""Invented papers for measurements: words of both scripts, frequent and rare as in a language."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from search.entries import EntryKind, EntryPage, Scope, SearchEntry

_FREQUENT_WORDS = (
    "من في على شهادة الولادة رسم المملكة المغربية وزارة الداخلية عمالة اقليم تارودانت جماعة"
    " الحالة المدنية ضابط بتاريخ سنة رقم ابن بنت مزداد اسم عائلي شخصي نسخة موجزة تسلم الطفل"
    " acte de naissance le la du extrait certificat commune province royaume maroc numéro état"
    " civil né fils fille prénom nom année officier délivré médical scolarité élève"
)
FREQUENT = _FREQUENT_WORDS.split()
RARE_WORDS = 40_000
WORDS_PER_PAPER = 100
UNITS = 10
PAPERS_PER_DOSSIER = 4
CLASSES = ("general", "civil", "school", "medical", "protection")
ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyzé"


class Papers:
    """Makes the same papers for the same seed."""

    def __init__(self, seed: int = 5) -> None:
        """Invent the words: the known ones most frequent, then ever rarer ones."""
        self._random = random.Random(seed)  # noqa: S311  (the same papers each time)
        self.words = [*FREQUENT, *(self._invent(number) for number in range(RARE_WORDS))]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def _invent(self, number: int) -> str:
        letters = LATIN_LETTERS if number % 3 else ARABIC_LETTERS
        return "".join(self._random.choices(letters, k=self._random.randint(4, 9)))

    def text(self, words: int = WORDS_PER_PAPER) -> str:
        """Return the text of one page."""
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=words))

    def entries(self, count: int) -> Iterator[SearchEntry]:
        """Yield this many papers."""
        for number in range(count):
            yield self.entry(number)

    def entry(self, number: int) -> SearchEntry:
        """Return one paper; it is reached through its dossier, its unit and the centre."""
        dossier = number // PAPERS_PER_DOSSIER
        unit, paper_class = dossier % UNITS, CLASSES[number % len(CLASSES)]
        folders = ("centre", f"unit{unit}", f"dossier{dossier}")
        day = date(2012, 1, 1) + timedelta(days=self._random.randrange(5000))
        return SearchEntry(
            key=f"document:{number}",
            kind=EntryKind.DOCUMENT,
            version=1,
            reach=frozenset(f"{paper_class}:{folder}" for folder in folders),
            title=self.text(5),
            pages=(EntryPage(1, self.text()),),
            identifiers=(f"{number % 900}/{day.year}",),
            facets={
                "unit": f"unit{unit}",
                "class": paper_class,
                "kind": f"K{number % 40:02d}",
                "state": "verified" if number % 2 else "filed",
                "language": "ar" if number % 3 else "fr",
                "year": str(day.year),
            },
            day=day,
        )

    def questions(self, count: int, seed: int = 6) -> list[str]:
        """Return questions of one to three words, from frequent to rare, some in quotes."""
        chance = random.Random(seed)  # noqa: S311  (the same papers each time)
        return [self._question(chance) for _ in range(count)]

    def _question(self, chance: random.Random) -> str:
        ranks = [int(chance.paretovariate(0.45)) for _ in range(chance.choice((1, 2, 2, 3)))]
        words = [self.words[min(rank, len(self.words)) - 1] for rank in ranks]
        shape = chance.random()
        if shape < 0.1 and len(words) > 1:
            return f'"{" ".join(words)}"'
        return " ".join(words) + ("*" if shape > 0.95 else "")


def scopes(count: int) -> dict[str, Scope]:
    """Return who asks: one who sees all, one who sees half, one who sees a hundredth."""
    dossiers = range(0, count // PAPERS_PER_DOSSIER, 100)
    folders = {
        "all": ["centre"],
        "half": [f"unit{number}" for number in range(UNITS // 2)],
        "1 %": [f"dossier{number}" for number in dossiers],
    }
    return {
        name: Scope(frozenset(f"{paper_class}:{one}" for paper_class in CLASSES for one in held))
        for name, held in folders.items()
    }
