"""Pictures: words for who cannot see them, a consent that holds, and no address without it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Site

from dossiers.models import User
from publicsite.blocks import PictureBlock
from publicsite.models import PublicImage, PublicRendition, StandardPage
from publicsite.pictures import RENDITION_FILTERS

from .test_editing import picture

TODAY = timezone.localdate


def image_with_consent(days_left: int) -> PublicImage:
    """Return a picture of children whose consent ends in so many days."""
    until = TODAY() + dt.timedelta(days=days_left)
    return PublicImage.objects.create(
        title="ساحة", file=picture(), consent_reference="C-17", consent_until=until
    )


def publish_with(image: PublicImage, site: Site) -> StandardPage:
    """Publish a page that shows the picture."""
    body = [("picture", {"image": image, "alt": "ساحة المدرسة", "caption": ""})]
    page = site.root_page.add_child(
        instance=StandardPage(title="صور", slug="صور", summary="ملخص", body=body, live=False)
    )
    page.save_revision(log_action=False).publish()
    return page


def test_picture_without_words_is_refused(public_site: Site) -> None:
    image = image_with_consent(days_left=5)

    with pytest.raises(ValidationError):
        PictureBlock().clean({"image": image, "alt": "", "caption": ""})


def test_consent_needs_reference_and_end_together(public_site: Site) -> None:
    image = PublicImage(title="x", file=picture(), consent_reference="C-17")

    with pytest.raises(ValidationError, match=r"."):
        image.clean()


def test_a_picture_shows_children_unless_somebody_says_otherwise(public_site: Site) -> None:
    assert PublicImage().shows_children is True
    assert PublicImage().may_be_published() is False


def test_sizes_are_made_when_the_page_is_published(client: Client, public_site: Site) -> None:
    page = publish_with(image_with_consent(days_left=5), public_site)

    made = set(PublicRendition.objects.values_list("filter_spec", flat=True))
    text = client.get(page.url).text
    assert made == set(RENDITION_FILTERS)
    assert 'alt="ساحة المدرسة"' in text
    assert PublicRendition.objects.count() == len(RENDITION_FILTERS)


def test_picture_is_sent_while_its_consent_holds(client: Client, public_site: Site) -> None:
    publish_with(image_with_consent(days_left=0), public_site)

    response = client.get(PublicRendition.objects.first().url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"


def test_picture_has_no_address_once_its_consent_has_ended(
    client: Client, public_site: Site
) -> None:
    publish_with(image_with_consent(days_left=0), public_site)
    url = PublicRendition.objects.first().url
    PublicImage.objects.update(consent_until=TODAY() - dt.timedelta(days=1))

    assert client.get(url).status_code == 404


def test_editor_still_sees_it_and_no_cache_keeps_it(client: Client, public_site: Site) -> None:
    publish_with(image_with_consent(days_left=0), public_site)
    url = PublicRendition.objects.first().url
    PublicImage.objects.update(consent_until=None, consent_reference="")
    user: Any = User.objects.create_superuser("editor", password="for this test only")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.get(url)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_original_of_a_picture_has_no_address(client: Client, public_site: Site) -> None:
    image = image_with_consent(days_left=5)

    assert client.get(f"/media/{image.file.name}").status_code == 404


@pytest.mark.parametrize("path", ["../aman.sqlite3", "documents/x.pdf", "images/x.webp"])
def test_nothing_else_of_the_uploads_has_an_address(
    client: Client, public_site: Site, path: str
) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_picture_of_a_private_collection_has_no_address(client: Client, public_site: Site) -> None:
    image = image_with_consent(days_left=5)
    publish_with(image, public_site)
    url = PublicRendition.objects.first().url
    below = Collection.get_first_root_node().add_child(name="staff").add_child(name="below")
    PublicImage.objects.update(collection=below)
    assert client.get(url).status_code == 200

    CollectionViewRestriction.objects.create(
        collection=below.get_parent(), restriction_type=CollectionViewRestriction.LOGIN
    )

    assert client.get(url).status_code == 404
