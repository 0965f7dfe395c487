"""Words that belong to the name beside them, and what it costs to leave them out.

Source: Moroccan civil-status usage (law 37-99: no Sidi, Moulay or Lalla in a given
name, yet people type them), common Maghrebi spellings; by hand, 2026-11.
Costs are on the scale of `sounds`: 1 is one wrong letter.
"""

ARTICLE = 0.08
SON_OF = 0.3
HOUSE_OF = 0.6
HONOUR = 0.3
ESSENTIAL = 0.0  # never cheaper to leave out than its letters

# Folded word → cost of leaving it out when it stands apart before a name.
BEFORE: dict[str, float] = {
    "ال": ARTICLE,
    "بن": SON_OF,
    "ابن": SON_OF,
    "بنت": SON_OF,
    "ولد": HOUSE_OF,
    "اولاد": HOUSE_OF,
    "ايت": HOUSE_OF,
    "اد": HOUSE_OF,
    "بو": ESSENTIAL,
    "او": ESSENTIAL,
    "ابو": ESSENTIAL,
    "ابي": ESSENTIAL,
    "ابا": ESSENTIAL,
    "ام": ESSENTIAL,
    "عبد": ESSENTIAL,
    "سيدي": HONOUR,
    "سي": HONOUR,
    "مولاي": HONOUR,
    "لاله": HONOUR,
    "لالا": HONOUR,
    "للا": HONOUR,
    "الحاج": HONOUR,
    "الحاجه": HONOUR,
    "el": ARTICLE,
    "al": ARTICLE,
    "l": ARTICLE,
    "ul": ARTICLE,
    "ben": SON_OF,
    "bin": SON_OF,
    "ibn": SON_OF,
    "bel": SON_OF,
    "bent": SON_OF,
    "bint": SON_OF,
    "ould": HOUSE_OF,
    "oulad": HOUSE_OF,
    "ouled": HOUSE_OF,
    "wled": HOUSE_OF,
    "ait": HOUSE_OF,
    "ayt": HOUSE_OF,
    "id": HOUSE_OF,
    "bou": ESSENTIAL,
    "ou": ESSENTIAL,
    "bu": ESSENTIAL,
    "abou": ESSENTIAL,
    "abu": ESSENTIAL,
    "abi": ESSENTIAL,
    "aba": ESSENTIAL,
    "oum": ESSENTIAL,
    "om": ESSENTIAL,
    "um": ESSENTIAL,
    "abd": ESSENTIAL,
    "abdel": ESSENTIAL,
    "abdal": ESSENTIAL,
    "abdul": ESSENTIAL,
    "abdou": ESSENTIAL,
    "sidi": HONOUR,
    "si": HONOUR,
    "moulay": HONOUR,
    "mulay": HONOUR,
    "my": HONOUR,
    "lalla": HONOUR,
    "lala": HONOUR,
    "haj": HONOUR,
    "hadj": HONOUR,
    "hajj": HONOUR,
}

# The article before a sun letter, written as it is heard: only before that letter.
ASSIMILATED: dict[str, str] = {
    f"{vowel}{letter}": letter for vowel in "ae" for letter in ("d", "n", "r", "s", "t", "z")
} | {"ech": "ch", "ach": "ch", "esh": "sh", "ash": "sh"}

# Words that mark the father's name when they stand between two names.
FATHER_MARKS = frozenset({"بن", "ابن", "بنت", "ben", "bin", "ibn", "bent", "bint"})

# Words that belong to the name before them.
AFTER = frozenset(
    {
        "الدين",
        "الله",
        "لله",
        "eddine",
        "eddin",
        "edine",
        "addine",
        "addin",
        "aldin",
        "dine",
        "din",
        "allah",
        "ellah",
        "ullah",
        "illah",
    }
)

# Words that belong to the name before them where its feminine ending is heard: آية الرحمن. Alone
# they are family names, too.
AFTER_FEMININE = frozenset({"الرحمن", "الرحمان", "errahmane", "errahman", "arrahmane", "arrahman"})
FEMININE_ENDINGS = ("ه", "at")

# How a name is written where another follows it (Fatim-Zohra), and how it is by itself.
ELIDED = {"fatim": "fatima"}

# Letters that swallow the lam of the article.
SUN_LETTERS = frozenset("تثدذرزسشصضطظلن")
