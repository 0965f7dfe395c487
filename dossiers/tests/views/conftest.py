"""Pieces that the tests of the doors share."""

import pytest
from django.test import Client
from PIL import Image

from dossiers.intake.storage import private_storage
from dossiers.tests.world import World


def jpeg(colour="white"):
    """Bytes of a small picture."""
    from io import BytesIO

    buffer = BytesIO()
    Image.new("RGB", (8, 12), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def clerk(client: Client, world: World) -> Client:
    """The browser of somebody at the scanning desk."""
    client.force_login(world.users["scanning_desk"])
    return client


@pytest.fixture
def stored(world):
    """The town with real encrypted files behind each paper and page."""
    for document in [*world.papers.values(), world.tray_paper]:
        original = document.originals.get()
        original.stored_name = private_storage.put(jpeg("navy"))
        original.upload_name = "Rkia Oubella.jpg"
        original.save()
        for page in document.pages.all():
            page.image_name = private_storage.put(jpeg())
            page.screen_name = private_storage.put(jpeg("beige"))
            page.thumbnail_name = private_storage.put(jpeg("grey"))
            page.save()
    return world
