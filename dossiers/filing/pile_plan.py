"""How a pile lies and how it shall lie: pages in a row, where papers begin, what is set aside.

Reads only. What is changed is in `piles`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dossiers.models import Document, Original, Page, User


@dataclass(frozen=True, slots=True)
class Placed:
    """One page in the row. `turns` are quarter turns clockwise to be added."""

    uid: str
    begins: bool = False
    is_aside: bool = False
    turns: int = 0


Plan = Sequence[Placed]


@dataclass(frozen=True)
class Pile:
    """Papers of the tray that are looked at together, and all pages of their files.

    `pages` lie in the order of the papers; those set aside where they were scanned.
    """

    documents: list[Document]
    pages: list[Page] = field(default_factory=list)
    # Pages of the same files that are filed or lie in another tray.
    gone: int = 0

    @property
    def plan(self) -> list[Placed]:
        """The row as it lies now."""
        placed: list[Placed] = []
        before: int | None = None
        for page in self.pages:
            if page.document_id is None:
                placed.append(Placed(page.uid, is_aside=True))
                continue
            placed.append(Placed(page.uid, begins=page.document_id != before))
            before = page.document_id
        return placed

    @property
    def stamp(self) -> str:
        """What changes whenever anybody changes a paper or page of the pile."""
        papers = [(document.pk, document.state) for document in self.documents]
        pages = [
            (page.uid, page.document_id, page.number, page.instructions) for page in self.pages
        ]
        return hashlib.sha256(repr((papers, pages, self.gone)).encode()).hexdigest()[:24]


def parts_of(plan: Plan) -> list[list[Placed]]:
    """Return the papers that a row makes; pages set aside are in none.

    Where the first page of a paper is set aside, the next one begins it.
    """
    parts: list[list[Placed]] = []
    begins = True
    for placed in plan:
        begins = begins or placed.begins
        if placed.is_aside:
            continue
        if begins:
            parts.append([])
        parts[-1].append(placed)
        begins = False
    return parts


def find_pile(documents: Iterable[Document], *, user: User) -> Pile:
    """Return the pile of these papers of the tray: whatever shares a file with them lies in it."""
    tray = Document.objects.in_tray_of(user)
    own = set(tray.filter(pk__in=[one.pk for one in documents]).values_list("pk", flat=True))
    files: set[int] = set()
    while True:
        original_ids = Page.objects.filter(document__in=own).values_list("original_id", flat=True)
        if set(original_ids) <= files:
            break
        files |= set(original_ids)
        own |= set(tray.filter(pages__original__in=files).values_list("pk", flat=True))
    here = Original.objects.at_desk_of(user).filter(pk__in=files)
    rows = Page.objects.filter(original__in=files).select_related("original").defer("text")
    pages = list(rows.filter(document__in=own))
    aside = list(rows.filter(document=None, original__in=here))
    papers = sorted(
        tray.filter(pk__in=own).select_related("unit", "reading_job"), key=_first_place(pages)
    )
    return Pile(
        documents=papers,
        pages=list(_in_a_row(papers, pages, aside)),
        gone=rows.count() - len(pages) - len(aside),
    )


def _first_place(pages: list[Page]) -> Any:
    """Order papers by where their first page was scanned."""
    first = {page.document_id: page for page in sorted(pages, key=lambda page: -page.number)}

    def place(document: Document) -> tuple[int, int]:
        page = first.get(document.pk)
        return (page.original_id, page.original_number) if page else (0, 0)

    return place


def _in_a_row(papers: list[Document], pages: list[Page], aside: list[Page]) -> Iterator[Page]:
    """Yield the pages paper by paper, each one set aside after the page scanned before it."""
    order = {paper.pk: place for place, paper in enumerate(papers)}
    row = sorted(pages, key=lambda page: (order[page.document_id or 0], page.number))
    for page in sorted(aside, key=lambda page: (page.original_id, page.original_number)):
        before = [
            place
            for place, other in enumerate(row)
            if other.original_id == page.original_id
            and other.original_number < page.original_number
        ]
        row.insert(
            max(before, key=lambda place: row[place].original_number) + 1 if before else 0, page
        )
    yield from row
