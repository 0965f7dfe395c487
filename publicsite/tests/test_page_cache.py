"""Kept pages: refused to who has a session, forgotten at publication, no query once warm."""

import gzip

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client
from wagtail.models import Site

from publicsite.models import HomePage, PillarPage


@pytest.fixture
def kept(public_site: Site, settings: object) -> Site:
    """The site with a page cache in memory, empty at first."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    settings.CACHES = {**django_settings.CACHES, "pages": memory}
    caches["pages"].clear()
    return public_site


def test_reader_with_a_session_never_gets_a_kept_page(client: Client, kept: Site) -> None:
    Client().get("/ar/")
    HomePage.objects.filter(locale__language_code="ar").update(headline="عنوان جديد")
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "somebody"

    assert "عنوان جديد" in client.get("/ar/").text
    assert "عنوان جديد" not in Client().get("/ar/").text


def test_error_page_is_never_kept(client: Client, kept: Site) -> None:
    client.get("/ar/nothing-here/")

    assert client.get("/ar/nothing-here/").status_code == 404
    assert "ETag" not in client.get("/ar/nothing-here/")


def test_report_form_is_never_kept(client: Client, kept: Site) -> None:
    first, second = client.get("/ar/report/"), client.get("/ar/report/")

    assert first.context["form"]["stamp"].value() != second.context["form"]["stamp"].value()


def test_second_reader_costs_no_query(
    client: Client, kept: Site, django_assert_num_queries: object
) -> None:
    client.get("/ar/")

    with django_assert_num_queries(0):
        response = client.get("/ar/")

    assert response.status_code == 200


def test_publication_is_seen_at_once(client: Client, kept: Site) -> None:
    client.get("/fr/")
    pillar = PillarPage.objects.get(locale__language_code="fr", slug="sante")
    pillar.title = "Santé pour tous"
    pillar.save_revision(log_action=False).publish()

    assert "Santé pour tous" in client.get("/fr/").text


def test_kept_page_is_compressed_and_answers_304(client: Client, kept: Site) -> None:
    plain = client.get("/ar/")
    packed = client.get("/ar/", headers={"accept-encoding": "gzip"})
    again = client.get("/ar/", headers={"if-none-match": plain["ETag"]})

    assert gzip.decompress(packed.content) == plain.content
    assert again.status_code == 304
    assert again.content == b""
