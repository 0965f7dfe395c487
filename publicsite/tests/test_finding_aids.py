"""What machines read: sitemap, robots, feed, canonical address, structured data."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from publicsite.models import NewsPage, ServicePage

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_unpublished_page_is_not_in_the_sitemap(client: Client, public_site: Site) -> None:
    page = ServicePage.objects.filter(locale__language_code="en").first()
    page.unpublish()

    assert page.url not in client.get("/sitemap.xml").text


def test_sitemap_names_every_page_with_its_alternates(client: Client, public_site: Site) -> None:
    root = ET.fromstring(client.get("/sitemap.xml").text)

    entries = root.findall("s:url", SITEMAP)
    languages = {link.get("hreflang") for link in entries[0].findall("x:link", SITEMAP)}
    pages, views = Page.objects.live().filter(depth__gt=1).count(), 2 * 3
    assert len(entries) == pages + views
    assert languages == {"ar", "fr", "en", "x-default"}


def test_sitemap_names_every_list_of_papers_and_the_report_form(
    client: Client, public_site: Site
) -> None:
    call_command("load_reference", verbosity=0)

    text = client.get("/sitemap.xml").text

    assert "<loc>http://testserver/ar/report/</loc>" in text
    assert "<loc>http://testserver/fr/procedures/kafala/</loc>" in text
    assert 'hreflang="x-default" href="http://testserver/ar/procedures/kafala/"' in text


def test_sitemap_needs_few_queries(
    client: Client, public_site: Site, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")


def test_robots_are_kept_out_of_the_archive(client: Client, db: None) -> None:
    text = client.get("/robots.txt").text

    assert "Disallow: /*/dossiers/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_feed_holds_the_news_of_its_language_only(client: Client, public_site: Site) -> None:
    titles = dict(NewsPage.objects.values_list("locale__language_code", "title"))

    feed = client.get("/fr/feeds/news/").text

    assert titles["fr"] in feed
    assert "<link>http://testserver/fr/actualites/amo-tadamon/</link>" in feed
    assert titles["en"] not in feed


def test_page_tells_its_canonical_address_and_the_way_to_it(
    client: Client, public_site: Site
) -> None:
    page = ServicePage.objects.filter(locale__language_code="fr").first()

    text = " ".join(client.get(page.url, {"utm": "x"}).text.split())

    assert 'type="application/rss+xml" href="/fr/feeds/news/"' in text
    assert '<meta property="og:title"' in text
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    organisation, crumbs = json.loads(found[1])
    assert organisation["@type"] == "NGO"
    assert [item["position"] for item in crumbs["itemListElement"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("place", ["report", "procedures", "procedures/rnp", "search"])
def test_view_without_a_page_names_its_languages_too(
    client: Client, public_site: Site, place: str
) -> None:
    call_command("load_reference", verbosity=0)

    text = client.get(f"/fr/{place}/", {"utm": "x"}).text

    assert f'<link rel="canonical" href="http://testserver/fr/{place}/">' in text
    for code in ("ar", "fr", "en"):
        assert f'hreflang="{code}" href="http://testserver/{code}/{place}/">' in text
    assert f'hreflang="x-default" href="http://testserver/ar/{place}/">' in text
    assert '"@type": "NGO"' in text
