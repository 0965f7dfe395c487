"""Words of a text as the index knows them: one bare form each, and the forms it answers to.

Works on folded text. Arabic proclitics (و ف ب ك ل and the article ال), French
elisions (l', d') and the plural s are looked through; nothing else is stemmed,
and names never pass here (search.analysis.names).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.folding import fold, fold_with_offsets, source_span

# Longer runs of letters are noise of the reader; engines cut at different lengths.
MAX_WORD_CHARS = 64
# Stands between pages and fields, so that no phrase reaches across.
BREAK = "\u00b6"  # PILCROW SIGN, never part of a word

_APOSTROPHES = "'\u2019\u2018\u02bc"  # ' ’ ‘ ʼ
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}](?=[^\W_])[^\W_]+)*")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_ELIDED = frozenset({*"ldsnjmtc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})

_ARABIC = re.compile("[\u0621-\u064a]")
# Conjunction, preposition and article in front of a word of three letters or more.
_ARTICLE = re.compile("^(?:[وفبك]{1,2}ال(?=...)|[وف]?لل(?=...)|ال(?=..))")
_NEVER_BARE = frozenset({"الله", "والله", "بالله", "لله"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `bare` stands in phrases, `forms` are what a search may call it."""

    bare: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word and the slice of the original text that it covers."""

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
    if _ARABIC.match(word):
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
    if not _ARABIC.match(word) or word in _NEVER_BARE:
        return frozenset(forms)
    stems = [word]
    for clitics in ("وف", "بكل"):
        stems += [stem[1:] for stem in stems if stem[0] in clitics and len(stem) >= 4]
    forms.update(stems)
    forms.update(stem[2:] for stem in stems if stem.startswith(("ال", "لل")) and len(stem) >= 4)
    return frozenset(forms)


@lru_cache(maxsize=20_000)
def _word(written: str) -> Word:
    """Return the indexed word; the memory of met words makes indexing four times faster."""
    parts = _APOSTROPHE.split(written)
    core = parts[-1][:MAX_WORD_CHARS]
    forms = set(indexed_forms(core))
    if len(parts) > 1:
        forms.add("".join(parts)[:MAX_WORD_CHARS])
    return Word(bare_form(core), tuple(sorted(forms)))


@lru_cache(maxsize=2_000)
def _searched(written: str) -> Word:
    parts = _APOSTROPHE.split(written)
    core = parts[-1][:MAX_WORD_CHARS]
    forms = {core, bare_form(core)}
    if len(parts) > 1:
        forms.add("".join(parts)[:MAX_WORD_CHARS])
    return Word(bare_form(core), tuple(sorted(forms)))


def _spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of folded text with its slice; an elision stays with its word."""
    for match in _WORD.finditer(folded):
        written, start = match.group(), match.start()
        if written.isalnum():
            yield written, start, match.end()
            continue
        yield from _split_apostrophes(written, start)


def _split_apostrophes(written: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Split at apostrophes that are no elision: l'acte is one word, aujourd'hui two."""
    held = ""
    for part in re.split(rf"(?<=[{_APOSTROPHES}])", written):
        held += part
        if part[-1] in _APOSTROPHES and part[:-1] in _ELIDED:
            continue
        word = held.rstrip(_APOSTROPHES)
        yield word, start, start + len(word)
        start += len(held)
        held = ""


def words_of(text: str) -> list[Word]:
    """Return the words of a text in reading order, as the index holds them.

    >>> [word.bare for word in words_of("شهادة الولادة")]
    ['شهاده', 'ولاده']
    >>> [word.bare for word in words_of("Extrait d’Acte de naissance n° 12/1998")]
    ['extrait', 'acte', 'de', 'naissance', 'n', '12', '1998']
    """
    return [_word(written) for written, _, _ in _spans(fold(text))]


def searched_words(text: str) -> list[Word]:
    """Return the words that a person typed: with fewer forms than words of a paper."""
    return [_searched(written) for written, _, _ in _spans(fold(text))]


def placed_words(text: str) -> list[PlacedWord]:
    """Return the words of a text with the slices of the original they cover."""
    folded, offsets = fold_with_offsets(text)
    return [
        PlacedWord(_word(written), *source_span(offsets, start, end))
        for written, start, end in _spans(folded)
    ]


def compact(text: str) -> str:
    """Return letters and digits only, for values that are typed whole.

    >>> compact("2026/0012"), compact("ab 123 456")
    ('20260012', 'ab123456')
    """
    return "".join(char for char in fold(text) if char.isalnum())[:MAX_WORD_CHARS]
