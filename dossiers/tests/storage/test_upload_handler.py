"""A large file of a form lies in sealed pieces until it is taken, and nowhere else."""

import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from dossiers.models import Original
from dossiers.storage import upload_handler
from dossiers.storage.partial_files import arriving_storage
from dossiers.tests.world import make_world

pytestmark = pytest.mark.django_db


def big_scan() -> bytes:
    """A picture above what Django keeps in memory."""
    target = BytesIO()
    Image.effect_noise((1400, 1400), 90).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def desk(client: Client) -> Client:
    world = make_world()
    client.force_login(world.users["scanning_desk"])
    client.unit = world.units["health"]
    return client


def send(desk: Client, data: bytes):
    papers = SimpleUploadedFile("scan.png", data, "image/png")
    told = {"unit": desk.unit.uid, "upload_id": "one", "papers": papers}
    return desk.post(reverse("dossiers:upload"), told)


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(desk, settings):
    settings.AMAN_UPLOAD_MAX_BYTES = 1_200_000

    answer = send(desk, big_scan())

    assert answer.context["outcomes"][0].reason
    assert not Original.objects.filter(upload_name="scan.png").exists()
    assert list(arriving_storage.root.glob("*/")) == []


def test_a_large_file_is_captured_and_never_lay_in_clear(desk, monkeypatch):
    scan, seen = big_scan(), []
    real = upload_handler.Pieces.open

    def look(pieces):
        seen.extend(path.read_bytes()[:21] for path in pieces.folder.glob("*.age"))
        return real(pieces)

    monkeypatch.setattr(upload_handler.Pieces, "open", look)
    before = set(Path(tempfile.gettempdir()).glob("*.upload*"))

    send(desk, scan)

    assert len(seen) > 2
    assert set(seen) == {b"age-encryption.org/v1"}
    assert set(Path(tempfile.gettempdir()).glob("*.upload*")) == before
    assert Original.objects.get(upload_name="scan.png").size_bytes == len(scan)
    assert list(arriving_storage.root.glob("*/")) == []
