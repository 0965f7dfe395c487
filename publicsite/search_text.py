"""Words in the plain form in which pages are indexed and queries are asked.

Besides folding (both scripts): the Arabic article with its one-letter particles and the French
and English plural "s" are dropped on both sides. No stemming beyond that.
"""

import re

from search.analysis.folding import fold

WORD = re.compile(r"\w+")
ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=\w{3})")
PLURAL = re.compile(r"^([a-z]{3,})s$")


def plain_words(text: str) -> list[str]:
    """Return the words of `text` as they are compared.

    >>> plain_words("الحالة المدنیة") == plain_words("حاله مدنية")
    True
    >>> plain_words("Les papiers à apporter")
    ['les', 'papier', 'a', 'apporter']
    """
    return [_plain(word) for word in WORD.findall(fold(text))]


def _plain(word: str) -> str:
    word = ARTICLE.sub("", word)
    return PLURAL.sub(r"\1", word)


class FoldedTitle:
    """What has a title and is found in the admin by the plain form of its words."""

    title: str

    def folded_title(self) -> str:
        """Return the words of the title in the plain form."""
        return " ".join(plain_words(self.title))
