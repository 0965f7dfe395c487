"""Papers to bring: read through the one door, in each language, on one sheet."""

from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from dossiers.models import Procedure
from dossiers.public_door import procedure_guides


@pytest.fixture(autouse=True)
def _reference(public_site: Site) -> None:
    """The procedures as they come with the software."""
    call_command("load_reference", verbosity=0)


def test_unknown_procedure_answers_404(client: Client, public_site: Site) -> None:
    assert client.get("/fr/procedures/no-such-thing/").status_code == 404


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_every_procedure_has_its_page(client: Client, public_site: Site, code: str) -> None:
    guides = procedure_guides(code)

    overview = unescape(client.get(f"/{code}/procedures/").text)

    assert guides
    assert all(guide.title in overview for guide in guides)
    assert all(
        client.get(f"/{code}/procedures/{guide.code}/").status_code == 200 for guide in guides
    )


def test_list_that_the_centre_has_not_confirmed_says_so(client: Client, public_site: Site) -> None:
    guide = next(one for one in procedure_guides("en") if not one.checked_on)

    response = client.get(f"/en/procedures/{guide.code}/")

    assert "Not yet confirmed by the centre" in response.text


def test_confirmed_list_says_when(client: Client) -> None:
    Procedure.objects.filter(code="rnp").update(checked_on="2026-11-02")

    response = client.get("/fr/procedures/rnp/")

    assert "Confirmé par le centre le <bdi>2 novembre 2026</bdi>" in response.text


def test_procedure_out_of_use_answers_404(client: Client) -> None:
    Procedure.objects.filter(code="rnp").update(is_active=False)

    assert client.get("/fr/procedures/rnp/").status_code == 404
    assert "rnp" not in client.get("/fr/procedures/").text
