"""Tell whether two name units are one name in two spellings, and not two names that are alike.

Stricter than a search, which shows what may be meant: whoever is told "the same name" takes it
for that. In doubt it is not the same.
"""

import re
from itertools import groupby

from search.analysis.names import is_arabic, without_article
from search.analysis.phonetics import latin_symbols, sound_of
from search.analysis.sound_table import likeness

# From here on a name in the other script is the same: حسن is Hassan (0.94), not Hussein (0.90).
_ACROSS_SCRIPTS = 0.91
# Vowels that one vowel is spelt with; what is left out of speech; e is heard or not.
_LATIN_VOWELS = str.maketrans({"w": "o", "y": "i"})
_SILENT = re.compile(r"e|(?<=[td])h|h$")
_BROTHERS = str.maketrans({"q": "k", "z": "s", "Z": "s", "G": "g"})


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two folded units are the same name.

    >>> is_same_name("الحسن", "لحسن"), is_same_name("الحسن", "الحسين")
    (True, False)
    >>> is_same_name("hussein", "houssine"), is_same_name("hassan", "houssine")
    (True, False)
    >>> is_same_name("محمد", "mohammed"), is_same_name("سعيد", "souad")
    (True, False)
    """
    if is_arabic(one) and is_arabic(other):
        return _arabic_letters(one) == _arabic_letters(other)
    if is_arabic(one) or is_arabic(other):
        return likeness(sound_of(one), sound_of(other)) >= _ACROSS_SCRIPTS
    return _latin_letters(one) == _latin_letters(other)


def _arabic_letters(unit: str) -> str:
    """Return the letters without the article, which is also written ل (لحسن)."""
    letters = without_article(unit).replace(" ", "")
    return letters[1:] if letters.startswith("ل") and unit == letters else letters


def _latin_letters(unit: str) -> str:
    """Return what is heard of a Latin spelling: doubled letters once, e left out."""
    letters = latin_symbols(without_article(unit).replace(" ", ""))
    heard = _SILENT.sub("", letters.translate(_LATIN_VOWELS).translate(_BROTHERS))
    return "".join(letter for letter, _ in groupby(heard))
