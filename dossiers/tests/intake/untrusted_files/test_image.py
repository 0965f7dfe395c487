"""Pictures of scanners and telephones: which frames are pages, how deep, and what was cut off."""

import io
import struct

import numpy as np
import pillow_heif
import pytest
from PIL import Image, TiffImagePlugin

from dossiers.intake.untrusted_files.check import check
from dossiers.intake.untrusted_files.file_ends import is_complete
from dossiers.intake.untrusted_files.pages import opened
from dossiers.media_types import PDF_HEADER_WITHIN
from dossiers.tests.intake.conftest import as_bytes
from dossiers.tests.shared_data import shared_data

FORMATS = ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "HEIF"]


@pytest.fixture(autouse=True, scope="module")
def heif() -> None:
    """Let Pillow write HEIC."""
    pillow_heif.register_heif_opener()


def with_smaller_copy(page: Image.Image) -> bytes:
    """Return a TIFF of a page and its reduced copy, as some scanners write it."""
    note = TiffImagePlugin.ImageFileDirectory_v2()
    note[254] = 1
    small = page.resize((page.width // 8, page.height // 8))
    target = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(target) as writer:
        page.save(writer, "TIFF")
        writer.newFrame()
        small.save(writer, "TIFF", tiffinfo=note)
    return target.getvalue()


def test_reduced_copy_of_a_page_is_no_page(page) -> None:
    assert check(with_smaller_copy(page)).pages == 1


def test_two_pictures_of_a_telephone_are_two_pages(page) -> None:
    data = as_bytes(page, "HEIF", save_all=True, append_images=[page.rotate(180)])

    with opened(data) as file:
        assert file.checked.pages == 2
        assert file.page(0).pixels != file.page(1).pixels


@pytest.mark.parametrize("bits", [10, 12, 14])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_levels_of_a_deep_scan_reach_from_black_to_white(page, bits: int, kind: str) -> None:
    grey = np.asarray(page.convert("L")).astype(np.uint16) << (bits - 8)

    with opened(as_bytes(Image.fromarray(grey), kind)) as file:
        picture = file.page(0)

    assert picture.mode == "L"
    assert max(picture.pixels) == 255


def test_colours_of_a_deep_scan_reach_from_black_to_white() -> None:
    data = shared_data("faults").parent.joinpath("scans", "birth_extract__clean150.jpg")
    colours = np.asarray(Image.open(data).convert("RGB")).astype(np.uint16) << 4
    import cv2

    _, packed = cv2.imencode(".tif", colours)

    with opened(packed.tobytes()) as file:
        picture = file.page(0)

    assert picture.mode == "RGB"
    assert max(picture.pixels) == 255


@pytest.mark.parametrize("kind", FORMATS)
def test_whole_file_is_complete(page, kind: str) -> None:
    data = as_bytes(page.convert("RGB"), kind)

    assert is_complete(lambda offset, size: data[offset : offset + size], len(data))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("percent", [1, 30, 60, 95])
def test_file_cut_short_is_not_complete(page, kind: str, percent: int) -> None:
    whole = as_bytes(page.convert("RGB"), kind)
    data = whole[: len(whole) * percent // 100]

    assert not is_complete(lambda offset, size: data[offset : offset + size], len(data))


def test_pages_before_the_cut_of_a_scan_are_kept_and_it_is_marked(page) -> None:
    whole = as_bytes(page, "TIFF", save_all=True, append_images=[page, page])

    checked = check(whole[: len(whole) * 60 // 100])

    assert checked.is_damaged
    assert 1 <= checked.pages < 3


@pytest.mark.parametrize(
    ("kind", "count", "times"),
    [(16, 0xFFFFFFFF, 1), (1, 200_000_000, 1), (4, 5_000_000, 1), (1, 60_000, 1_000)],
)
def test_numbers_that_a_scan_claims_and_no_scanner_writes_are_not_read(kind, count, times) -> None:
    entry = struct.pack("<HHII", 273, kind, count, 8)
    data = b"II*\0" + struct.pack("<IH", 8, times) + entry * times + bytes(4)
    read_bytes = 0

    def read_at(offset: int, size: int) -> bytes:
        nonlocal read_bytes
        read_bytes += size
        return data[offset : offset + size]

    assert is_complete(read_at, len(data))
    assert read_bytes < len(data) + PDF_HEADER_WITHIN + 1000


def test_half_of_a_scan_is_waited_for() -> None:
    data = shared_data("faults", "half.tif").read_bytes()

    assert not is_complete(lambda offset, size: data[offset : offset + size], len(data))
