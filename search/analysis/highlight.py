"""Where the words of a question stand in a text: snippets, and which words to mark.

Works on the original text, so that what is shown is what was written; the
index is never asked.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from search.analysis.clauses import Clause, read_clauses
from search.analysis.folding import fold, fold_with_offsets, source_span
from search.analysis.spellings import Row, name_rows, rows_pattern
from search.analysis.text import PlacedWord, Word, placed_words, placed_words_holding, words_of
from search.entries import EntryPage

SNIPPET_CHARS = 180
# Words kept in front of the first mark, so that it is read in its sentence.
LEAD_CHARS = 50
# Places from which a snippet may begin; further marks on a page are not weighed.
MOST_STARTS = 30


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of one page; `marks` are slices of `text`; `page` is 1-based.

    `is_cut_before` and `is_cut_after` tell whether more text stands around it.
    """

    page: int
    text: str
    marks: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool

    @property
    def parts(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, each with whether it is marked."""
        place = 0
        for start, end in self.marks:
            if place < start:
                yield self.text[place:start], False
            yield self.text[start:end], True
            place = end
        if place < len(self.text):
            yield self.text[place:], False


def marked_words(words: Sequence[str], text: str) -> tuple[int, ...]:
    """Return the indexes of the written words that a question marks.

    `words` are those of one page in reading order, as the reader placed them.

    >>> marked_words(["رسم", "الولادة", "رقم", "12"], "ولادة")
    (1,)
    """
    analysed = [(number, word) for number, raw in enumerate(words) for word in words_of(raw)]
    places = _places([word for _, word in analysed], read_clauses(text).clauses, name_rows(text))
    return tuple(dict.fromkeys(analysed[place][0] for place in places))


def marks(text: str, typed: str) -> tuple[tuple[int, int], ...]:
    """Return the slices of a text that a question marks, in order.

    >>> marks("رسم الولادة رقم 12", "ولادة")
    ((4, 11),)
    """
    marked = _look_at(EntryPage(1, text), read_clauses(typed).clauses, name_rows(typed))
    return tuple(marked.slices) if marked else ()


def snippets(
    pages: Iterable[EntryPage], text: str, *, limit: int = 2, max_chars: int = SNIPPET_CHARS
) -> tuple[Snippet, ...]:
    """Return at most one piece of each page, the pages with the most different marks first.

    Without any mark: the beginning of the first page, so that there is something to read.
    """
    pages = list(pages)
    clauses, rows = read_clauses(text).clauses, name_rows(text)
    marked_pages = [marked for page in pages if (marked := _look_at(page, clauses, rows))]
    marked_pages.sort(key=lambda marked: (-len(set(marked.words)), marked.page.number))
    if not marked_pages:
        return tuple(_cut(page, [], 0, max_chars) for page in pages[:1] if page.text.strip())
    return tuple(
        _cut(marked.page, marked.slices, marked.densest(max_chars), max_chars)
        for marked in marked_pages[:limit]
    )


@dataclass(frozen=True, slots=True)
class _MarkedPage:
    """A page with its marked words, in order, and the slices of its text they cover."""

    page: EntryPage
    words: list[str]
    slices: list[tuple[int, int]]

    def densest(self, max_chars: int) -> int:
        """Return where the mark begins from which the most different marks fit in one snippet."""
        starts = [start for start, _ in self.slices[:MOST_STARTS]]
        room = max_chars - LEAD_CHARS
        return max(starts, key=lambda start: (self._variety(start, start + room), -start))

    def _variety(self, begin: int, end: int) -> int:
        """Count the different words marked between two places."""
        pairs = zip(self.words, self.slices, strict=True)
        return len({word for word, (start, stop) in pairs if begin <= start and stop <= end})


def _look_at(
    page: EntryPage, clauses: Sequence[Clause], rows: tuple[Row, ...]
) -> _MarkedPage | None:
    """Return a page with its marks; None when there are none."""
    folded = fold(page.text)
    if any(clause.phrase for clause in clauses):
        placed = placed_words(folded)
    else:
        letters = [part for clause in clauses for part in clause.forms or (clause.prefix,)]
        placed = placed_words_holding(folded, letters) if letters else []
    marks = _marks_among(placed, clauses)
    if rows and len({mark.word.bare for mark in marks}) < len(clauses):
        marks = _marks_among(placed_words(folded), clauses, rows)
    if not marks:
        return None
    to_source = _source_places(page.text, folded)
    return _MarkedPage(
        page=page,
        words=[mark.word.bare for mark in marks],
        slices=[to_source(mark.start, mark.end) for mark in marks],
    )


@lru_cache(maxsize=1_000)
def _stays_one(char: str) -> bool:
    """Tell whether a character folds to exactly one."""
    return len(fold(char)) == 1


def _source_places(text: str, folded: str) -> Callable[[int, int], tuple[int, int]]:
    """Return how to get from a slice of the folded text to the slice of the original."""
    if len(text) == len(folded) and all(map(_stays_one, set(text))):
        return lambda start, end: (start, end)
    offsets = fold_with_offsets(text)[1]
    return lambda start, end: source_span(offsets, start, end)


def _cut(page: EntryPage, slices: Sequence[tuple[int, int]], first: int, max_chars: int) -> Snippet:
    """Cut at white space around the first mark; line ends become spaces, one for one."""
    text = page.text.translate(_LINE_ENDS)
    begin = _word_start(text, first - LEAD_CHARS)
    stop = _word_end(text, begin + max_chars)
    return Snippet(
        page=page.number,
        text=text[begin:stop],
        marks=tuple(
            (start - begin, end - begin) for start, end in slices if begin <= start and end <= stop
        ),
        is_cut_before=bool(text[:begin].strip()),
        is_cut_after=bool(text[stop:].strip()),
    )


_LINE_ENDS = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\f": " ", "\v": " "})


def _word_start(text: str, place: int) -> int:
    if place <= 0:
        return 0
    space = text.rfind(" ", 0, place + 1)
    return space + 1 if space >= 0 else place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", 0, place + 1)
    return space if space > 0 else place


def _marked(words: Sequence[Word], clauses: Sequence[Clause]) -> list[int]:
    """Return the places of the words that any clause marks, in order."""
    forms = frozenset(form for clause in clauses for form in clause.forms)
    beginnings = tuple(clause.prefix for clause in clauses if clause.prefix)
    fitting = {
        word.forms
        for word in set(words)
        if not forms.isdisjoint(word.forms)
        or (beginnings and any(form.startswith(beginnings) for form in word.forms))
    }
    marked = {place for place, word in enumerate(words) if word.forms in fitting}
    for clause in clauses:
        if clause.phrase:
            marked.update(_row_places(words, clause.phrase))
    return sorted(marked)


def _marks_among(
    placed: Sequence[PlacedWord], clauses: Sequence[Clause], rows: tuple[Row, ...] = ()
) -> list[PlacedWord]:
    return [placed[place] for place in _places([item.word for item in placed], clauses, rows)]


def _places(words: Sequence[Word], clauses: Sequence[Clause], rows: tuple[Row, ...]) -> list[int]:
    """Return the places that are marked: the words, and where one lacks, the name otherwise."""
    places = _marked(words, clauses)
    if rows and len({words[place].bare for place in places}) < len(clauses):
        places = sorted({*places, *_written(words, rows)})
    return places


def _row_places(words: Sequence[Word], phrase: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - len(phrase) + 1):
        if all(words[place + step].bare == bare for step, bare in enumerate(phrase)):
            yield from range(place, place + len(phrase))


def _written(words: Sequence[Word], rows: tuple[Row, ...]) -> list[int]:
    """Return the places of the words that write a name in any of these rows, in order."""
    starts = list(accumulate((len(word.bare) + 1 for word in words), initial=0))
    return [
        place
        for matches in rows_pattern(rows).finditer(" ".join(word.bare for word in words))
        for place in range(bisect_left(starts, matches.start()), bisect_left(starts, matches.end()))
    ]
