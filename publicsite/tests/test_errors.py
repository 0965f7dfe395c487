"""Error pages: in the language of the address, and without the database."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Site

from publicsite.models import HomePage
from publicsite.views import errors

LANGUAGES = [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")]


@pytest.mark.parametrize(("code", "direction"), LANGUAGES)
def test_unknown_address_answers_404_in_its_language(
    client: Client, public_site: Site, code: str, direction: str
) -> None:
    response = client.get(f"/{code}/هنا-لا-شيء/")

    assert response.status_code == 404
    assert f'<html lang="{code}" dir="{direction}">' in response.text


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 500])
def test_error_page_asks_no_database(rf: RequestFactory, status: int) -> None:
    # Without the db fixture every query would fail this test.
    response = errors.error_page(rf.get("/fr/x/"), status)

    assert response.status_code == status
    assert '<html lang="fr"' in response.text
    assert 'href="/fr/"' in response.text


def test_form_whose_proof_is_missing_is_refused_in_its_language(rf: RequestFactory) -> None:
    response = errors.csrf_failure(rf.post("/ar/x/"), reason="CSRF cookie not set.")

    assert response.status_code == 403
    assert 'dir="rtl"' in response.text
    assert "CSRF" not in response.text


def test_request_that_is_too_large_answers_413(rf: RequestFactory) -> None:
    response = errors.bad_request(rf.post("/fr/x/"), RequestDataTooBig())

    assert response.status_code == 413


def test_server_error_shows_nothing_of_its_cause(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/en/x/"))

    assert response.status_code == 500
    assert "Traceback" not in response.text


@pytest.mark.parametrize("view", ["report", "search", "procedures"])
def test_forms_and_lists_answer_while_no_start_page_is_published(
    client: Client, public_site: Site, view: str
) -> None:
    HomePage.objects.update(live=False)

    assert client.get(reverse(f"publicsite:{view}")).status_code == 200
