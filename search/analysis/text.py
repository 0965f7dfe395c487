"""Words of a text as the index knows them: one bare form each, and the forms it answers to.

Works on folded text. Arabic proclitics (و ف ب ك ل and the article ال), French
elisions (l', d') and the plural s are looked through; nothing else is stemmed,
and names never pass here (search.analysis.names).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from search.analysis.folding import fold

# Longer runs of letters are noise of the reader; engines cut at different lengths.
MAX_WORD_CHARS = 64
# Stands between pages and fields, so that no phrase reaches across.
BREAK = "\u00b6"  # PILCROW SIGN, never part of a word

APOSTROPHES = "'\u2019\u2018\u02bc"  # ' ’ ‘ ʼ
_RUN = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]")
_ELIDED = frozenset({*"ldsnjmtc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})

# Conjunction, preposition and article in front of a word of three letters or more.
_ARTICLE = re.compile("^(?:[وفبك]{1,2}ال(?=...)|[وف]?لل(?=...)|ال(?=..))")
_CLITIC_LETTERS = frozenset("وفبكلا")
_NEVER_BARE = frozenset({"الله", "والله", "بالله", "لله"})


class Word(NamedTuple):
    """One word: `bare` stands in phrases, `forms` are what a search may call it."""

    bare: str
    forms: tuple[str, ...]


class PlacedWord(NamedTuple):
    """A word and the slice of the folded text that it covers."""

    word: Word
    start: int
    end: int


def bare_form(word: str) -> str:
    """Return a folded word without article, joined "and" and plural s.

    >>> bare_form("والولاده"), bare_form("للولاده"), bare_form("certificats")
    ('ولاده', 'ولاده', 'certificat')
    >>> bare_form("الله"), bare_form("والده"), bare_form("pas")
    ('الله', 'والده', 'pas')
    """
    if word[0] in _CLITIC_LETTERS:
        return _bare_arabic(word)
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss") and word.isalpha():
        return word[:-1]
    return word


def _bare_arabic(word: str) -> str:
    if word in _NEVER_BARE:
        return word
    without_article = _ARTICLE.sub("", word)
    if without_article != word:
        return without_article
    # A joined "and" only before a long word that has no article of its own:
    # ولد, وكيل and والدة keep theirs.
    if word.startswith("و") and len(word) >= 5 and not word.startswith("وال"):
        return word[1:]
    return word


def indexed_forms(word: str) -> frozenset[str]:
    """Return every form under which a folded word of a paper is found.

    Generous where a search is strict: a paper's "وبالولاده" answers to ولاده, but
    a search for كتاب is not taken for "like a repentance".

    >>> sorted(indexed_forms("بولاده"))
    ['بولاده', 'ولاده']
    >>> sorted(indexed_forms("certificats"))
    ['certificat', 'certificats']
    """
    forms = {word, bare_form(word)}
    if word[0] not in _CLITIC_LETTERS or word in _NEVER_BARE:
        return frozenset(forms)
    stems = [word]
    for clitics in ("وف", "بكل"):
        stems += [stem[1:] for stem in stems if stem[0] in clitics and len(stem) >= 4]
    forms.update(stems)
    forms.update(stem[2:] for stem in stems if stem.startswith(("ال", "لل")) and len(stem) >= 4)
    return frozenset(forms)


@lru_cache(maxsize=20_000)
def _indexed(written: str) -> tuple[Word, ...]:
    """Return the words in a run of letters; remembered, which makes indexing twice as fast."""
    if written.isalnum() and len(written) <= MAX_WORD_CHARS:
        forms = indexed_forms(written)
        return (Word(bare_form(written), tuple(sorted(forms)) if len(forms) > 1 else (written,)),)
    return tuple(
        Word(bare_form(core), tuple(sorted(indexed_forms(core) | whole)))
        for core, whole in _cores(written)
    )


def _searched(written: str) -> tuple[Word, ...]:
    return tuple(
        Word(bare_form(core), tuple(sorted({core, bare_form(core)} | whole)))
        for core, whole in _cores(written)
    )


def _cores(written: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each word in a run of letters, and the forms that only an apostrophe gives it."""
    for piece, _ in _split_apostrophes(written):
        *elided, core = _APOSTROPHE.split(piece)
        whole = {"".join((*elided, core))[:MAX_WORD_CHARS]} if elided else set()
        yield core[:MAX_WORD_CHARS], whole


def _split_apostrophes(written: str) -> Iterator[tuple[str, int]]:
    """Split where an apostrophe is no elision, with places: l'acte is one word, aujourd'hui two."""
    if written.isalnum():
        yield written, 0
        return
    start, held = 0, ""
    for part in re.split(rf"(?<=[{APOSTROPHES}])", written):
        held += part
        if part[-1] in APOSTROPHES and part[:-1] in _ELIDED:
            continue
        yield held.rstrip(APOSTROPHES), start
        start += len(held)
        held = ""


def words_of(text: str) -> list[Word]:
    """Return the words of a text in reading order, as the index holds them.

    >>> [word.bare for word in words_of("شهادة الولادة")]
    ['شهاده', 'ولاده']
    >>> [word.bare for word in words_of("Extrait d’Acte de naissance n° 12/1998")]
    ['extrait', 'acte', 'de', 'naissance', 'n', '12', '1998']
    """
    return [word for written in _RUN.findall(fold(text)) for word in _indexed(written)]


def searched_words(text: str) -> list[Word]:
    """Return the words that a person typed: with fewer forms than words of a paper."""
    return [word for written in _RUN.findall(fold(text)) for word in _searched(written)]


def placed_words(folded: str) -> list[PlacedWord]:
    """Return the words of a folded text with the slices of it that they cover."""
    return [placed for run in _RUN.finditer(folded) for placed in _placed(run)]


def placed_words_holding(folded: str, letters: Iterable[str]) -> list[PlacedWord]:
    """Return only the words that hold one of these letter groups; many times faster.

    An apostrophe may stand after the first letter: mhamed is in m'hamed.
    """
    groups = [f"{part[0]}[{APOSTROPHES}]?{re.escape(part[1:])}" for part in letters]
    looked_for = re.compile("|".join(groups))
    placed: list[PlacedWord] = []
    place = 0
    while match := looked_for.search(folded, place):
        start = match.start()
        while start and (folded[start - 1].isalnum() or folded[start - 1] in APOSTROPHES):
            start -= 1
        run = _RUN.search(folded, start)
        if run is None:
            break
        placed += _placed(run)
        place = max(run.end(), match.end())
    return placed


def _placed(run: re.Match[str]) -> Iterator[PlacedWord]:
    for piece, place in _split_apostrophes(run.group()):
        start = run.start() + place
        yield PlacedWord(_indexed(piece)[0], start, start + len(piece))


def compact(text: str) -> str:
    """Return letters and digits only, for values that are typed whole.

    >>> compact("2026/0012"), compact("ab 123 456")
    ('20260012', 'ab123456')
    """
    return "".join(char for char in fold(text) if char.isalnum())[:MAX_WORD_CHARS]
