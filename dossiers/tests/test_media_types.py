"""Every kind of file that is taken in leaves under its own name and type."""

import io
from zipfile import ZipFile

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from dossiers.documents.original_files import hand_out
from dossiers.filing.upload_form import ACCEPT
from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.untrusted_files.image import FORMATS
from dossiers.media_types import ACCEPTED, HEIC_BRANDS, accepted_type, media_type_of
from dossiers.models import Document, Original
from dossiers.tests.browsing import signed_in
from dossiers.tests.factories import captured
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState

PILLOW_FORMATS = {"application/pdf": "PDF"} | {
    media_type: formats[0] for media_type, formats in FORMATS.items()
}


def file_of(media_type: str, *, colour: str = "white") -> bytes:
    """Return a small file of this type."""
    pillow_heif.register_heif_opener()
    picture = Image.new("RGB", (64, 64), colour)
    picture.putpixel((3, 3), (0, 0, 0))
    target = io.BytesIO()
    picture.save(target, PILLOW_FORMATS[media_type])
    return target.getvalue()


def heic_of(brand: bytes) -> bytes:
    """Return a telephone's picture that names this brand first."""
    data = file_of("image/heic")
    return data[:8] + brand + data[12:]


def filed(world: World, data: bytes) -> Document:
    """Return a paper of this file, captured at the tray and filed."""
    upload = ContentFile(data)
    document = accept_upload(file=upload, name="x", unit=world.tray_paper.unit, by=None).document
    document.state, document.dossier = DocumentState.FILED, world.family
    document.kind = world.papers["civil"].kind
    document.save()
    return document


def download(world: World, document: Document) -> tuple[str, str, bytes]:
    """Return the name, the type and the bytes under which the original leaves."""
    client: Client = signed_in(world.users["social_worker"])
    response = client.get(f"/fr/dossiers/p/{document.uid}/original/")
    name = response["Content-Disposition"].split('"')[1]
    return name, response["Content-Type"], response.content


@pytest.mark.parametrize("media_type", ACCEPTED)
def test_every_accepted_file_leaves_under_its_own_name_and_type(
    world: World, media_type: str
) -> None:
    data = file_of(media_type)

    document = filed(world, data)

    name, content_type, content = download(world, document)
    assert Original.objects.latest("pk").media_type == content_type == media_type
    assert name.endswith(f"-{document.pk}.{ACCEPTED[media_type]}")
    assert content == data


@pytest.mark.parametrize("brand", sorted(HEIC_BRANDS), ids=bytes.decode)
def test_telephone_pictures_of_every_brand_leave_as_heic(world: World, brand: bytes) -> None:
    document = filed(world, heic_of(brand))

    name, content_type, _content = download(world, document)

    assert (name.rpartition(".")[2], content_type) == ("heic", "image/heic")


def test_pdf_behind_some_rubbish_leaves_as_pdf(world: World) -> None:
    document = filed(world, b"\r\n scanned by us\r\n" + file_of("application/pdf"))

    name, content_type, _content = download(world, document)

    assert (name.rpartition(".")[2], content_type) == ("pdf", "application/pdf")


@pytest.mark.django_db
def test_files_of_one_paper_keep_their_endings_in_the_zip() -> None:
    document, other = (captured(file_of(kind)) for kind in ("image/bmp", "image/heic"))
    other.pages.update(document=document, number=2)

    with ZipFile(io.BytesIO(hand_out(document).content)) as archive:
        assert archive.namelist() == ["1.bmp", "2.heic"]


@pytest.mark.parametrize("media_type", ACCEPTED)
def test_file_chooser_offers_what_is_accepted(media_type: str) -> None:
    assert media_type in ACCEPT.split(",")


def test_every_accepted_picture_is_opened_by_its_own_format() -> None:
    assert set(FORMATS) == set(ACCEPTED) - {"application/pdf"}


@pytest.mark.parametrize(
    "data",
    [b"<script>alert(1)</script>", b"GIF89a", b"", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypmp42"],
)
def test_anything_else_is_no_paper_and_leaves_as_bytes(data: bytes) -> None:
    assert accepted_type(data) is None
    assert media_type_of(data) == "application/octet-stream"
