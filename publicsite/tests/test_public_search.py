"""The search of the public pages: folded both ways, live pages only, help when nothing fits."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from publicsite.models import PillarPage
from publicsite.public_search import find_pages
from publicsite.search_text import plain_words


@pytest.fixture
def indexed_site(public_site: Site) -> Site:
    """The site with its search index written."""
    call_command("update_index", verbosity=0)
    return public_site


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("الحالة المدنیة", "الحاله المدنية"),
        ("ھذه", "هذه"),
        ("والمدرسة", "مدرسه"),
        ("État civil", "etat civil"),
        ("papiers", "papier"),
    ],
    ids=["ye of the seeds", "he of the seeds", "particle and article", "accent", "plural"],
)
def test_words_are_compared_in_their_plain_form(typed: str, written: str) -> None:
    assert plain_words(typed) == plain_words(written)


def test_draft_is_never_found(indexed_site: Site) -> None:
    page = PillarPage.objects.get(locale__language_code="fr", slug="sante")
    page.unpublish()
    call_command("update_index", verbosity=0)

    assert page.title not in [one.title for one in find_pages("santé", language="fr").pages]


@pytest.mark.parametrize(
    ("query", "language", "title"),
    [
        ("الصحه", "ar", "الصحة"),
        ("الحالة المدنیة", "ar", "التسجيل في الحالة المدنية"),
        ("SANTE", "fr", "Santé"),
        ("civil registration", "en", "Civil registration"),
    ],
)
def test_page_with_the_word_in_its_title_comes_first(
    indexed_site: Site, query: str, language: str, title: str
) -> None:
    pages = find_pages(query, language=language).pages

    assert pages[0].title == title


def test_pages_of_other_languages_are_not_found(indexed_site: Site) -> None:
    pages = find_pages("santé", language="ar").pages

    assert not pages


def test_misspelt_word_gets_a_suggestion(indexed_site: Site) -> None:
    result = find_pages("الصيحة", language="ar")

    assert "الصحة" in result.suggestions
    assert len(result.pillars) == 5


def test_search_page_answers_with_and_without_a_question(
    client: Client, indexed_site: Site
) -> None:
    empty = client.get("/fr/search/")
    asked = client.get("/fr/search/", {"q": "<b>santé</b>"})

    assert empty.status_code == asked.status_code == 200
    assert "<b>santé</b>" not in asked.text
    assert 'content="noindex"' in asked.text


def test_search_needs_at_most_fifteen_queries(
    client: Client, indexed_site: Site, django_assert_max_num_queries: object
) -> None:
    client.get("/ar/search/?q=الصحة")

    with django_assert_max_num_queries(15):
        client.get("/ar/search/?q=الصحة")


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [("ar", "santé", "Santé"), ("fr", "الصحة", "الصحة"), ("en", "الصحة", "الصحة")],
)
def test_what_other_languages_have_is_said_where_this_one_has_nothing(
    indexed_site: Site, client: Client, language: str, typed: str, title: str
) -> None:
    found = find_pages(typed, language=language)

    assert found.pages == ()
    assert title in [page.title for page in found.elsewhere]
    page = client.get(f"/{language}/search/", {"q": typed})
    assert f"<bdi>{title}</bdi>" in page.content.decode()


def test_draft_of_another_language_is_never_found(indexed_site: Site) -> None:
    page = PillarPage.objects.get(locale__language_code="fr", slug="sante")
    page.unpublish()
    call_command("update_index", verbosity=0)

    titles = [one.title for one in find_pages("santé", language="ar").elsewhere]
    assert page.title not in titles


def test_words_not_yet_sent_go_along_into_the_other_language(
    indexed_site: Site, client: Client
) -> None:
    page = " ".join(client.get("/ar/search/").content.decode().split())

    assert 'form="site-search" formaction="/fr/search/" formnovalidate lang="fr"' in page
    assert 'id="site-search" role="search" method="get"' in page
