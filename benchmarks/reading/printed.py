"""What stands on known scans, written down by hand: by paper, by field of the filing form.

`right` are values a person would take, each with its spellings in either script; `aside` are
values that stand on the paper too and are neither right nor wrong (who signed, the commune).
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from dossiers.intake.reading.ocr.segments import ARABIC_LETTER

from .truth import folded_words

# Of the invented scans that the project is tried with; `<paper>__<variant>.<ending>`.
PRINTED = Path(__file__).with_name("printed_on_scans.json")
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"})

Spellings = tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """The values of one field of one paper."""

    right: tuple[Spellings, ...] = ()
    aside: tuple[Spellings, ...] = ()


PrintedPaper = Mapping[str, Printed]


def load_printed(path: Path = PRINTED) -> dict[str, PrintedPaper]:
    """Return by paper what stands in each field."""
    papers = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: {
            field: Printed(
                *(tuple(map(tuple, values.get(kind, ()))) for kind in ("right", "aside"))
            )
            for field, values in fields.items()
        }
        for name, fields in papers.items()
    }


def add_scan_arguments(parser: ArgumentParser) -> None:
    """Declare the folder of known scans, what stands on them, and which of them."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--expected", type=Path, default=PRINTED, help="what stands on them")
    parser.add_argument(
        "--only", nargs="*", default=(), help="only files whose name holds one of these"
    )


def scans_in(
    folder: Path, papers: Mapping[str, PrintedPaper], *, only: Sequence[str] = ()
) -> list[Path]:
    """Return the files of a folder whose paper is known; those whose name holds one of `only`."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in PICTURES
        and paper_of(path) in papers
        and (not only or any(part in path.name for part in only))
    )


def paper_of(file: PurePath) -> str:
    """Return which paper a file shows.

    >>> paper_of(PurePath("scans/birth_extract__photo.jpg"))
    'birth_extract'
    """
    return file.stem.partition("__")[0]


def is_one_of(value: str, spellings: Iterable[str]) -> bool:
    """Tell whether a value is one of the spellings; family and given name in any order."""
    words = sorted(folded_words(value))
    return any(words == sorted(folded_words(spelling)) for spelling in spellings)


def names_in_both(paper: PrintedPaper) -> Iterator[tuple[str, str]]:
    """Yield the full names that are printed in Arabic, with a Latin spelling of each."""
    names = paper.get("person", Printed())
    for spellings in (*names.right, *names.aside):
        arabic = [spelling for spelling in spellings if ARABIC_LETTER.search(spelling)]
        latin = [spelling for spelling in spellings if spelling not in arabic]
        if arabic and latin:
            yield arabic[0], latin[0]
