"""Files fall apart into page pictures, in order, with the text they bring."""

import ctypes
import io
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from dossiers.intake.untrusted_files import pages
from dossiers.intake.untrusted_files.pages import PageUnreadableError, opened
from dossiers.tests.intake.conftest import as_bytes, pdf_of

FRENCH = "Le present certificat est delivre a l'interessee pour servir."


def written_pdf(text: str) -> bytes:
    """Return a born-digital PDF of one line."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(400, 200)
    font = raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    line = raw.FPDFPageObj_CreateTextObj(document, font, 12)
    encoded = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
    raw.FPDFText_SetText(line, ctypes.cast(encoded, raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(line, 1, 0, 0, 1, 20, 150)
    raw.FPDFPage_InsertObject(page, line)
    page.gen_content()
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_page_that_is_not_there_is_an_error_and_the_file_stays_open(page):
    with opened(as_bytes(page)) as file:
        with pytest.raises(PageUnreadableError):
            file.page(7)

        assert file.page(0).width == page.width


def test_page_that_takes_too_long_is_given_up_and_the_next_one_is_drawn(page, monkeypatch):
    with opened(pdf_of(page, page)) as file:
        monkeypatch.setattr(pages, "PAGE_TIMEOUT_S", 0.0)
        with pytest.raises(PageUnreadableError) as given_up:
            file.page(0)
        monkeypatch.undo()

        assert given_up.value.took_long
        assert file.page(1).height > 0


def test_pages_of_a_scan_come_in_order():
    shades = [Image.new("L", (40, 60), shade) for shade in (10, 120, 230)]
    tiff = as_bytes(shades[0], "TIFF", save_all=True, append_images=shades[1:])

    with opened(tiff) as file:
        assert [file.page(number).pixels[0] for number in range(3)] == [10, 120, 230]


def test_camera_note_turns_the_picture(page):
    exif = Image.Exif()
    exif[0x0112] = 6

    with opened(as_bytes(page, "JPEG", exif=exif)) as file:
        turned = file.page(0)

    assert (turned.width, turned.height) == (page.height, page.width)


@pytest.mark.parametrize("mode", ["1", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_any_kind_of_pixels_becomes_grey_or_colour_on_white(page, mode):
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    picture = page.convert("I").point(lambda level: level * 256) if mode == "I;16" else page
    picture = picture.convert(mode)

    with opened(as_bytes(picture, kind)) as file:
        drawn = file.page(0)

    pixels = Image.frombytes(drawn.mode, (drawn.width, drawn.height), drawn.pixels).convert("L")
    assert pixels.getpixel((2, 2)) > 245
    assert pixels.getextrema()[0] < 90


def test_large_picture_is_made_smaller_and_says_by_how_much():
    with opened(as_bytes(Image.new("L", (200, 7200), 255))) as file:
        drawn = file.page(0)

    assert (drawn.height, drawn.scale) == (pages.MAX_SIDE_PX, 0.5)


def test_words_of_a_born_digital_page_stand_where_they_are_drawn():
    with opened(written_pdf(FRENCH)) as file:
        drawn = file.page(0)

    word = drawn.words[0]
    assert " ".join(word.text for word in drawn.words) == FRENCH
    assert (word.text, word.line) == ("Le", 0)
    # 20 points from the left at 300 dpi, 50 from above.
    assert word.left == pytest.approx(20 * 300 / 72, abs=6)
    assert word.bottom == pytest.approx(50 * 300 / 72, abs=6)
    assert word.top < word.bottom
    assert word.right > word.left


def test_scan_inside_a_pdf_brings_no_words(page):
    with opened(pdf_of(page)) as file:
        assert file.page(0).words == ()


def test_nothing_is_written_to_the_disk(page, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    with opened(pdf_of(page)) as file:
        file.page(0)

    assert list(Path(tmp_path).iterdir()) == []
