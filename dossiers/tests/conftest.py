"""What most tests of the archive begin with: the town, who acts in it, its files."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from dossiers.access.roles import Role
from dossiers.models import User
from dossiers.sharing.grants import give_role
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause


@pytest.fixture
def desk(world: World) -> User:
    """Somebody at the scanning desk."""
    return world.users["scanning_desk"]


@pytest.fixture
def stand_in(world: World) -> User:
    """A supervisor until tomorrow."""
    user = UserFactory()
    give_role(
        folder=world.units["social_work"],
        to=user,
        role=Role.SUPERVISOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=world.users["director"],
        valid_until=timezone.now() + timedelta(days=1),
    )
    return user


def jpeg(colour: str = "white") -> bytes:
    """Bytes of a small picture."""
    buffer = io.BytesIO()
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
