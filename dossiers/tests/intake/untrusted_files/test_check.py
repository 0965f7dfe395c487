"""What is no paper is refused with a sentence; the rest is what its first bytes say."""

import io
import struct
import zlib

import pikepdf
import pillow_heif
import pytest
from django.utils import translation

from dossiers.intake.untrusted_files.check import REFUSALS, Refusal, check
from dossiers.media_types import accepted_type
from dossiers.tests.intake.conftest import as_bytes, draw_page, pdf_of


def refused(data: bytes) -> str:
    """Return the code with which the bytes are refused."""
    with pytest.raises(Refusal) as verdict:
        check(data)
    return verdict.value.code


def locked_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Return a tiny file that unpacks to a giant."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def pdf_with_giant_picture() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(
                Im0=document.make_stream(
                    b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=100_000,
                    Height=100_000, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
                )
            )
        )  # fmt: skip
        document.save(target)
    return target.getvalue()


def many_pages(count: int) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page()
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"<script>alert(1)</script>", "wrong_type", id="a web page"),
        pytest.param(b"GIF89a" + b"\0" * 50, "wrong_type", id="an animation"),
        pytest.param(b"PK\3\4" + b"\0" * 50, "wrong_type", id="an office file"),
        pytest.param(b"%PDF-1.7 and then nothing", "unreadable", id="a torn PDF"),
        pytest.param(b"\xff\xd8\xff\xe0 no picture", "unreadable", id="a torn JPEG"),
        pytest.param(locked_pdf(), "password", id="a PDF with a password"),
        pytest.param(png_claiming(60_000, 60_000), "too_many_pixels", id="a picture bomb"),
        pytest.param(pdf_with_giant_picture(), "too_many_pixels", id="a bomb inside a PDF"),
    ],
)
def test_what_is_no_paper_is_refused(data, code):
    assert refused(data) == code


def test_more_pages_than_allowed_are_refused(settings):
    settings.AMAN_UPLOAD_MAX_PAGES = 3

    assert refused(many_pages(4)) == "too_many_pages"
    assert check(many_pages(3)).pages == 3


def test_more_bytes_than_allowed_are_refused_unopened(settings):
    settings.AMAN_UPLOAD_MAX_BYTES = 1000

    assert refused(as_bytes(draw_page())) == "too_large"


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_refusal_says_what_to_do(code, language):
    with translation.override(language):
        assert len(Refusal(code).reason) > 30


def test_unknown_code_of_a_child_becomes_a_known_sentence():
    assert Refusal("<b>made up</b>").code == "unreadable"


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("PDF", "application/pdf"),
    ],
)
def test_type_is_told_by_content(kind, media_type, page):
    checked = check(as_bytes(page, kind))

    assert (checked.media_type, checked.pages, checked.is_damaged) == (media_type, 1, False)


def test_telephone_picture_is_taken(page):
    target = io.BytesIO()
    pillow_heif.from_pillow(page.convert("RGB")).save(target)

    assert check(target.getvalue()).media_type == "image/heic"


def test_scan_of_many_pages_is_counted(page):
    tiff = as_bytes(page, "TIFF", save_all=True, append_images=[page, page])

    assert check(tiff).pages == 3
    assert check(pdf_of(page, page)).pages == 2


def test_torn_scan_is_taken_and_marked_damaged(page):
    whole = as_bytes(page, "JPEG", quality=95)

    checked = check(whole[: len(whole) * 2 // 3])

    assert checked.is_damaged


def test_rubbish_before_a_pdf_is_no_reason_to_refuse():
    assert accepted_type(b"\r\n scanned by us\r\n".ljust(900) + b"%PDF-1.4") == "application/pdf"
