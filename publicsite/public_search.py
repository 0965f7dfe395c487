"""Find public pages. Query and pages are folded the same way; drafts are never found."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from publicsite.models import PillarPage
from publicsite.navigation import HOME_DEPTH
from publicsite.private_pages import only_public
from publicsite.search_text import plain_words

MOST_RESULTS = 30
MOST_SUGGESTIONS = 3
MOST_OF_ANOTHER_LANGUAGE = 3


@dataclass(frozen=True)
class SearchResult:
    """Pages in the order of their fit; the rest only when there is none.

    `elsewhere` are pages of the other languages.
    """

    pages: tuple[Page, ...]
    elsewhere: tuple[Page, ...] = ()
    suggestions: tuple[str, ...] = ()
    pillars: tuple[Page, ...] = ()


def find_pages(query: str, *, language: str) -> SearchResult:
    """Look for all words, then for any; pages whose title has them come first."""
    locale = Locale.objects.get(language_code=language)
    everywhere = Page.objects.live().public().filter(depth__gt=HOME_DEPTH)
    live = everywhere.filter(locale=locale)
    words = plain_words(query)
    for operator in ("and", "or"):
        hits = live.search(" ".join(words), operator=operator)[:MOST_RESULTS] if words else ()
        if hits:
            return SearchResult(pages=_specific(hits, words=words))
    return SearchResult(
        pages=(),
        elsewhere=_in_other_languages(words, pages=everywhere.exclude(locale=locale)),
        suggestions=_suggestions(words, titles=live.values_list("title", flat=True)),
        pillars=tuple(only_public(PillarPage.objects.filter(locale=locale))),
    )


def _in_other_languages(words: list[str], *, pages: PageQuerySet) -> tuple[Page, ...]:
    """Return the best few pages of each language that have all words."""
    if not words:
        return ()
    results: list[Page] = []
    for locale in Locale.objects.order_by("pk"):
        hits = pages.filter(locale=locale).search(" ".join(words), operator="and")
        results += _specific(hits[:MOST_OF_ANOTHER_LANGUAGE], words=words)
    return tuple(results)


def _specific(hits: Iterable[Page], *, words: list[str]) -> tuple[Page, ...]:
    """Fetch the pages with their summaries, one query a type, title hits first."""
    order = {page.pk: place for place, page in enumerate(hits)}
    pages = Page.objects.filter(pk__in=order).specific()

    def fit(page: Page) -> tuple[int, int]:
        in_title = len(set(words) & set(plain_words(page.title)))
        return -in_title, order[page.pk]

    return tuple(sorted(pages, key=fit))


def _suggestions(words: list[str], *, titles: Iterable[str]) -> tuple[str, ...]:
    """Return titles with a word close to one that was typed, the closest first."""
    by_word = {word: title for title in titles for word in plain_words(title)}
    close = [match for word in words for match in get_close_matches(word, by_word, cutoff=0.65)]
    return tuple(dict.fromkeys(by_word[match] for match in close))[:MOST_SUGGESTIONS]
