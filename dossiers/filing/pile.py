"""Lay a pile anew: cut it into papers, join papers, move, turn and set aside their pages.

Rows move, the captured files never change, and everything can be laid back until it is
filed. Nothing is cut without a person: this is what their "confirm" does, all or nothing.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.lifecycle import Move, create_document, moving, why_not
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, Suggestion, User
from dossiers.sheets.codes import SheetCode
from dossiers.vocabulary import (
    CONFIDENTIALITY_LEVEL,
    ConfidentialityClass,
    DocumentState,
    JournalAction,
    SuggestedField,
)

from .pile_plan import Pile, Plan, find_pile, parts_of


class StalePileError(RefusedError):
    """Somebody changed the pile since it was looked at; nothing was written."""

    def __init__(self, pile: Pile) -> None:
        super().__init__(_("Somebody changed this pile while you were working on it."))
        self.pile = pile


@transaction.atomic
def arrange_pile(
    *, documents: Iterable[Document], plan: Plan, stamp: str, by: User
) -> list[Document]:
    """Make the papers of the plan; return them in order. Raises StalePileError.

    A paper keeps its row as long as the first of its pages that had one stays in it.
    """
    chosen = [document.pk for document in documents]
    # Whoever comes second waits here, and then finds another stamp.
    looked_at = find_pile(Document.objects.filter(pk__in=chosen), user=by)
    locked = Document.objects.select_for_update().filter(
        pk__in=[document.pk for document in looked_at.documents]
    )
    list(locked.order_by("pk"))
    pile = find_pile(Document.objects.filter(pk__in=chosen), user=by)
    _refuse(pile, plan, stamp=stamp, by=by)
    pages = {page.uid: page for page in pile.pages}
    parts = [[pages[placed.uid] for placed in part] for part in parts_of(plan)]
    carried = [_carried(part, pile) for part in parts]
    papers = _papers_for(parts, pile)
    turned = _turn(plan, pages)
    _place(parts, papers, pile)
    _follow_sheets(plan, pages)
    settled = []
    for paper, part, (taken_from, paper_class) in zip(papers, parts, carried, strict=True):
        with moving(paper, Verb.ARRANGED, by=by) as move:
            move.document.taken_from_id, move.document.paper_class = taken_from, paper_class
            _settle(move, part, turned=turned)
        settled.append(move.document)
    _drop_empty(pile, papers, by=by)
    return settled


def _refuse(pile: Pile, plan: Plan, *, stamp: str, by: User) -> None:
    for document in pile.documents:
        require(by, Permission.Document.FILE, document)
    if pile.stamp != stamp or not pile.documents:
        raise StalePileError(pile)
    if Counter(placed.uid for placed in plan) != Counter(page.uid for page in pile.pages):
        raise StalePileError(pile)
    refusals = [refusal for one in pile.documents if (refusal := why_not(one, Verb.ARRANGED))]
    if refusals:
        raise RefusedError(refusals[0])
    if len({document.unit_id for document in pile.documents}) > 1:
        raise RefusedError(_("These documents are in the trays of several units."))
    if not parts_of(plan):
        raise RefusedError(_("At least one page must remain. Nothing is thrown away here."))
    filed = {page.uid for page in pile.pages if page.document_id in _filed_before(pile)}
    if any(placed.is_aside and placed.uid in filed for placed in plan):
        raise RefusedError(_("A page of a document that was filed before is not set aside."))


def _filed_before(pile: Pile) -> dict[int, Document]:
    """Return the papers of the pile that were taken out of a dossier, by id."""
    return {one.pk: one for one in pile.documents if one.taken_from_id is not None}


def _carried(part: list[Page], pile: Pile) -> tuple[int | None, str]:
    """Return the dossier and the class that the pages of a part bring with them.

    A page of a paper that was filed before opens to nobody by lying with others: the part is
    of the most closed class among them, of the most closed there is where two are as closed.
    """
    before = _filed_before(pile)
    known = [before[page.document_id] for page in part if page.document_id in before]
    if not known:
        return None, ConfidentialityClass.PROTECTION
    if len({document.taken_from_id for document in known}) > 1:
        raise RefusedError(
            _("Documents out of two dossiers cannot be joined: file each by itself.")
        )
    classes = {document.paper_class for document in known}
    most = max(CONFIDENTIALITY_LEVEL[one] for one in classes)
    closed = [one for one in classes if CONFIDENTIALITY_LEVEL[one] == most]
    paper_class = closed[0] if len(closed) == 1 else ConfidentialityClass.PROTECTION
    return known[0].taken_from_id, paper_class


def _papers_for(parts: list[list[Page]], pile: Pile) -> list[Document]:
    """Return the row of each part: one of its pages' papers, or a new one."""
    free = {document.pk: document for document in pile.documents}
    papers: list[Document | None] = []
    for part in parts:
        known = next((page.document_id for page in part if page.document_id in free), None)
        papers.append(free.pop(known) if known else None)
    model = pile.documents[0]
    return [paper or _new_like(model) for paper in papers]


def _new_like(model: Document) -> Document:
    """Return a new paper of the same tray, captured by whom and when the pile was."""
    paper = create_document(is_read=True, unit=model.unit, captured_by=model.captured_by)
    paper.captured_at = model.captured_at
    paper.save(update_fields=["captured_at"])
    return paper


def _turn(plan: Plan, pages: dict[str, Page]) -> set[str]:
    """Write the turns down; return the pages whose picture is to be made anew."""
    turned = {placed.uid: placed.turns for placed in plan if placed.turns % 4}
    for uid, turns in turned.items():
        page = pages[uid]
        page.instructions = [*page.instructions, page.turned(turns)]
        page.is_read = False
    Page.objects.bulk_update(
        [pages[uid] for uid in turned], ["instructions", "is_read"], batch_size=200
    )
    return set(turned)


def _place(parts: list[list[Page]], papers: list[Document], pile: Pile) -> None:
    """Put every page where it belongs, with what was found on it."""
    ids = [page.pk for page in pile.pages]
    # First out of all papers: no two pages may have one number, not even in between.
    Page.objects.filter(pk__in=ids).update(document=None, number=0)
    for paper, part in zip(papers, parts, strict=True):
        for number, page in enumerate(part, 1):
            page.document_id, page.number = paper.pk, number
        Suggestion.objects.filter(page__in=part).update(document=paper)
    placed = [page for part in parts for page in part]
    Page.objects.bulk_update(placed, ["document", "number"], batch_size=200)
    placed_ids = {page.pk for page in placed}
    for page in pile.pages:
        if page.pk not in placed_ids:
            page.document_id, page.number = None, 0
    Suggestion.objects.filter(page__in=set(ids) - placed_ids).delete()


def _follow_sheets(plan: Plan, pages: dict[str, Page]) -> None:
    """Propose dossier and kind of each cover sheet for the papers that follow it."""
    Suggestion.objects.filter(page__in=[page for page in pages.values() if page.is_sheet]).delete()
    sheet: Page | None = None
    sheets: set[int] = set()
    for placed in plan:
        page = pages[placed.uid]
        if page.is_sheet:
            sheet = page
        elif sheet is not None and page.document_id and page.document_id not in sheets:
            sheets.add(page.document_id)
            propose_by_sheet(sheet, document_id=page.document_id)


def propose_by_sheet(sheet: Page, *, document_id: int) -> None:
    """Write down what a cover sheet says of a paper. Whether it may be known is asked later."""
    code = SheetCode.from_payload(sheet.sheet_code)
    if code is None or code.is_separator:
        return
    values = {SuggestedField.DOSSIER: code.dossier_uid, SuggestedField.KIND: code.kind_code}
    Suggestion.objects.bulk_create(
        Suggestion(document_id=document_id, page=sheet, field=name, value=value, confidence=1.0)
        for name, value in values.items()
        if value
    )


def _settle(move: Move, part: list[Page], *, turned: set[str]) -> None:
    """Make the paper's own columns true again, and say whether it is to be read."""
    paper = move.document
    read = sum(page.is_read for page in part)
    paper.page_count, paper.pages_read = len(part), read
    paper.is_damaged = any(
        page.original.is_damaged or not (page.is_read or page.uid in turned) for page in part
    )
    is_turned = any(page.uid in turned for page in part)
    move.to = DocumentState.READ if read and not is_turned else DocumentState.CAPTURED
    move.failure = "" if read or is_turned else "not_read"
    move.detail = {
        "originals": sorted({page.original_id for page in part}),
        "pages": [page.original_number for page in part],
    }


def _drop_empty(pile: Pile, papers: list[Document], *, by: User) -> None:
    """Remove the rows of papers that lie in others now; a paper with pages is never removed."""
    document_ids = {paper.pk for paper in papers}
    for document in pile.documents:
        if document.pk not in document_ids:
            journal.record(
                by=by, action=JournalAction.CHANGE, thing=document, verb=Verb.JOINED_TO_ANOTHER
            )
            Document.objects.filter(pk=document.pk, pages=None).delete()
