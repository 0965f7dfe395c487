"""Measure what is suggested for the filing form, against what stands on the paper."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from dossiers.intake.reading.reader import ReadPage
from dossiers.intake.suggestions.extract.all import suggest
from dossiers.intake.suggestions.extract.page import Found, PrintedPage
from dossiers.storage.page_layout import words_in

from .figures import Share
from .pages import read_whole
from .printed import Printed, PrintedPaper, is_one_of, paper_of


@dataclass(frozen=True)
class FieldFigures:
    """One field: how often a right value came first, how many came at all, what was wrong."""

    first: Share = field(default_factory=Share)
    at_all: Share = field(default_factory=Share)
    wrong: Share = field(default_factory=Share)

    def __add__(self, other: "FieldFigures") -> "FieldFigures":
        """Return both together."""
        return FieldFigures(
            self.first + other.first, self.at_all + other.at_all, self.wrong + other.wrong
        )

    def as_row(self) -> dict[str, list[int]]:
        """Return the plain values."""
        return {name: getattr(self, name).as_row() for name in ("first", "at_all", "wrong")}


@dataclass(frozen=True)
class JudgedFile:
    """What was suggested on one file, by field, and how right that is."""

    file: str
    shown: dict[str, list[str]]
    figures: dict[str, FieldFigures]

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        figures = {name: one.as_row() for name, one in self.figures.items()}
        return {"file": self.file, "suggested": self.shown, "figures": figures}


def judge_files(paths: Iterable[Path], papers: Mapping[str, PrintedPaper]) -> Iterator[JudgedFile]:
    """Read each file and judge what its pages suggest."""
    for path, pages in read_whole(paths):
        values = by_field(suggested_on(pages))
        printed = papers[paper_of(path)]
        figures = {
            name: judge(values.get(name, ()), printed.get(name, Printed()))
            for name in sorted({*values, *printed})
        }
        yield JudgedFile(str(path), values, figures)


def suggested_on(pages: Iterable[ReadPage]) -> list[Found]:
    """Return what the pages suggest, page by page, the surest of each field first."""
    return [
        suggestions
        for number, page in enumerate(pages, start=1)
        for suggestions in suggest(
            PrintedPage.from_words(number, words_in(page.words)),
            today=timezone.localdate(),
        )
    ]


def by_field(found: Iterable[Found]) -> dict[str, list[str]]:
    """Return the suggested values of each field, the surest first."""
    values: dict[str, list[str]] = defaultdict(list)
    for one in sorted(found, key=lambda one: -one.confidence):
        values[one.field].append(one.value or one.span.text)
    return dict(values)


def judge(values: Sequence[str], printed: Printed) -> FieldFigures:
    """Count one field of one paper."""
    right = [
        spellings for spellings in printed.right if any(is_one_of(v, spellings) for v in values)
    ]
    known = (*printed.right, *printed.aside)
    strange = [value for value in values if not any(is_one_of(value, one) for one in known)]
    is_first = any(is_one_of(values[0], one) for one in printed.right) if values else False
    return FieldFigures(
        first=Share(int(is_first), 1) if printed.right else Share(),
        at_all=Share(len(right), len(printed.right)),
        wrong=Share(len(strange), len(values)),
    )
