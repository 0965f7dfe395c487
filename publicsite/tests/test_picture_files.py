"""Nothing of a camera reaches the public site: a picture is written anew, or refused."""

import errno
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dossiers.tests.shared_data import shared_data
from publicsite.forms.image import without_metadata
from publicsite.models import PublicImage
from publicsite.picture_files import PictureRefusedError, write_anew

SECRET = "Telephone of Rkia"


def png_claiming(width: int, height: int) -> bytes:
    """Return the beginning of a picture that says how large it is."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + bytes(4)


def notes() -> Image.Exif:
    """Return what a telephone writes beside a picture: its name, the place."""
    exif = Image.Exif()
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 28.0, 12.0)
    return exif


def file_of(kind: str) -> bytes:
    """Return a picture with notes in a format of Pillow, b"" in one that takes no such picture."""
    target = BytesIO()
    for mode, options in (("RGB", {"exif": notes(), "comment": SECRET}), ("L", {})):
        with suppress(Exception):
            Image.new(mode, (64, 48)).save(target, kind, **options)
            break
    return target.getvalue()


def formats() -> list[str]:
    """Return every format that Pillow both opens and writes."""
    Image.init()
    return [kind for kind in sorted(set(Image.SAVE) & set(Image.OPEN)) if file_of(kind)]


def bears_nothing(data: bytes) -> bool:
    """Tell whether a file holds pixels alone."""
    with Image.open(BytesIO(data)) as picture:
        beside = {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(picture.info)
        has_frames = getattr(picture, "n_frames", 1) > 1
        return not (dict(picture.getexif()) or beside or has_frames) and SECRET.encode() not in data


@pytest.mark.parametrize("kind", formats())
def test_picture_of_any_format_is_written_anew_or_refused(kind: str) -> None:
    data = file_of(kind)

    try:
        written = write_anew(BytesIO(data), name=f"a.{kind.lower()}")
    except PictureRefusedError:
        assert kind not in ("JPEG", "PNG", "WEBP", "MPO")
        return

    assert bears_nothing(written.read())


@pytest.mark.parametrize("name", ["phone_mpo_gps.jpg"])
def test_place_and_device_of_a_telephone_are_gone(name: str) -> None:
    data = shared_data("faults", name).read_bytes()

    assert bears_nothing(write_anew(BytesIO(data), name=name).read())


@pytest.mark.parametrize("pixels", [64_000_001, 100_000_000, 400_000_000])
def test_picture_of_too_many_pixels_is_refused_with_a_sentence_of_its_own(pixels: int) -> None:
    with pytest.raises(PictureRefusedError, match="64"):
        write_anew(BytesIO(png_claiming(pixels, 1)), name="a.png")


@pytest.mark.parametrize(
    "trouble", [MemoryError(), OSError(errno.ENOSPC, "no space"), OSError(errno.EIO, "disk")]
)
def test_trouble_of_the_house_is_not_told_as_a_broken_picture(trouble, monkeypatch) -> None:
    def fail(*_args, **_named) -> None:
        raise trouble

    data = file_of("PNG")
    monkeypatch.setattr(Image.Image, "save", fail)

    with pytest.raises(type(trouble)):
        write_anew(BytesIO(data), name="a.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("percent", [5, 50, 95])
def test_picture_that_is_cut_short_is_refused_with_a_sentence(kind: str, percent: int) -> None:
    whole = BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(whole, kind)
    data = whole.getvalue()[: len(whole.getvalue()) * percent // 100]

    with pytest.raises(ValidationError) as refused:
        without_metadata(SimpleUploadedFile("a.jpg", data, "image/jpeg"))

    assert refused.value.code == "unreadable_picture"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_parts_stay_transparent(kind: str) -> None:
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.paste(1, (0, 0, 10, 20))
    target = BytesIO()
    if kind == "PNG":
        palette.save(target, "PNG", transparency=0)
    else:
        see_through = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
        see_through.paste((0, 0, 255, 255), (0, 0, 10, 20))
        see_through.save(target, "WEBP", lossless=True)

    with Image.open(write_anew(BytesIO(target.getvalue()), name="a.png")) as picture:
        pixels = picture.convert("RGBA")

    assert pixels.getpixel((15, 10))[3] == 0
    assert pixels.getpixel((5, 10))[3] == 255


def test_printed_colours_become_those_of_a_screen() -> None:
    target = BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(target, "JPEG")

    with Image.open(write_anew(BytesIO(target.getvalue()), name="a.jpg")) as picture:
        red, green, blue = picture.getpixel((10, 10))

    assert picture.mode == "RGB"
    assert red > 200
    assert max(green, blue) < 80


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["original", "width-20", "width-20|format-webp", "format-png"])
def test_any_size_of_a_picture_that_came_another_way_is_free_of_notes(size: str) -> None:
    image = PublicImage.objects.create(
        title="ساحة", file=ContentFile(file_of("JPEG"), name="a.jpg"), shows_children=False
    )

    rendition = image.get_rendition(size)

    assert bears_nothing(rendition.file.read())
