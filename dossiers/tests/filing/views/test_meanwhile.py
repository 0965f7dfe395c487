"""A colleague was quicker: who had the form open is told, and keeps the words; nobody else is."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import Document
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db

WORDS = "إيغرم رقم ٥"


def open_form(client: Client, world: World, name: str) -> tuple[str, dict[str, str]]:
    """Open the form as somebody; return where it is sent, and it with something typed."""
    client.force_login(world.users[name])
    address = reverse("dossiers:file", args=[world.tray_paper.uid])
    found = re.search('name="shown" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    return address, {"shown": found[1], "issuer": WORDS, "do": "file"}


def file_it(world: World, *, by: str) -> None:
    """Let a colleague file the paper into the family's dossier."""
    client = Client()
    client.force_login(world.users[by])
    told = {"kind": "EC01", "dossier": world.family.uid, "people": [world.mother.person.uid]}
    client.post(reverse("dossiers:file", args=[world.tray_paper.uid]), told | {"do": "file"})
    assert Document.objects.get(pk=world.tray_paper.pk).filed_by == world.users[by]


def test_who_may_read_it_is_told_by_whom_and_where(client: Client, world: World) -> None:
    address, form = open_form(client, world, "registration_worker")
    file_it(world, by="director")

    answer = client.post(address, form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2026/0012" in page
    assert "director" in page
    assert WORDS in page


def test_who_may_not_read_it_hears_no_name_and_keeps_the_words(
    client: Client, world: World
) -> None:
    address, form = open_form(client, world, "scanning_desk")
    file_it(world, by="director")

    answer = client.post(address, form)

    page = answer.content.decode().partition("<main")[2]
    assert answer.status_code == 409
    assert "عالج شخص آخر" in page
    assert "2026/0012" not in page
    assert "director" not in page
    assert WORDS in page


def test_the_language_switch_keeps_them_too(client: Client, world: World) -> None:
    address, form = open_form(client, world, "scanning_desk")
    file_it(world, by="director")

    answer = client.post(address.replace("/ar/", "/fr/"), form | {"keep": "1"})

    assert answer.status_code == 409
    assert WORDS in answer.content.decode()


def test_one_that_was_thrown_away_meanwhile_is_told_too(client: Client, world: World) -> None:
    address, form = open_form(client, world, "scanning_desk")
    colleague = Client()
    colleague.force_login(world.users["director"])
    colleague.post(
        reverse("dossiers:discard", args=[world.tray_paper.uid]), {"reason": "مكررة تماما"}
    )

    answer = client.post(address, form)

    assert answer.status_code == 409
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize("mark", ["", "forged", "of another"])
def test_whoever_was_not_shown_the_paper_learns_nothing(
    client: Client, world: World, mark: str
) -> None:
    address, form = open_form(client, world, "registration_worker")
    file_it(world, by="director")
    client.force_login(world.users["scanning_desk"])
    told: dict[str, Any] = form if mark == "of another" else form | {"shown": mark}

    assert client.post(address, told).status_code == 404
