"""Accounts come from the administration: nobody makes or recovers one by themselves."""

import pytest
from django.test import Client

CLOSED = [
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/some-key/",
    "password/set/",
    "password/reset/done/",
    "password/reset/key/1-some-key/",
    "login/code/confirm/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("tail", CLOSED)
def test_a_page_to_make_or_recover_an_account_is_not_there(
    client: Client, tail: str, method: str
) -> None:
    assert getattr(client, method)(f"/ar/account/{tail}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_way_in_is_there_in_every_language(client: Client, language: str) -> None:
    assert client.get(f"/{language}/account/login/").status_code == 200
