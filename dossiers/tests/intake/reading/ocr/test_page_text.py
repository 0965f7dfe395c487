"""Pages are really read: both scripts on one page, on their side, torn by a ruled table."""

import json

import cv2
import numpy as np
import pytest
from PIL import Image

from dossiers.demo.sheet import Sheet
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.line_reader import LineReader
from dossiers.intake.reading.ocr.models import ModelsMissingError, find_models_dir
from dossiers.intake.reading.ocr.page_text import (
    PageReading,
    compose,
    read_page,
    sure_words,
    without_invented,
)
from dossiers.intake.reading.ocr.segments import Segment
from dossiers.intake.reading.ocr.tesseract import Recogniser
from dossiers.intake.reading.page import (
    MOST_SURE_WORDS,
    PageContext,
    is_handwritten,
    misses_much,
    process_page,
    read_upright,
)
from dossiers.intake.reading.reader import Reader
from dossiers.intake.untrusted_files.pages import PagePicture
from dossiers.tests.intake.conftest import ARABIC_LINE, FRENCH_LINE, draw_page


def picture_of(image: Image.Image) -> PagePicture:
    return PagePicture(
        image.tobytes(), image.width, image.height, image.mode, 1.0, [], False, (900, 200.0)
    )


def test_without_models_nothing_is_read(tmp_path, monkeypatch, settings, page):
    settings.AMAN_OCR_MODELS_DIR = tmp_path
    monkeypatch.setattr("dossiers.intake.reading.ocr.models.SYSTEM_DIRS", ())

    with pytest.raises(ModelsMissingError):
        find_models_dir()
    with pytest.raises(ModelsMissingError):
        Reader().read(picture_of(page))


def test_both_scripts_are_read_on_one_page(reader, page):
    read = reader.read(picture_of(page))

    assert ARABIC_LINE in read.text
    assert FRENCH_LINE in read.text
    assert read.confidence > 80


def test_boxes_lie_on_the_words(reader, page):
    read = reader.read(picture_of(page))

    left, top, right, bottom = next(
        box for text, *box in read.words_in_original() if text == "WARDMARANE"
    )
    ink = np.array(page) < 128
    inside = ink[top:bottom, left:right]
    assert inside.any(axis=0).mean() > 0.7
    assert not ink[top:bottom, right + 1 : right + 30].any()


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_page_on_its_side_or_head_is_righted_and_boxes_lead_back(reader, page, turns):
    lying = page.rotate(90 * turns, expand=True)

    read = reader.read(picture_of(lying))

    assert FRENCH_LINE in read.text
    assert read.rotation == 90 * turns
    left, top, right, bottom = next(
        box for text, *box in read.words_in_original() if text == "WARDMARANE"
    )
    assert (np.array(lying)[top:bottom, left:right] < 128).any()
    assert (bottom - top > right - left) == bool(turns % 2)


def test_blank_page_is_read_as_nothing(reader):
    read = reader.read(picture_of(Image.new("L", (600, 800), 250)))

    assert (read.text, read.confidence, json.loads(read.words)["words"]) == ("", 0.0, [])


def test_images_are_small_enough_for_a_slow_line(reader, page):
    read = reader.read(picture_of(page))

    assert {one[8:12] for one in (read.image, read.screen, read.thumbnail)} == {b"WEBP"}
    assert len(read.thumbnail) < len(read.screen) < len(read.image)
    assert len(read.screen) < 150_000
    assert len(read.thumbnail) < 10_000


def test_days_of_two_digits_are_read_whole_in_arabic_lines(reader):
    days = (11, 13, 16, 27, 28)
    page = draw_page(*(f"حرر بتارودانت في {day} دجنبر 2025" for day in days))

    text = reader.read(picture_of(page)).text

    assert [day for day in days if f" {day} دجنبر" in text] == list(days)


def test_of_a_row_the_arabic_column_comes_first_though_its_letters_hang_lower():
    def piece(text: str, *box: int) -> Segment:
        return Segment((Word(text, *box, 90.0),))

    pieces = [
        piece("Province", 100, 200, 300, 219),
        piece("إقليم", 800, 203, 900, 236),
        piece("Commune", 100, 246, 300, 265),
        piece("جماعة", 800, 249, 900, 282),
    ]

    assert compose(pieces).text.split("\n") == ["إقليم", "Province", "جماعة", "Commune"]


def test_print_that_was_not_read_counts_in_the_confidence_of_the_page(models, monkeypatch):
    page = np.array(draw_page())
    recogniser = Recogniser(find_models_dir())
    whole = read_page(page, recogniser=recogniser)
    monkeypatch.setattr(LineReader, "read", lambda *_, **__: Segment(()))

    nothing = read_page(page, recogniser=recogniser)

    assert whole.unread_share < 0.1
    assert whole.page_confidence > 80
    assert (nothing.unread_share, nothing.page_confidence) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("read", "unread_share", "brought", "is_told"),
    [
        ("Acte de naissance", 0.1, 0, False),
        ("Acte de naissance", 0.7, 0, True),
        ("A", 0.0, 2400, True),
        ("Acte de naissance", 0.0, 20, False),
    ],
    ids=["all read", "much print unread", "letters of the file unread", "a few letters brought"],
)
def test_a_page_of_which_much_was_not_read_is_told(read, unread_share, brought, is_told):
    reading = PageReading((), read, 90.0, unread_share)
    layer = [Word("أ" * 10, 0, 0, 9, 9)] * (brought // 10)

    assert misses_much(reading, layer) is is_told


@pytest.mark.usefixtures("models")
def test_an_upright_page_with_little_to_read_is_not_turned():
    noise = np.random.default_rng(7).integers(0, 2, (90, 120)) * 255
    drawing = np.full((1200, 900), 250, np.uint8)
    drawing[200:920, 100:820] = np.kron(noise[:, :90], np.ones((8, 8)))[:720, :720]

    straight, _ = read_upright(drawing, recogniser=Recogniser(find_models_dir()))

    assert straight.quarter_turns == 0


def test_turned_words_are_read_where_they_stand(models):
    page = draw_page()
    label = Image.new("L", (260, 60), 255)
    sheet = Sheet(width=300, height=80)
    sheet.y = 10
    sheet.latin("Observations", left=10)
    label.paste(sheet.image.crop((0, 0, 260, 60)))
    page.paste(label.rotate(90, expand=True), (15, 150))

    words = read_page(np.array(page), recogniser=Recogniser(find_models_dir())).words

    (turned,) = [word for word in words if word.text == "Observations"]
    ink = np.array(page)[turned.top : turned.bottom, turned.left : turned.right] < 128
    assert turned.height > 4 * (turned.right - turned.left)
    assert ink.any(axis=1).mean() > 0.8


def test_arabic_made_of_specks_on_a_french_page_is_left_out_and_sure_arabic_stays():
    french = [Word("Délibération", 0, 40 * row, 200, 40 * row + 30, 95.0) for row in range(6)]
    speck, stamp = Word("لى", 300, 0, 330, 30, 55.0), Word("تارودانت", 400, 0, 500, 30, 90.0)
    arabic = [Word("المملكة", 0, 40 * row, 200, 40 * row + 30, 95.0) for row in range(6)]

    assert without_invented([*french, speck]) == french
    assert without_invented([*french, stamp, speck]) == [*french, stamp, speck]
    assert without_invented([*arabic, speck]) == [*arabic, speck]


def written_by_hand(seed: int = 5) -> np.ndarray:
    """Return a page of joined strokes that rise and fall like a quick hand, and say nothing."""
    chance = np.random.default_rng(seed)
    page = np.full((1500, 1100), 250, np.uint8)
    for baseline in range(150, 1400, 75):
        x = 90
        while x < 950:
            steps = np.arange(chance.integers(50, 150))
            heights = chance.normal(0, 13, len(steps) // 7 + 2).repeat(7)[: len(steps)]
            smooth = np.convolve(heights, np.ones(6) / 6, "same")
            loops = 5 * np.sin(steps / chance.uniform(2.5, 4.5))
            points = np.stack([x + steps + loops, baseline - np.abs(smooth) * 1.5 + loops], axis=1)
            cv2.polylines(page, [points.round().astype(np.int32)], isClosed=False, color=60)
            x += len(steps) + int(chance.integers(18, 34))
    return cv2.erode(page, np.ones((2, 2), np.uint8))


@pytest.mark.usefixtures("models")
def test_a_handwritten_page_is_told_stays_upright_and_nothing_is_invented():
    result = process_page(PageContext(written_by_hand()), recogniser=Recogniser(find_models_dir()))

    assert "handwritten" in result.faults
    assert "unread" not in result.faults
    assert result.quarter_turns == 0
    assert len(sure_words(result.reading)) <= MOST_SURE_WORDS


@pytest.mark.parametrize(
    ("pieces", "sure", "is_told"),
    [(200, 3, True), (200, 5, False), (70, 3, False), (30, 0, False)],
    ids=["hardly a word of many", "some words", "a card with little print", "a few strokes"],
)
def test_much_ink_and_hardly_a_sure_word_is_handwriting(pieces, sure, is_told):
    words = tuple(Word("mot", 0, 0, 9, 9, 90.0) for _ in range(sure))
    words += (Word("xzq", 0, 0, 9, 9, 30.0),) * 40

    assert is_handwritten(PageReading(words, "", 40.0, letter_pieces=pieces)) is is_told
