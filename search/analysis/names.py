"""Cut a written name into units: a name with the particles that belong to it.

Knows words, not people and not sounds; both scripts may stand in one name.
"""

import re
from dataclasses import dataclass

from search.analysis.data.particles import (
    AFTER,
    AFTER_FEMININE,
    ARTICLE,
    ASSIMILATED,
    BEFORE,
    FATHER_MARKS,
    FEMININE_ENDINGS,
    HONOUR,
)
from search.analysis.folding import fold

# Dropped inside a word (A'isha, M'hamed, standing hamza); all else that is not
# a letter or a digit separates words.
_INSIDE = re.compile("['\u0621]")  # ء HAMZA
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_WITH_ARTICLE = 4


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """One unit of a written name.

    `text` is folded, its words joined by one space ("بن علي", "el idrissi").
    `place` counts from 0. `father` tells that "son of" stood before it, after
    another name; between two names the mark itself is left out of `text`.
    """

    text: str
    place: int
    father: bool = False


def words_of(text: str) -> list[str]:
    """Return the folded words of a name, marks and punctuation gone.

    >>> words_of("EL-IDRISSI M'hamed"), words_of("أسماء آيت‌باها")
    (['el', 'idrissi', 'mhamed'], ['اسما', 'ايتباها'])
    """
    return _WORD.findall(_INSIDE.sub("", fold(text)))


def is_arabic(text: str) -> bool:
    """Tell whether the first letter belongs to the Arabic script."""
    return any("\u0600" <= char <= "\u06ff" for char in text[:1])


def without_article(text: str) -> str:
    """Return a unit without the article it begins with, the rest unchanged.

    >>> without_article("العلوي"), without_article("el alaoui"), without_article("الي")
    ('علوي', 'alaoui', 'الي')
    """
    first, _, rest = text.partition(" ")
    if rest and BEFORE.get(first) == ARTICLE:
        return rest
    return text[2:] if text.startswith("ال") and len(text) > _SHORTEST_WITH_ARTICLE else text


def _joins_next(word: str, following: str) -> bool:
    """Tell whether `word` is a particle of the name that follows."""
    if word in ASSIMILATED:
        return following.startswith(ASSIMILATED[word])
    return word in BEFORE


def _is_name_itself(group: list[str], word: str) -> bool:
    """Tell whether a particle turns out to be a name, "son of" coming after it: Lalla ben Ali."""
    ends_name = group[0] in FATHER_MARKS or BEFORE.get(group[-1]) == HONOUR
    return word in FATHER_MARKS and ends_name


def _completes(word: str, before: str) -> bool:
    """Tell whether a word belongs to the name before it."""
    return word in AFTER or (word in AFTER_FEMININE and before.endswith(FEMININE_ENDINGS))


def _group(words: list[str]) -> list[list[str]]:
    """Put particles and the name they belong to in one group."""
    groups: list[list[str]] = []
    open_group = False
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if (open_group and not _is_name_itself(groups[-1], word)) or (
            groups and _completes(word, groups[-1][-1])
        ):
            groups[-1].append(word)
        else:
            groups.append([word])
        open_group = bool(following) and _joins_next(word, following)
    return groups


def split_name(text: str) -> list[WrittenUnit]:
    """Return the units of a written name in reading order.

    >>> [u.text for u in split_name("عَبْدُ الله بن عليّ الإدريسي")]
    ['عبد الله', 'علي', 'الادريسي']
    >>> [u.text for u in split_name("Fatima-Zahra Ben Ali")]
    ['fatima', 'zahra', 'ben ali']
    >>> [u.text for u in split_name("آية الرحمن")], [u.text for u in split_name("علي الرحمان")]
    (['ايه الرحمن'], ['علي', 'الرحمان'])
    """
    groups = _group(words_of(text))
    units: list[WrittenUnit] = []
    for place, group in enumerate(groups):
        father = place > 0 and len(group) > 1 and group[0] in FATHER_MARKS
        between = father and place < len(groups) - 1
        units.append(WrittenUnit(" ".join(group[1:] if between else group), place, father))
    return units
