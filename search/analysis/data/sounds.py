"""How letters of the two scripts stand for each other, as costs between 0 and 1.

0 means "the same letter said otherwise", 1 "another letter". Source: the usual
French-based spelling of Maghrebi names (civil-status Latin spellings, BGN/PCGN
1956 and ALA-LC romanisation for the other habits), shapes of the Arabic letters
for misreadings; written as rules by hand, 2026-11. No list of names stands behind.
"""

# Latin letter groups → sound symbols, longest first. Capitals are groups:
# S ch/sh, x kh, G gh, R rh at the start, J soft g, Z single s between vowels.
LATIN_GROUPS: tuple[tuple[str, str], ...] = (
    ("x", "ks"),  # before kh becomes the symbol x
    ("tch", "S"),
    ("sch", "S"),
    ("dj", "j"),
    ("dgh", "dG"),
    ("dg", "j"),
    ("gh", "G"),
    ("kh", "x"),
    ("ch", "S"),
    ("sh", "S"),
    ("ph", "f"),
    ("ck", "k"),
    ("cq", "k"),
    ("ou", "w"),
    ("oo", "w"),
    ("ee", "i"),
    ("ii", "i"),
    ("aa", "a"),
    ("u", "o"),
)

# Digits typed for Arabic letters (chat spelling) or read for a Latin letter.
DIGITS = "0123456789"

# The feminine ending of a word that another one completes (هبة الله): a t that may be silent.
CONSTRUCT_TEH = "ŧ"

# Arabic letter → sound symbols it is spelt with in Latin letters, with the cost.
# "ة" stands for ه at the end of a word, "ى" for ي at the end, "ł" for the lam of
# the article before a sun letter, "å" for the alef of the article.
ACROSS: dict[str, dict[str, float]] = {
    "ا": {"a": 0.0, "e": 0.08, "i": 0.25, "o": 0.25, "w": 0.5, "y": 0.6},
    "å": {"a": 0.0, "e": 0.0, "i": 0.05, "o": 0.1},
    "ł": {"l": 0.0},
    "ب": {"b": 0.0, "p": 0.1, "v": 0.25},
    "ت": {"t": 0.0, "d": 0.5},
    "ث": {"t": 0.0, "s": 0.2, "Z": 0.2},
    "ج": {"j": 0.0, "J": 0.0, "g": 0.12, "z": 0.45, "S": 0.5},
    "ح": {"h": 0.0, "x": 0.4, "7": 0.0},
    "خ": {"x": 0.0, "k": 0.2, "h": 0.3, "5": 0.0, "S": 0.4},
    "د": {"d": 0.0, "t": 0.4},
    "ذ": {"d": 0.0, "z": 0.15, "Z": 0.15},
    "ر": {"r": 0.0, "R": 0.1},
    "ز": {"z": 0.0, "Z": 0.0, "s": 0.25},
    "س": {"s": 0.0, "Z": 0.0, "z": 0.3, "S": 0.4, "k": 0.6, "c": 0.12, "5": 0.2},
    "ش": {"S": 0.0, "s": 0.4, "k": 0.5},
    "ص": {"s": 0.0, "Z": 0.05, "z": 0.35, "c": 0.12},
    "ض": {"d": 0.0, "D": 0.0, "t": 0.5},
    "ط": {"t": 0.0, "d": 0.4},
    "ظ": {"d": 0.0, "z": 0.15, "Z": 0.15},
    "ع": {"a": 0.0, "e": 0.08, "i": 0.15, "o": 0.12, "w": 0.35, "h": 0.5, "3": 0.0},
    "غ": {"G": 0.0, "g": 0.1, "R": 0.1, "r": 0.35, "k": 0.5, "J": 0.15},
    "ف": {"f": 0.0, "v": 0.1, "p": 0.4},
    "ق": {"q": 0.0, "k": 0.0, "c": 0.0, "g": 0.08, "G": 0.25, "J": 0.15, "9": 0.0, "8": 0.1},
    "ك": {"k": 0.0, "c": 0.0, "q": 0.1, "g": 0.1, "J": 0.12, "S": 0.6},
    "ل": {"l": 0.0, "1": 0.1},
    "م": {"m": 0.0, "n": 0.5},
    "ن": {"n": 0.0, "m": 0.5},
    "ه": {"h": 0.0, "a": 0.5, "e": 0.5},
    CONSTRUCT_TEH: {"t": 0.0, "a": 0.1, "e": 0.12, "h": 0.1},
    "ة": {"a": 0.0, "e": 0.06, "h": 0.0, "t": 0.4, "i": 0.4},
    "و": {"w": 0.0, "o": 0.02, "a": 0.6, "e": 0.45, "v": 0.2, "i": 0.6, "0": 0.05},
    "ي": {"i": 0.0, "y": 0.0, "e": 0.12, "a": 0.5, "1": 0.2, "j": 0.4},
    "ى": {"i": 0.0, "y": 0.0, "e": 0.12, "a": 0.12},
}

# Pairs of Latin sound symbols that one name is spelt with.
LATIN_PAIRS: dict[str, float] = {
    "ae": 0.12, "ei": 0.15, "ai": 0.35, "ao": 0.4, "eo": 0.4, "ow": 0.04, "oi": 0.5,
    "iy": 0.03, "ey": 0.25, "ew": 0.5, "aw": 0.6, "iw": 0.6, "ay": 0.5,
    "kq": 0.02, "kg": 0.2, "qg": 0.12, "gG": 0.1, "qG": 0.25, "kG": 0.5, "xk": 0.2,
    "xh": 0.3, "xG": 0.5, "xq": 0.4, "gJ": 0.03, "jJ": 0.03, "kJ": 0.25, "qJ": 0.2, "GJ": 0.15,
    "gj": 0.25, "jz": 0.4, "jS": 0.5, "jy": 0.4, "rG": 0.4, "rR": 0.08, "GR": 0.15,
    "sS": 0.4, "Sh": 0.5, "Sk": 0.5, "Sx": 0.5, "Gh": 0.5, "Sj": 0.5,
    "sz": 0.25, "sZ": 0.02, "zZ": 0.03, "dz": 0.3, "st": 0.5, "sk": 0.6,
    "ck": 0.0, "cq": 0.02, "cg": 0.2, "cs": 0.12, "cZ": 0.12, "cx": 0.2,
    "bp": 0.15, "vf": 0.12, "bv": 0.3, "vw": 0.2, "pf": 0.5, "td": 0.45, "mn": 0.45,
    "7h": 0.0, "3a": 0.0, "3e": 0.1, "3i": 0.15, "3o": 0.15, "5x": 0.0, "5s": 0.2, "9q": 0.0,
    "9k": 0.03, "9g": 0.1, "0o": 0.05, "0w": 0.1, "1l": 0.1, "1i": 0.1, "8b": 0.2, "8g": 0.2,
    "6g": 0.2, "6b": 0.2, "2z": 0.3, "2a": 0.2, "4a": 0.2, "0e": 0.3, "0a": 0.3,
}  # fmt: skip

# Pairs of Arabic letters that are mistaken for each other by ear or by eye.
ARABIC_PAIRS: dict[str, float] = {
    f"{CONSTRUCT_TEH}ه": 0.0, f"{CONSTRUCT_TEH}ة": 0.0, f"{CONSTRUCT_TEH}ت": 0.05,
    "åا": 0.0, "łل": 0.0, "ةه": 0.0, "ىي": 0.0, "ةا": 0.25, "ىا": 0.35,
    "قك": 0.4, "ثت": 0.25, "تط": 0.35, "سص": 0.3, "دض": 0.35, "ضظ": 0.15, "ذد": 0.3,
    "ذز": 0.35, "ظذ": 0.35, "زس": 0.6, "هح": 0.5, "جح": 0.4, "جخ": 0.5, "حخ": 0.4,
    "رز": 0.5, "سش": 0.45, "عغ": 0.45, "فق": 0.45, "طظ": 0.45, "صض": 0.45, "بت": 0.5,
    "بث": 0.6, "بن": 0.5, "بي": 0.5, "تن": 0.5, "تي": 0.6, "ني": 0.5, "در": 0.6, "رو": 0.6,
    "كل": 0.6, "عا": 0.5, "ضد": 0.35, "ذظ": 0.35, "غق": 0.5, "جش": 0.7,
}  # fmt: skip

# Consonants that one name is spelt with, as one letter; what is not here (vowels,
# what may be silent, what is heard in many ways) does not count.
CONSONANT_GROUPS = {
    "b": "bpب", "f": "fvف", "t": "tdDتثدذضطظ", "s": "szZSزسصش", "j": "jJج",
    "k": "kcqgGxRخغقك", "l": "lل", "m": "mم", "n": "nن", "r": "rر",
}  # fmt: skip

# Arabic letters of one shape: only dots tell them apart, and dots are lost on bad copies.
SAME_SHAPE = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")

# Latin letters that are read for one other, by eye or by machine.
READ_FOR: tuple[tuple[str, str], ...] = (
    ("rn", "m"),
    ("ri", "n"),
    ("ii", "n"),
    ("ii", "u"),
    ("li", "u"),
    ("cl", "d"),
    ("vv", "w"),
    ("lc", "k"),
    ("in", "m"),
    ("ni", "m"),
    ("nn", "m"),
)
