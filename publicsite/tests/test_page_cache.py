"""Kept pages: refused to who has a session, forgotten at publication, no query once warm."""

import errno
import gzip
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

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


def make_private(page: Page) -> PageViewRestriction:
    """Let only signed-in people read a page and what is below."""
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.fixture
def health(kept: Site) -> PillarPage:
    """The French page of the pillar of health."""
    return PillarPage.objects.get(locale__language_code="fr", slug="sante")


@pytest.mark.parametrize("steps_up", [0, 1, 2], ids=["itself", "a page above", "the start page"])
def test_page_made_private_is_refused_at_once(
    client: Client, health: PillarPage, steps_up: int
) -> None:
    assert client.get(health.url).status_code == 200
    above = [*health.get_ancestors(), health][-1 - steps_up]

    make_private(above)

    assert client.get(health.url).status_code == 302


def test_page_rendered_while_it_is_made_private_is_not_kept(
    client: Client, health: PillarPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = PillarPage.get_context

    def made_private_meanwhile(self: PillarPage, *args: Any, **kwargs: Any) -> dict[str, Any]:
        make_private(health)
        return render(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(PillarPage, "get_context", made_private_meanwhile)
        assert client.get(health.url).status_code == 200

    assert client.get(health.url).status_code == 302


def test_private_page_stands_in_no_menu_and_no_list(client: Client, health: PillarPage) -> None:
    places = ["/fr/", health.get_parent().url]
    assert all(health.url in client.get(place).text for place in places)
    restriction = make_private(health)

    assert not any(health.url in client.get(place).text for place in places)
    restriction.delete()
    assert all(health.url in client.get(place).text for place in places)


@pytest.mark.parametrize(
    "question",
    [{"path": "/fr/?page=7"}, {"path": "/fr/?x"}, {"path": "/fr/", "HTTP_HOST": "localhost:9999"}],
    ids=["page number", "query", "port"],
)
def test_no_invented_address_is_kept(client: Client, kept: Site, question: dict[str, str]) -> None:
    assert "ETag" not in client.get(**question)
    assert "ETag" in client.get("/fr/")


def test_page_is_answered_when_nothing_can_be_kept(
    client: Client, kept: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(caches["pages"], "set", refuse)

    assert client.get("/fr/").status_code == 200


def test_no_shared_cache_may_keep_a_page(client: Client, kept: Site) -> None:
    assert client.get("/fr/")["Cache-Control"] == "private, max-age=60"
