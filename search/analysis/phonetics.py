"""How alike two name units sound or look, within a script and across both.

A unit becomes a `Sound`: symbols and what it costs to leave each one out.
`sound_table` finds the cheapest way from one to others. Rules only: letter
tables in `data/sounds.py`, no list of names.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from search.analysis.data.particles import ARTICLE, ASSIMILATED, BEFORE, ELIDED, SUN_LETTERS
from search.analysis.data.sounds import (
    ACROSS,
    ARABIC_PAIRS,
    CONSONANT_GROUPS,
    CONSTRUCT_TEH,
    LATIN_GROUPS,
    LATIN_PAIRS,
)
from search.analysis.names import is_arabic

VOWELS = frozenset("aeiowy")
_LATIN_SYMBOLS = "abcdefghijklmnopqrstvwyzSxGRJZ0123456789"
_ARABIC_SYMBOLS = "اåłبتثجحخدذرزسشصضطظعغفقكلمنهةويى"
_SYMBOLS = _LATIN_SYMBOLS + _ARABIC_SYMBOLS + CONSTRUCT_TEH
_CODE = {symbol: code for code, symbol in enumerate(_SYMBOLS)}
_GROUP_OF = {symbol: group for group, symbols in CONSONANT_GROUPS.items() for symbol in symbols}
_LEAST_GAP_OF_CONSONANT = 0.4


def _substitution_table() -> list[list[float]]:
    """Return cost[x][y] for symbol codes x and y, symmetric."""
    table = [[0.0 if x == y else 1.0 for y in _SYMBOLS] for x in _SYMBOLS]

    def put(one: str, other: str, cost: float) -> None:
        x, y = _CODE[one], _CODE[other]
        table[x][y] = table[y][x] = cost

    for letter, spelt in ACROSS.items():
        for symbol, cost in spelt.items():
            if symbol in _CODE:
                put(letter, symbol, cost)
    for pair, cost in (LATIN_PAIRS | ARABIC_PAIRS).items():
        put(pair[0], pair[1], cost)
    return table


SUBSTITUTION = _substitution_table()


@dataclass(frozen=True, slots=True)
class Sound:
    """A unit ready to be compared.

    `codes` are symbol codes; `gaps_same` and `gaps_across` say what leaving out
    each symbol costs against a unit of the same or the other script; `weight`
    is how much there is to get wrong, about one per consonant. `skeleton` are the
    consonants that count, those of one group as one letter: the same in both scripts.
    """

    arabic: bool
    codes: tuple[int, ...]
    gaps_same: tuple[float, ...]
    gaps_across: tuple[float, ...]
    weight: float
    skeleton: str


# symbol → (cost to leave out against same script, against the other, weight)
_ARABIC_GAPS = {
    "ا": (0.7, 0.3, 0.5),
    "و": (0.8, 0.4, 0.6),
    "ي": (0.8, 0.35, 0.6),
    "ى": (0.9, 0.7, 0.6),
    "ع": (0.8, 0.12, 0.6),
    "ه": (0.8, 0.3, 0.6),
    "ة": (1.4, 1.0, 0.6),
    "ح": (1.0, 0.5, 1.0),
    CONSTRUCT_TEH: (0.15, 0.15, 0.3),
    "å": (0.04, 0.03, 0.1),
    "ł": (0.04, 0.03, 0.1),
}
_LATIN_GAPS = {
    "a": (0.25, 0.1, 0.35),
    "e": (0.18, 0.07, 0.3),
    "i": (0.3, 0.15, 0.35),
    "o": (0.25, 0.12, 0.35),
    "w": (0.4, 0.3, 0.5),
    "y": (0.4, 0.4, 0.5),
    "h": (0.3, 0.35, 0.5),
}
_FINAL_LATIN_GAPS = {
    "a": (1.2, 1.0, 0.5),
    "e": (0.12, 0.12, 0.2),
    "i": (0.8, 0.7, 0.6),
    "y": (0.8, 0.7, 0.6),
    "o": (0.7, 0.6, 0.5),
    "w": (0.8, 0.7, 0.6),
}

_Gap = tuple[float, float, float]
_Spelt = list[tuple[str, _Gap]]
_INNER_ARTICLE = re.compile(f"ال(?=[{SUN_LETTERS}])")
# The feminine ending is heard before a name of God: هبة الله, Hibatallah, also Hiba Allah.
_BEFORE_GOD = frozenset({"الله", "allah", "ellah", "ullah", "الرحمن", "الرحمان"}) | frozenset(
    f"{vowel}rrahman{ending}" for vowel in "ae" for ending in ("", "e")
)
_JOINED_TO_GOD = re.compile(
    r"(?<=\w\w)(?:ه(?=ال(?:له|رحما?ن)$)|(?<=[aei])t(?=[aeou]ll?ah$|[ae]rr?ahmane?$))"
)
_ARTICLE: _Spelt = [("å", _ARABIC_GAPS["å"]), ("ł", _ARABIC_GAPS["ł"])]


def _cheaper(gap: _Gap, most: float, *, share: float = 0.3) -> _Gap:
    return (min(gap[0], most), min(gap[1], most), gap[2] * share)


def _arabic_word(word: str) -> _Spelt:
    """Return symbols and gaps of one Arabic word, the article marked."""
    joined = _JOINED_TO_GOD.search(word)
    word = word.replace("لله", "له") if word.endswith("لله") else word  # one lam is heard
    symbols = list(word)
    if joined:
        symbols[joined.start()] = CONSTRUCT_TEH
    if len(word) > 2:
        symbols[-1] = {"ه": "ة", "ي": "ى"}.get(word[-1], word[-1])
    spelt = [(s, _ARABIC_GAPS.get(s, (1.0, 1.0, 1.0))) for s in symbols if s in _CODE]
    if len(spelt) >= 5 and word.startswith("ال"):
        spelt[:2] = _ARTICLE
    elif len(spelt) >= 4 and word[0] == "ل":
        spelt[0] = ("ł", (0.4, 0.35, 0.6))
    elif spelt and spelt[0][0] == "ا":
        spelt[0] = ("ا", (0.6, 0.15, 0.3))
    if len(word) == 2 and word.endswith("ه"):
        spelt.append(("ا", (0.1, 0.3, 0.1)))  # طه is heard Taha
    if word.endswith("يي") and len(spelt) > 3:
        spelt[-2] = ("ي", _cheaper(spelt[-2][1], 0.15))  # يحيى, also written يحي
    inner = _INNER_ARTICLE.search(word, 2)
    if inner and len(spelt) - inner.start() >= 4:
        spelt[inner.start() : inner.end()] = _ARTICLE  # joined: عبدالرحيم, جمالالدين
    return spelt


def latin_symbols(word: str) -> str:
    """Return sound symbols of one folded Latin word, doubled letters made one."""
    for place, letter in enumerate(word[:-1]):
        soft = word[place + 1] in "eiy"
        if letter == "c" and soft:
            word = word[:place] + "s" + word[place + 1 :]
        elif letter == "g" and soft:
            word = word[:place] + "J" + word[place + 1 :]
    if word.startswith("rh"):
        word = "R" + word[2:]
    word = word.replace("gu", "g") if any(p in word for p in ("gue", "gui", "guy")) else word
    word = word.replace("que", "qe").replace("qui", "qi").replace("dJ", "j")
    for group, symbol in LATIN_GROUPS:
        word = word.replace(group, symbol)
    out: list[str] = []
    for place, symbol in enumerate(word):
        if out and out[-1] == symbol:
            continue
        after = word[place + 1 : place + 2]
        if symbol == "s" and out and out[-1] in VOWELS and after and after in VOWELS:
            symbol = "Z"
        out.append(symbol)
    return "".join(s for s in out if s in _CODE)


def _latin_gap(symbols: str, place: int) -> _Gap:
    """Return the gap of one Latin symbol by its neighbours."""
    symbol = symbols[place]
    last = place == len(symbols) - 1
    if symbol == "h" and place:
        if symbols[place - 1] in "td":
            return (0.12, 0.12, 0.1)
        if last and symbols[place - 1] in VOWELS:
            return (0.05, 0.05, 0.05)
    if last and place and symbol in _FINAL_LATIN_GAPS:
        return _FINAL_LATIN_GAPS[symbol]
    gap = _LATIN_GAPS.get(symbol, (1.0, 1.0, 1.0))
    if place == 0 and symbol in VOWELS:
        return (max(gap[0], 0.35), max(gap[1], 0.25), gap[2])
    return gap


def _latin_word(word: str) -> _Spelt:
    """Return symbols and gaps of one Latin word; a joined article is cheap to leave out."""
    symbols = latin_symbols(ELIDED.get(word, word))
    spelt = [(s, _latin_gap(symbols, place)) for place, s in enumerate(symbols)]
    if _JOINED_TO_GOD.search(word) and "t" in symbols:
        place = symbols.rindex("t")
        spelt[place] = ("t", _cheaper(spelt[place][1], _ARABIC_GAPS[CONSTRUCT_TEH][0]))
    if len(spelt) >= 5 and symbols[:2] in ("el", "al"):
        spelt[0] = (symbols[0], _cheaper(spelt[0][1], 0.1))
        spelt[1] = ("l", (0.25, 0.25, 0.5))
    elif len(spelt) >= 4 and symbols[0] == "l":
        spelt[0] = ("l", (0.4, 0.35, 0.6))
    elif len(spelt) >= 6 and symbols.startswith(("abdel", "abdol", "abdal")):
        spelt[4] = ("l", (0.15, 0.15, 0.3))  # heard as the sun letter: Abdel-Rahim
    elif len(spelt) >= 5 and symbols[0] in "ea" and word[1] == word[2]:
        spelt[0] = (symbols[0], _cheaper(spelt[0][1], 0.1))
    return spelt


def _particle_price(word: str) -> float:
    """Return what leaving out a particle costs, 0 where nothing is cheaper than its letters."""
    return ARTICLE if word in ASSIMILATED else BEFORE.get(word, 0.0)


def _spell(text: str) -> _Spelt:
    """Return symbols and gaps of a unit; a particle may be left out at its own price."""
    words = text.split()
    spelt: _Spelt = []
    for place, word in enumerate(words):
        piece = _arabic_word(word) if is_arabic(word) else _latin_word(word)
        if words[place + 1 : place + 2] and words[place + 1] in _BEFORE_GOD:
            piece = _with_construct_ending(piece)
        price = _particle_price(word) if place < len(words) - 1 else 0.0
        if price and piece:
            piece = [(s, _cheaper(gap, price / len(piece))) for s, gap in piece]
        spelt += piece
    return spelt


def _with_construct_ending(spelt: _Spelt) -> _Spelt:
    """Return a word whose feminine ending is heard as t, or not at all."""
    ending, gap = spelt[-1]
    if ending == "ة":
        return [*spelt[:-1], (CONSTRUCT_TEH, _ARABIC_GAPS[CONSTRUCT_TEH])]
    if ending == "t" and len(spelt) > 3 and spelt[-2][0] in VOWELS:
        return [*spelt[:-1], (ending, _cheaper(gap, _ARABIC_GAPS[CONSTRUCT_TEH][0]))]
    return spelt


def _skeleton(spelt: _Spelt) -> str:
    """Return the consonants that are not cheaply left out, doubled ones once."""
    groups = [
        _GROUP_OF[s] for s, gap in spelt if s in _GROUP_OF and gap[1] >= _LEAST_GAP_OF_CONSONANT
    ]
    return "".join(group for group, _ in groupby(groups))


def sound_of(text: str) -> Sound:
    """Return the sound of a unit as made by `names.split_name`."""
    spelt = _spell(text)
    return Sound(
        arabic=is_arabic(text),
        codes=tuple(_CODE[symbol] for symbol, _ in spelt),
        gaps_same=tuple(gap[0] for _, gap in spelt),
        gaps_across=tuple(gap[1] for _, gap in spelt),
        weight=sum(gap[2] for _, gap in spelt),
        skeleton=_skeleton(spelt),
    )
