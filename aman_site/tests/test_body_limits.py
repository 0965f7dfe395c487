"""Bodies of strangers are small and bring no file; files are taken where people bring papers."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dossiers.models import RateLimit
from dossiers.storage.partial_files import arriving_storage
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db

LARGE = settings.AMAN_READER_BODY_BYTES + 1


class Watched(BytesIO):
    """A body that knows how much of it was read."""

    def read(self, *args: Any) -> bytes:
        """Count."""
        data = super().read(*args)
        self.read_bytes = getattr(self, "read_bytes", 0) + len(data)
        return data


def a_file(size_bytes: int = 2_000_000) -> SimpleUploadedFile:
    """A file larger than Django keeps in memory."""
    return SimpleUploadedFile("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(size_bytes), "image/png")


def stored() -> list[Any]:
    """What lies in the folder of files under way."""
    return list(arriving_storage.root.glob("*"))


@pytest.mark.parametrize(
    "path",
    ["/fr/report/", "/fr/account/login/", "/admin/login/", "/fr/", "/fr/search/", "/documents/1/a"],
)
def test_large_body_of_a_reader_is_not_read(client: Client, path: str) -> None:
    body = Watched(bytes(LARGE))

    answer = client.generic(
        "POST",
        path,
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(LARGE),
        **{"wsgi.input": body},
    )

    assert answer.status_code in (302, 404, 413)
    assert getattr(body, "read_bytes", 0) == 0


@pytest.mark.parametrize("length", ["9" * 30, "-1", "1e9", "٣", "x"])
def test_body_whose_length_is_no_number_is_taken_for_too_large(client: Client, length: str) -> None:
    body = Watched(bytes(LARGE))

    answer = client.generic("POST", "/fr/report/", CONTENT_LENGTH=length, **{"wsgi.input": body})

    assert answer.status_code == 413
    assert getattr(body, "read_bytes", 0) == 0


def test_large_body_for_the_area_leads_a_reader_to_the_sign_in(client: Client) -> None:
    answer = client.post(reverse("dossiers:upload"), {"papers": a_file()})

    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert stored() == []


@pytest.mark.parametrize("path", ["/fr/report/", "/fr/account/login/"])
def test_reader_brings_no_file_however_small(client: Client, path: str) -> None:
    answer = client.post(path, {"description": "x", "file": a_file(100)})

    assert answer.status_code == 413
    assert stored() == []


@pytest.mark.parametrize("name", ["dossiers:search", "publicsite:report"])
def test_staff_bring_no_file_where_none_is_taken(client: Client, world: World, name: str) -> None:
    client.force_login(world.users["scanning_desk"])

    answer = client.post(reverse(name), {"q": "x", "file": a_file()})

    assert answer.status_code == 413
    assert stored() == []


def test_who_edits_no_pages_brings_no_public_picture(client: Client, world: World) -> None:
    client.force_login(world.users["scanning_desk"])

    answer = client.post(reverse("wagtailimages:add"), {"file": a_file()})

    assert answer.status_code == 403
    assert stored() == []


def test_form_with_files_uses_the_quota_before_it_is_read(
    client: Client, world: World, settings: Any
) -> None:
    settings.AMAN_UPLOAD_BYTES_PER_DAY = 1_000_000
    client.force_login(world.users["scanning_desk"])

    answer = client.post(reverse("dossiers:upload"), {"papers": a_file()})

    assert answer.status_code == 413
    assert "413_quota.html" in [template.name for template in answer.templates]
    assert stored() == []
    assert not RateLimit.objects.filter(used__gt=0).exists()


def test_form_with_files_is_refused_when_the_disk_is_full(
    client: Client, world: World, settings: Any
) -> None:
    settings.AMAN_DISK_FLOOR_BYTES = 2**60
    client.force_login(world.users["scanning_desk"])

    answer = client.post(reverse("dossiers:upload"), {"papers": a_file()})

    assert answer.status_code == 507
    assert stored() == []


def test_reader_sends_few_parts(client: Client) -> None:
    parts = {f"field{number}": "x" for number in range(1000)}

    assert client.post("/fr/report/", parts).status_code == 413


def test_small_form_of_a_reader_is_taken(client: Client) -> None:
    # A form that says it may hold files, and holds none.
    assert client.post("/fr/report/", {"description": "x"}).status_code == 422
