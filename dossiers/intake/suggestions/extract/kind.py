"""What sort of paper a page is the first side of, by the heading printed on it."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from .page import Found, Line, PrintedPage, Span, plain

# Code of a kind → headings in both scripts, as offices print them. Grows by editing.
HEADINGS = Path(__file__).resolve().parents[3] / "data" / "headings.json"
ARABIC, LATIN = re.compile("[\u0621-\u064a]+"), re.compile("[a-z]+")
# Likeness (0..1) from which a line is believed to be a heading.
MIN_LIKENESS = 0.86
# A likeness that says nothing.
WORTHLESS = 0.6
# A heading stands in the upper part of its page; below, words are mentioned in passing.
UPPER_SHARE = 0.6
BELOW_IS_WORTH = 0.8
# A line that begins with a heading may go on for so many times its length.
LONGEST_REST = 2.2
NO_KIND = ("", 0.0)


def kind_of_page(text_lines: Sequence[str]) -> tuple[str, float]:
    """Return the code of the kind whose heading stands on a page, and how sure (0..1).

    ("", 0.0) where no heading is known. A page that goes on from the one before it
    has no heading: a change of kind is where a pile may be cut.

    >>> kind_of_page(["المملكة المغربية", "شهادة السكنى"])[0]
    'AD01'
    >>> kind_of_page(["Je soussigné déclare avoir perdu mon livret de famille hier"])
    ('', 0.0)
    """
    kind = find_kind(PrintedPage.from_text("\n".join(text_lines)))
    return (kind.value, kind.confidence) if kind else NO_KIND


def find_kind(page: PrintedPage) -> Found | None:
    """Return the kind of the page with the line that tells it, or None."""
    best: dict[str, dict[str, tuple[float, Line]]] = {}
    last = max(1, len(page.lines) - 1)
    for place, line in enumerate(page.lines):
        worth = 1.0 if place / last <= UPPER_SHARE or place < 6 else BELOW_IS_WORTH
        for code, script, likeness in _headings_like(line):
            known = best.setdefault(code, {}).get(script, (0.0, line))
            if likeness * worth > known[0]:
                best[code][script] = (likeness * worth, line)
    if not best:
        return None
    ranked = sorted(best, key=lambda code: -_both(best[code]))
    code = ranked[0]
    sure = _both(best[code])
    if len(ranked) > 1:
        # Two headings on one page: one of them is only mentioned.
        sure *= 1.0 - 0.5 * _both(best[ranked[1]]) / max(sure, 0.01) * (1.0 - sure + 0.2)
    likeness, line = max(best[code].values(), key=lambda pair: pair[0])
    read = Span(line.words).confidence
    return Found("kind", code, Span(line.words), min(0.99, sure) * (0.7 + 0.3 * read), page.number)


def _both(scripts: dict[str, tuple[float, Line]]) -> float:
    """Return how sure the headings of both scripts together make a kind."""
    doubt = 1.0
    for likeness, _line in scripts.values():
        doubt *= 1.0 - 0.95 * max(0.0, likeness - WORTHLESS) / (1.0 - WORTHLESS)
    return 1.0 - doubt


def _headings_like(line: Line) -> list[tuple[str, str, float]]:
    """Return code, script and likeness of the headings that the line may be."""
    headings = []
    for script, letters in (("arabic", ARABIC), ("latin", LATIN)):
        printed = "".join(letters.findall(line.folded))
        if len(printed) < 4:
            continue
        # The best alone: headings of other kinds that are much alike are no rivals.
        likeness, code = max(
            (_likeness(heading, printed), code) for code, heading in _headings()[script]
        )
        if likeness >= MIN_LIKENESS:
            headings.append((code, script, likeness))
    return headings


def _likeness(heading: str, printed: str) -> float:
    """Return how like a heading a line is, as a whole or as its beginning; 0 for too little."""
    whole = fuzz.ratio(heading, printed, score_cutoff=100 * MIN_LIKENESS) / 100
    if len(printed) <= len(heading) or len(printed) > LONGEST_REST * len(heading):
        return whole
    begins = fuzz.ratio(heading, printed[: len(heading)], score_cutoff=100 * MIN_LIKENESS) / 100
    rest = (len(printed) - len(heading)) / len(printed)
    return max(whole, begins * (1.0 - 0.2 * rest))


@cache
def _headings() -> dict[str, list[tuple[str, str]]]:
    """Return (code, letters without spaces) of every heading, by script."""
    table: dict[str, list[tuple[str, str]]] = {"arabic": [], "latin": []}
    for code, headings in json.loads(HEADINGS.read_text(encoding="utf-8")).items():
        for heading in headings:
            folded = plain(heading)
            script, letters = ("arabic", ARABIC) if ARABIC.search(folded) else ("latin", LATIN)
            table[script].append((code, "".join(letters.findall(folded))))
    return table
