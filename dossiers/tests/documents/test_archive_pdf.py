"""The archive copy: what is copied out of it reads as the page does, in both scripts."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from dossiers.documents.archive_pdf import ArchivePage, as_seen, make_archive_pdf
from dossiers.intake.printed_word import Word

MADE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\f"))
# (text, left edge) of the words of a form, in logical order; a row holds two columns.
ROWS = [
    [[("Année", 100), (":", 190), ("2014", 210)], [("السنة", 900), (":", 880), ("2014", 800)]],
    [
        [("Date", 100), ("de", 180), ("naissance", 220), (":", 380), ("07/05/2014", 400)],
        [("تاريخ", 920), ("الازدياد", 820), (":", 800), ("07/05/2014", 640)],
    ],
    [[("حرر", 950), ("بتارودانت", 820), ("في", 780), ("14", 740), ("مارس", 660), ("2023", 580)]],
]


def form() -> ArchivePage:
    words, line = [], 0
    for row, columns in enumerate(ROWS):
        for column in columns:
            for text, left in column:
                top = 100 + 80 * row
                words.append(Word(text, left, top, left + 12 * len(text), top + 30, line=line))
            line += 1
    picture = io.BytesIO()
    Image.new("L", (1100, 700), 250).save(picture, "WEBP")
    return ArchivePage(picture.getvalue(), tuple(words))


@pytest.fixture(scope="module")
def copy() -> bytes:
    return make_archive_pdf([form(), form()], title="2026-0012-17", made=MADE)


def in_order(text: str) -> None:
    """Fail unless every line of the form stands in the text as one reads it."""
    plain = " ".join(text.translate(MARKS).split())
    for columns in ROWS:
        for column in columns:
            line = " ".join(word for word, _ in column)
            assert line in plain, f"{line} is not in {plain}"


def test_pdfium_reads_every_line_in_order(copy: bytes) -> None:
    document = pypdfium2.PdfDocument(copy)

    assert len(document) == 2
    in_order(document[1].get_textpage().get_text_range())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext here")
def test_poppler_reads_every_line_in_order(copy: bytes, tmp_path: Path) -> None:
    (tmp_path / "copy.pdf").write_bytes(copy)

    command = ["pdftotext", "-layout", "-enc", "UTF-8", "copy.pdf", "-"]
    read = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)

    in_order(read.stdout.decode())


# A heading in both scripts, its lines as near one another as offices print them.
TITLE = [
    ("نسخة", 895, 362, 967, 396, 0),
    ("موجزة", 793, 368, 878, 408, 0),
    ("من", 734, 379, 774, 410, 0),
    ("رسم", 661, 382, 715, 422, 0),
    ("الولادة", 547, 363, 642, 408, 0),
    ("EXTRAIT", 470, 421, 630, 444, 1),
    ("D'ACTE", 639, 421, 771, 445, 1),
    ("DE", 782, 421, 829, 444, 1),
    ("NAISSANCE", 840, 421, 1043, 444, 1),
]


def test_lines_of_a_narrow_heading_stay_two() -> None:
    page = ArchivePage(form().picture, tuple(Word(*word, line=line) for *word, line in TITLE))

    document = pypdfium2.PdfDocument(make_archive_pdf([page], title="x", made=MADE))

    text = " ".join(document[0].get_textpage().get_text_range().translate(MARKS).split())
    assert text == "نسخة موجزة من رسم الولادة EXTRAIT D'ACTE DE NAISSANCE"


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("Taroudant", "Taroudant"),
        ("418/2014", "418/2014"),
        ("سلام", "مالس"),
        ("(سلام)", "(مالس)"),
        ("ب12", "12ب"),
    ],
)
def test_word_is_laid_as_it_is_seen(word: str, seen: str) -> None:
    assert as_seen(word) == seen


def test_copy_says_that_it_is_an_archive_and_tells_no_name(copy: bytes) -> None:
    with pikepdf.open(io.BytesIO(copy)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "2026-0012-17"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.check_pdf_syntax() == []
        assert not pdf.is_encrypted


def test_same_pages_make_the_same_file(copy: bytes) -> None:
    again = make_archive_pdf([form(), form()], title="2026-0012-17", made=MADE)

    assert again == copy


def test_page_without_words_is_a_picture_alone() -> None:
    page = ArchivePage(form().picture, ())

    document = pypdfium2.PdfDocument(make_archive_pdf([page], title="x", made=MADE))

    assert document[0].get_textpage().count_chars() == 0
