"""The words of a search on the image of a side: boxes to draw over it, and the way to the next.

Boxes are pixels of the stored image, as the reader noted them when it read the side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from dossiers.documents.found_words import words_for
from dossiers.intake.printed_word import Word, union
from dossiers.models import Document, Page
from dossiers.storage.page_layout import words_of
from dossiers.web.numbers import whole_number
from dossiers.web.request import AuthenticatedRequest
from search import api

# Pixels around the letters, and the share of a page's width that is more on a fine scan: a mark
# does not cut into them when the page is as small as a window.
MARGIN, MARGIN_SHARE = 3, 1 / 200


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the stored image."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: words in a row, a box for each line they stand on. `number` is 1-based."""

    number: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class HitLayer:
    """The hits of one side, and where the ones before and after are.

    `present` is the number of the hit that is looked at, 0 where this side has none.
    `side_before` and `side_after` are the nearest other sides with hits, 0 for none.
    """

    words: str
    page: Page
    hits: tuple[Hit, ...]
    present: int
    side_before: int
    side_after: int

    @property
    def before(self) -> str:
        """The query of the address of the last hit on the side before, or ""."""
        return _query(self.side_before, "last") if self.side_before else ""

    @property
    def after(self) -> str:
        """The query of the address of the first hit on the side after, or ""."""
        return _query(self.side_after, 1) if self.side_after else ""

    @property
    def previous(self) -> str:
        """The query of the address of the hit before, on this side or another, or ""."""
        return _query(self.page.number, self.present - 1) if self.present > 1 else self.before

    @property
    def next(self) -> str:
        """The query of the address of the hit after, on this side or another, or ""."""
        is_last = self.present == len(self.hits)
        return self.after if is_last else _query(self.page.number, self.present + 1)


def hits_of(request: AuthenticatedRequest, document: Document, number: int) -> HitLayer | None:
    """Return the hits on a side of a paper that this session's search found; else None.

    The caller has decided that the user may see the side.
    """
    words = words_for(request, document)
    page = document.pages.filter(number=number).first() if words else None
    return hit_layer(page, words, asked=request.GET.get("hit", "")) if page else None


def hit_layer(page: Page, words: str, *, asked: str = "") -> HitLayer | None:
    """Return the hits of these words on a side; None when the paper holds none at all.

    `asked` is the number of the hit to look at, or "last"; anything odd is the first.
    """
    hits = tuple(_hits_on(page, words)) if words else ()
    before, after = _sides_beside(page, words) if words and page.document else (0, 0)
    if not (hits or before or after):
        return None
    return HitLayer(words, page, hits, _present(asked, len(hits)), before, after)


def _query(side: int, hit: int | str) -> str:
    return f"?show=1&page={side}&hit={hit}#hit"


def _present(asked: str, hits: int) -> int:
    if asked == "last":
        return hits
    number = whole_number(asked, otherwise=1)
    return min(max(number, 1), hits)


def _sides_beside(page: Page, words: str) -> tuple[int, int]:
    """Return the nearest sides with hits before and after this one, 0 where there is none."""
    sides = Page.objects.filter(document=page.document).values_list("number", "text")
    before = sides.filter(number__lt=page.number).order_by("-number")
    after = sides.filter(number__gt=page.number).order_by("number")
    return _first_with_marks(before, words), _first_with_marks(after, words)


def _first_with_marks(sides: Iterable[tuple[int, str]], words: str) -> int:
    return next((number for number, text in sides if api.marks(text, words)), 0)


def _hits_on(page: Page, words: str) -> Iterator[Hit]:
    """Yield the places of the words on a side, in reading order."""
    written = words_of(page)
    marked = api.marked_words([word.text for word in written], words)
    margin = max(MARGIN, round(page.width * MARGIN_SHARE))
    for number, run in enumerate(_runs(marked), start=1):
        yield Hit(number, tuple(_boxes([written[place] for place in run], margin=margin)))


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Yield places that follow each other, together."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _boxes(words: Iterable[Word], *, margin: int) -> Iterator[Box]:
    """Yield a rectangle for each line on which these words stand."""
    for _line, on_line in groupby(words, key=attrgetter("line")):
        left, top, right, bottom = union(word.box for word in on_line)
        yield Box(
            left=left - margin,
            top=top - margin,
            width=right - left + 2 * margin,
            height=bottom - top + 2 * margin,
        )
