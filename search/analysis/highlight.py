"""Where the words of a question stand in a text: snippets, and which words to mark.

Works on the original text, so that what is shown is what was written; the
index is never asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis.clauses import Clause, read_clauses
from search.analysis.text import PlacedWord, Word, placed_words, words_of
from search.entries import EntryPage

SNIPPET_CHARS = 180
# Words kept in front of the first mark, so that it is read in its sentence.
LEAD_CHARS = 50


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
    found = _marked([word for _, word in analysed], read_clauses(text).clauses)
    return tuple(dict.fromkeys(analysed[place][0] for place in found))


def snippets(
    pages: Iterable[EntryPage], text: str, *, limit: int = 2, max_chars: int = SNIPPET_CHARS
) -> tuple[Snippet, ...]:
    """Return at most one piece of each page, the pages with the most different marks first.

    Without any mark: the beginning of the first page, so that there is something to read.
    """
    clauses = read_clauses(text).clauses
    pages = list(pages)
    found = []
    for page in pages:
        placed = placed_words(page.text)
        marks = _marked([item.word for item in placed], clauses)
        if marks:
            found.append((page, placed, marks))
    found.sort(key=lambda item: (-_variety(item[1], item[2]), item[0].number))
    if not found:
        return tuple(_cut(page, [], 0, max_chars) for page in pages[:1] if page.text.strip())
    return tuple(
        _cut(
            page,
            [placed[m] for m in marks],
            placed[_densest(placed, marks, max_chars)].start,
            max_chars,
        )
        for page, placed, marks in found[:limit]
    )


def _variety(placed: Sequence[PlacedWord], marks: Sequence[int]) -> int:
    return len({placed[mark].word.bare for mark in marks})


def _densest(placed: Sequence[PlacedWord], marks: Sequence[int], max_chars: int) -> int:
    """Return the mark from which the most different marks follow within one snippet."""

    def different_from(mark: int) -> int:
        end = placed[mark].start + max_chars - LEAD_CHARS
        return _variety(placed, [m for m in marks if m >= mark and placed[m].end <= end])

    return max(marks, key=lambda mark: (different_from(mark), -mark))


def _cut(page: EntryPage, marks: Sequence[PlacedWord], first: int, max_chars: int) -> Snippet:
    """Cut at white space around the first mark; line ends become spaces, one for one."""
    text = page.text.translate(_LINE_ENDS)
    start = _word_start(text, first - LEAD_CHARS)
    end = _word_end(text, start + max_chars)
    return Snippet(
        page=page.number,
        text=text[start:end],
        marks=tuple(
            (m.start - start, m.end - start) for m in marks if start <= m.start < m.end <= end
        ),
        is_cut_before=bool(text[:start].strip()),
        is_cut_after=bool(text[end:].strip()),
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
    marked: set[int] = set()
    for clause in clauses:
        if clause.phrase:
            marked.update(_row_places(words, clause.phrase))
        else:
            marked.update(place for place, word in enumerate(words) if _fits(word, clause))
    return sorted(marked)


def _fits(word: Word, clause: Clause) -> bool:
    if clause.prefix:
        return any(form.startswith(clause.prefix) for form in word.forms)
    return any(form in clause.forms for form in word.forms)


def _row_places(words: Sequence[Word], phrase: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - len(phrase) + 1):
        if all(words[place + step].bare == bare for step, bare in enumerate(phrase)):
            yield from range(place, place + len(phrase))
