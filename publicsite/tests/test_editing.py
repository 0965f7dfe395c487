"""What editors are refused and allowed: publishing checks, consent, metadata, redirects."""

import datetime as dt
import json
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from wagtail.blocks import Block
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from dossiers.models import User
from publicsite.blocks import REQUIRED_SECTIONS, BodyBlock, ServiceSectionsBlock
from publicsite.models import PillarPage, PublicImage, ServicePage, StandardPage
from publicsite.pictures import pictures_without_consent


@pytest.fixture
def editor(client: Client, public_site: Site) -> Client:
    """Somebody who may publish, signed in."""
    user = User.objects.create_superuser("editor", password="for this test only")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def picture(name: str = "صورة.jpg", *, exif: Image.Exif | None = None) -> SimpleUploadedFile:
    """Return a small real JPEG."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif or Image.Exif())
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def service_data(*, sections: list[str], **extra: str) -> dict[str, Any]:
    """Return what the editor's form of a service posts."""
    blocks = [(name, rich_text("<p>نص</p>")) for name in sections]
    data = {"title": "خدمة", "slug": "خدمة", "summary": "ملخص", "icon": "social"}
    return nested_form_data({**data, "sections": streamfield(blocks), **extra})


def add_service(editor: Client, data: dict[str, Any]) -> Any:
    """Post the form that adds a service under the first pillar."""
    pillar = PillarPage.objects.filter(locale__language_code="ar").first()
    url = reverse("wagtailadmin_pages:add", args=["publicsite", "servicepage", pillar.pk])
    return editor.post(url, data)


def test_service_with_a_missing_section_is_not_published(editor: Client) -> None:
    sections = [name for name in REQUIRED_SECTIONS if name != "cost"]

    response = add_service(editor, service_data(sections=sections, **{"action-publish": "1"}))

    assert response.status_code == 200
    assert "sections" in response.context["form"].errors
    assert not ServicePage.objects.filter(title="خدمة").exists()


def test_service_with_a_missing_section_may_be_kept_as_a_draft(editor: Client) -> None:
    add_service(editor, service_data(sections=["what"]))

    assert ServicePage.objects.get(title="خدمة").live is False


def test_complete_service_is_published(editor: Client) -> None:
    data = service_data(sections=list(REQUIRED_SECTIONS), **{"action-publish": "1"})

    add_service(editor, data)

    assert ServicePage.objects.get(title="خدمة").live is True


def page_data(image: PublicImage) -> dict[str, Any]:
    """Return the form of a standard page that shows a picture."""
    block = {"image": image.pk, "alt": "ساحة", "caption": ""}
    return nested_form_data(
        {
            "title": "صور",
            "slug": "صور",
            "summary": "ملخص",
            "body": streamfield([("picture", block)]),
            "action-publish": "1",
        }
    )


@pytest.mark.parametrize(
    ("days_left", "is_published"), [(None, False), (-1, False), (0, True), (30, True)]
)
def test_picture_of_children_is_published_only_under_a_consent_that_holds(
    editor: Client, days_left: int | None, is_published: bool
) -> None:
    consent: dict[str, Any] = {}
    if days_left is not None:
        until = timezone.localdate() + dt.timedelta(days=days_left)
        consent = {"consent_reference": "C-17", "consent_until": until}
    image = PublicImage.objects.create(title="ساحة", file=picture(), **consent)
    parent = PillarPage.objects.filter(locale__language_code="ar").first().get_parent().get_parent()
    url = reverse("wagtailadmin_pages:add", args=["publicsite", "standardpage", parent.pk])

    editor.post(url, page_data(image))

    assert StandardPage.objects.filter(title="صور", live=True).exists() is is_published


def test_picture_disappears_when_its_consent_ends(client: Client, public_site: Site) -> None:
    until = timezone.localdate() - dt.timedelta(days=1)
    image = PublicImage.objects.create(
        title="ساحة", file=picture(), consent_reference="C-17", consent_until=until
    )
    body = [("picture", {"image": image, "alt": "ساحة", "caption": ""})]
    page = public_site.root_page.add_child(
        instance=StandardPage(title="صور", slug="صور", summary="ملخص", body=body)
    )

    response = client.get(page.url)

    assert "<img" not in response.text
    assert pictures_without_consent(page) == [image]


def test_uploaded_picture_loses_place_and_device(editor: Client) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825)[1] = "N"
    data = {"title": "ساحة", "file": picture(exif=exif), "shows_children": ""}

    response = editor.post(reverse("wagtailimages:add"), data)

    assert response.status_code == 302
    with Image.open(PublicImage.objects.get().file) as stored:
        assert dict(stored.getexif()) == {}


def test_moved_page_leaves_a_redirect(
    client: Client, public_site: Site, django_capture_on_commit_callbacks: Any
) -> None:
    page = ServicePage.objects.filter(locale__language_code="fr").first()
    old = page.url
    page.slug = "autre-adresse"

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision(log_action=False).publish()

    response = client.get(old)
    assert response.status_code == 301
    assert response.url == ServicePage.objects.get(pk=page.pk).url


def test_page_taken_away_answers_gone_in_its_language(client: Client, public_site: Site) -> None:
    page = ServicePage.objects.filter(locale__language_code="fr").first()
    page.unpublish()

    response = client.get(page.url)

    assert response.status_code == 410
    assert '<html lang="fr"' in response.text


def test_new_service_begins_with_every_section(public_site: Site) -> None:
    assert [block.block_type for block in ServicePage().sections] == list(REQUIRED_SECTIONS)


def test_draft_may_leave_its_sections_empty(editor: Client) -> None:
    blocks = [(name, rich_text("")) for name in REQUIRED_SECTIONS]
    data = {"title": "خدمة", "slug": "خدمة", "summary": "ملخص", "icon": "social"}

    add_service(editor, nested_form_data({**data, "sections": streamfield(blocks)}))

    assert ServicePage.objects.get(title="خدمة").live is False


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "قبل النشر أضف: التكلفة، ما يجب إحضاره"),
        ("fr", "Avant de publier, ajoutez\u00a0: Ce que cela coûte, Ce qu’il faut apporter"),
    ],
)
def test_missing_sections_are_named_in_the_editors_language(
    editor: Client, language: str, sentence: str
) -> None:
    UserProfile.objects.update_or_create(
        user=User.objects.get(username="editor"), defaults={"preferred_language": language}
    )
    sections = [name for name in REQUIRED_SECTIONS if name not in ("cost", "bring")]

    response = add_service(editor, service_data(sections=sections, **{"action-publish": "1"}))

    # The editor is handed its message as JSON.
    assert json.dumps(sentence)[1:-1] in unescape(response.text)


def previewable(block: Block) -> Iterator[Block]:
    """Yield every block that an editor chooses from a list."""
    yield from block.child_blocks.values()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_block_shows_how_it_looks(editor: Client, language: str) -> None:
    blocks = [*previewable(BodyBlock()), *previewable(ServiceSectionsBlock())]
    with translation.override(language):
        values = {block.name: block.get_preview_value() for block in blocks}

    assert [block.name for block in blocks if not block.is_previewable] == []
    assert all(values[name] for name in ("text", "points", "steps", "callout", "what"))
