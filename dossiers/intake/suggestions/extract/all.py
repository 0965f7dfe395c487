"""Everything a page's print suggests: kind, dates, act, names, reference of a dossier.

A stage of the pipeline. It reads words that are stored and writes nothing; what it finds
is offered to a person and never saved into the paper by itself.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from .act import find_acts
from .dates import find_issue_dates
from .kind import find_kind
from .names import find_names
from .page import Found, PrintedPage

# Offices, numbers and years of acts stand on these; on others they are words in passing.
KINDS_WITH_OFFICE = ("EC", "JU", "AD")
# Our own reference, printed on what the centre itself wrote.
REFERENCE = re.compile(r"(?<![\d/])(20\d{2}/\d{4,6}(?:-\d{1,2})?)(?![\d/])")
REFERENCE_CONFIDENCE = 0.7
# So many are offered for each field; a paper names more people than dates.
MOST = {"person": 8, "act_year": 2}
MOST_OTHERS = 3


def suggest(page: PrintedPage, *, today: date) -> list[Found]:
    """Return what one page suggests, field by field, the surest first.

    Page by page: where a pile is cut afterwards, each part keeps what is its own.
    """
    kind = find_kind(page)
    has_office = kind is not None and kind.value.startswith(KINDS_WITH_OFFICE)
    suggestions = [
        *([kind] if kind else []),
        *find_issue_dates(page, today=today),
        *(one for one in find_acts(page) if has_office or one.field == "act_number"),
        *find_names(page),
        *_references(page),
    ]
    return list(_best_of_each(suggestions))


def _references(page: PrintedPage) -> Iterator[Found]:
    for line in page.lines:
        for match in REFERENCE.finditer(line.folded):
            span = line.at(match.start(1), match.end(1))
            confidence = REFERENCE_CONFIDENCE * span.confidence
            yield Found("dossier", match[1], span, confidence, page.number)


def _best_of_each(found: Sequence[Found]) -> Iterator[Found]:
    """Yield the best of each field; one value found twice counts once and is surer."""
    fields: dict[str, dict[str, Found]] = {}
    for one in sorted(found, key=lambda one: -one.confidence):
        same = fields.setdefault(one.field, {})
        key = one.value or one.span.text
        if key in same:
            same[key] = _surer(same[key], one)
        else:
            same[key] = one
    for field, values in fields.items():
        best = sorted(values.values(), key=lambda one: -one.confidence)
        yield from best[: MOST.get(field, MOST_OTHERS)]


def _surer(one: Found, other: Found) -> Found:
    """Return the first with the confidence of both: two places say the same."""
    both = 1.0 - (1.0 - one.confidence) * (1.0 - other.confidence)
    return Found(one.field, one.value, one.span, min(0.99, both), one.page)
