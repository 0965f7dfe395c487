"""Capturing from the plain form: who may, what is refused, what is told."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from dossiers.intake.capture.accept import Refusal
from dossiers.models import Document, JournalEntry, Original
from dossiers.tests.factories import DocumentFactory, PageFactory
from dossiers.tests.world import STAFF, World
from dossiers.vocabulary import DocumentState, JournalAction

pytestmark = pytest.mark.django_db

MAY_CAPTURE = {"scanning_desk", "registration_worker", "director"}


def a_scan(shade: int = 200, name: str = "رسم.png") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("L", (60, 80), 200 + shade).save(picture, "PNG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/png")


def no_scan(name: str = "notes.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"only words", "image/png")


def send(client: Client, world: World, *files: Any, **more: Any) -> HttpResponse:
    told = {"unit": world.units["health"].uid, "upload_id": "one-sending", "papers": files} | more
    return client.post(reverse("dossiers:upload"), told)


def captured() -> int:
    return Document.objects.filter(state=DocumentState.CAPTURED).count()


@pytest.mark.parametrize("user", sorted(set(STAFF) - MAY_CAPTURE - {"left"}))
def test_who_may_not_file_in_the_unit_captures_nothing(
    client: Client, world: World, user: str
) -> None:
    client.force_login(world.users[user])

    assert send(client, world, a_scan()).status_code in (404, 422)
    assert captured() == 0
    assert not JournalEntry.objects.filter(action=JournalAction.CAPTURE).exists()


def test_capturing_asks_for_post(clerk: Client) -> None:
    assert clerk.get(reverse("dossiers:upload")).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"papers": []}, id="no file"),
        pytest.param({"unit": "nowhere"}, id="no unit"),
    ],
)
def test_an_incomplete_form_says_what_is_missing(
    clerk: Client, world: World, wrong: dict[str, Any]
) -> None:
    answer = send(clerk, world, a_scan(), **wrong)

    assert answer.status_code == 422
    assert captured() == 0


def test_a_refused_file_is_named_with_its_reason_and_the_others_stay(
    clerk: Client, world: World
) -> None:
    answer = send(clerk, world, no_scan(), a_scan())

    refused, taken = answer.context["outcomes"]
    assert (refused.name, refused.is_captured, taken.is_captured) == ("notes.txt", False, True)
    assert refused.reason in answer.content.decode()
    assert captured() == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_reason_is_in_the_language_of_the_reader(
    clerk: Client, world: World, language: str
) -> None:
    told = {"unit": world.units["health"].uid, "upload_id": "x", "papers": no_scan()}

    answer = clerk.post(f"/{language}/dossiers/tray/upload/", told)

    with translation.override(language):
        assert answer.context["outcomes"][0].reason == Refusal("wrong_type").reason


def test_what_was_captured_is_told_and_waits_in_the_tray(clerk: Client, world: World) -> None:
    answer = send(clerk, world, a_scan(1), a_scan(2))

    assert answer.headers["Location"] == reverse("dossiers:tray")
    paper = Document.objects.order_by("pk").last()
    assert (paper.unit, paper.captured_by.username, paper.originals.get().upload_name) == (
        world.units["health"],
        "scanning_desk",
        "رسم.png",
    )
    assert captured() == 2
    assert JournalEntry.objects.filter(action=JournalAction.CAPTURE).count() == 2


def test_the_same_sending_twice_is_captured_once(clerk: Client, world: World) -> None:
    send(clerk, world, a_scan())
    send(clerk, world, a_scan())

    assert captured() == 1


def test_the_same_file_in_the_tray_is_told_of(clerk: Client, world: World) -> None:
    send(clerk, world, a_scan(), upload_id="first")

    answer = send(clerk, world, a_scan(), upload_id="second")

    assert answer.context["outcomes"][0].notice
    assert captured() == 2


def test_the_same_file_in_a_hidden_dossier_is_not_told_of(clerk: Client, world: World) -> None:
    send(clerk, world, a_scan(), upload_id="first")
    known = Original.objects.order_by("pk").last()
    hidden = DocumentFactory(filed=True, dossier=world.hidden)
    PageFactory(document=hidden, original__sha256=known.sha256)
    Original.objects.filter(pk=known.pk).update(sha256="0" * 64)

    answer = send(clerk, world, a_scan(), upload_id="second")

    assert answer.headers["Location"] == reverse("dossiers:tray")


def test_the_unit_is_remembered_for_the_next_papers(clerk: Client, world: World) -> None:
    send(clerk, world, a_scan())

    form = clerk.get(reverse("dossiers:tray")).context["form"]
    assert form["unit"].value() == world.units["health"].uid
