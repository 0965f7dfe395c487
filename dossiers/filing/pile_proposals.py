"""Where a pile might be cut, and in which order two passes of a stack belong. Changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dossiers.models import Page, Suggestion
from dossiers.vocabulary import SuggestedField

from .pile_plan import Pile, Placed, Plan, parts_of

# A heading that is read with less confidence than this cuts nothing.
MIN_HEADING_CONFIDENCE = 0.6
# From one blank page in so many on, they are the backs of single sheets and separate nothing.
BACKS_FROM_ONE_IN = 3


class Reason(StrEnum):
    """Why a paper may begin at a page."""

    SHEET = "sheet"
    BLANK = "blank"
    HEADING = "heading"


@dataclass(frozen=True)
class Proposal:
    """A row with cuts, and the reason of each by the uid of the page that begins a paper."""

    plan: list[Placed]
    reasons: Mapping[str, Reason]


def propose(pages: Sequence[Page]) -> Proposal:
    """Return these pages in their order, cut at our sheets, at blank pages and at headings.

    Sheets and blank pages are set aside.
    """
    headed = _with_heading(pages)
    blank = sum(page.is_blank for page in pages)
    blanks_separate = blank * BACKS_FROM_ONE_IN < len(pages)
    plan: list[Placed] = []
    reasons: dict[str, Reason] = {}
    pending: Reason | None = None
    has_begun = False
    for page in pages:
        if page.is_sheet or page.is_blank:
            plan.append(Placed(page.uid, is_aside=True))
            if page.is_sheet:
                pending = Reason.SHEET
            elif blanks_separate:
                pending = pending or Reason.BLANK
            continue
        reason = pending or (Reason.HEADING if page.pk in headed else None)
        begins = not has_begun or reason is not None
        plan.append(Placed(page.uid, begins=begins))
        if has_begun and reason:
            reasons[page.uid] = reason
        has_begun, pending = True, None
    return Proposal(plan, reasons)


def opening(pile: Pile) -> Proposal:
    """Return how a pile is shown first: with proposals, unless somebody has split it before."""
    if len(pile.documents) == 1 and not pile.gone:
        return propose(pile.pages)
    sheets = {page.uid for page in pile.pages if page.is_sheet}
    return Proposal(
        [
            Placed(placed.uid, placed.begins, placed.is_aside or placed.uid in sheets)
            for placed in pile.plan
        ],
        {},
    )


def joined(plan: Plan) -> list[Placed]:
    """Return the row as one paper, in its order."""
    return [Placed(placed.uid, is_aside=placed.is_aside, turns=placed.turns) for placed in plan]


def interleaved(plan: Plan) -> list[Placed]:
    """Return fronts and backs in reading order: fronts 1..n came first, then backs n..1.

    Two papers are the two passes; otherwise the row is halved. Pages set aside go last.

    >>> [placed.uid for placed in interleaved([Placed(uid) for uid in "acedb"])]
    ['a', 'b', 'c', 'd', 'e']
    """
    row = [placed for placed in plan if not placed.is_aside]
    parts = parts_of(plan)
    fronts = len(parts[0]) if len(parts) == 2 else (len(row) + 1) // 2
    backs = row[fronts:][::-1]
    woven: list[Placed] = []
    for place in range(max(fronts, len(backs))):
        woven += row[:fronts][place : place + 1] + backs[place : place + 1]
    aside = [placed for placed in plan if placed.is_aside]
    return [*joined(woven), *aside]


def _with_heading(pages: Iterable[Page]) -> set[int]:
    """Return the pages on which the printed heading of a form was found."""
    headings = Suggestion.objects.filter(
        page__in=pages,
        page__sheet_code="",
        field=SuggestedField.KIND,
        confidence__gte=MIN_HEADING_CONFIDENCE,
    )
    return {pk for pk in headings.values_list("page_id", flat=True) if pk is not None}
