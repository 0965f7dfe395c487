"""The bench of archive copies takes the text out of real ones, and counts what is missing."""

import io
import shutil

import pytest
from PIL import Image

from benchmarks.reading.copies import PDFIUM, READERS, RECOGNISER, CopiedPage, texts_of
from dossiers.documents.archive_copy import make_copy
from dossiers.intake.printed_word import Word
from dossiers.tests.documents.test_archive_pdf import MADE


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext here")
def test_every_program_takes_the_words_of_the_page_asked_for():
    picture = io.BytesIO()
    Image.new("L", (600, 400), 250).save(picture, "WEBP")
    pages = [
        (picture.getvalue(), [Word(word, 100, 100, 300, 140, 90.0)]) for word in ("سلام", "Bonjour")
    ]

    copy = make_copy(pages, title="x", made=MADE)

    assert set(texts_of(copy, 1)) == set(READERS)
    assert all("سلام" in text for text in texts_of(copy, 1).values())
    assert all("Bonjour" in text for text in texts_of(copy, 2).values())


def test_errors_are_counted_against_what_was_read():
    texts = {RECOGNISER: "رقم الرسم\nNom : Salma", **dict.fromkeys(READERS, "رقم الرسم Nom Salma")}

    errors = CopiedPage("a.png", 1, texts | {PDFIUM: "الرسم رقم Nom Salma"}).errors()

    assert [errors[name].count for name in READERS] == [0, 0, 4]
