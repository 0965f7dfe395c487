"""The start page: three languages, pillars counted by the tree, few queries, no cookie."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from publicsite.models import HomePage, NewsIndexPage, NewsPage, PillarPage

LANGUAGES = [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")]


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
def test_home_answers_in_its_language_and_direction(
    client: Client, public_site: Site, code: str, direction: str
) -> None:
    response = client.get(f"/{code}/")

    assert response.status_code == 200
    assert f'<html lang="{code}" dir="{direction}">' in response.text


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_home_lists_the_five_pillars_in_the_order_of_the_tree(
    client: Client, public_site: Site, code: str
) -> None:
    response = client.get(f"/{code}/")

    pillars = PillarPage.objects.filter(locale__language_code=code).order_by("path")
    assert [pillar.title for pillar in response.context["pillars"]] == [p.title for p in pillars]
    assert len(pillars) == 5


def test_home_lists_four_pillars_once_one_is_taken_away(client: Client, home: HomePage) -> None:
    gone = PillarPage.objects.filter(locale=home.locale).first()
    gone.unpublish()

    response = client.get("/ar/")

    assert len(response.context["pillars"]) == 4
    assert gone.title not in response.text


def test_a_sixth_pillar_appears_by_itself(client: Client, home: HomePage) -> None:
    index = Page.objects.get(
        pk=PillarPage.objects.filter(locale=home.locale).first().get_parent().pk
    )
    index.add_child(instance=PillarPage(title="ركيزة سادسة", slug="سادسة", summary="تجربة"))

    response = client.get("/ar/")

    assert len(response.context["pillars"]) == 6


def test_home_needs_at_most_twelve_queries(
    client: Client, public_site: Site, django_assert_max_num_queries: object
) -> None:
    client.get("/ar/")

    with django_assert_max_num_queries(12):
        client.get("/ar/")


def test_reading_sets_no_cookie(client: Client, public_site: Site) -> None:
    response = client.get("/ar/")

    assert not response.cookies
    assert not client.cookies


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("fr-MA,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/ar/"), ("", "/ar/")],
    ids=["French", "English", "a language we lack", "none"],
)
def test_bare_address_leads_to_the_readers_language(
    client: Client, public_site: Site, wanted: str, expected: str
) -> None:
    response = client.get("/", headers={"accept-language": wanted})

    assert response.status_code == 302
    assert response.url == expected
    assert "Accept-Language" in response["Vary"]


def test_every_page_links_to_itself_in_each_language(client: Client, public_site: Site) -> None:
    french = PillarPage.objects.get(locale__language_code="fr", slug="sante")

    response = client.get(french.url)

    for version in Page.objects.filter(translation_key=french.translation_key):
        assert f'hreflang="{version.locale.language_code}" href="http://testserver' in response.text
        assert f'href="{version.url}" lang="{version.locale.language_code}"' in response.text or (
            version.pk == french.pk
        )
    assert 'hreflang="x-default"' in response.text


def test_untranslated_page_says_so_and_offers_the_other_languages(
    client: Client, home: HomePage
) -> None:
    arabic = HomePage.objects.get(pk=home.pk)
    only_arabic = arabic.add_child(
        instance=PillarPage(title="بالعربية فقط", slug="عربية", summary="نص")
    )

    page = client.get(only_arabic.url)
    polite = client.get(reverse("publicsite:untranslated", args=[only_arabic.pk]))

    assert page.context["language_urls"]["fr"].startswith("/fr/not-translated/")
    assert polite.status_code == 302  # the Arabic reader is led to the page itself
    french = client.get(page.context["language_urls"]["fr"])
    assert french.status_code == 200
    assert "بالعربية فقط" in french.text


def test_empty_news_say_so(client: Client, public_site: Site) -> None:
    for page in NewsPage.objects.all():
        page.delete()
    index = NewsIndexPage.objects.get(locale__language_code="ar")

    assert "لا توجد أخبار بعد" in client.get(index.url).text
    assert client.get("/ar/").status_code == 200
