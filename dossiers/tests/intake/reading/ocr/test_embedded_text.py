"""The text of a PDF is taken only when it can stand for what is seen."""

import numpy as np
import pytest

from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.embedded_text import (
    correct_by_text,
    holds_more_print,
    is_good_text,
    read_embedded,
)
from dossiers.intake.reading.ocr.page_text import PageReading

FRENCH = (
    "Le",
    "présent",
    "certificat",
    "est",
    "délivré",
    "pour",
    "servir",
    "ce",
    "que",
    "de",
    "droit",
)


def words(*texts: str, line: int = 0) -> list[Word]:
    return [Word(text, 10 * n, 0, 10 * n + 9, 12, line=line) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([], id="none"),
        pytest.param(["Page", "1"], id="a page number"),
        pytest.param([*FRENCH, "رسم", "الولادة"], id="Arabic among French"),
        pytest.param(["\ue001\ue002\ue003"] * 20 + [*FRENCH], id="a font without a table"),
        pytest.param(["\ufffd" * 4] * 10 + [*FRENCH], id="replacement signs"),
    ],
)
def test_text_that_cannot_be_trusted_is_read_anew(texts):
    assert not is_good_text(words(*texts))


def test_french_text_is_taken_with_its_boxes_and_lines():
    page = [*words(*FRENCH), *words("Fait", "à", "Taroudant", line=1)]

    reading = read_embedded(page)

    assert is_good_text(page)
    assert reading.text.splitlines()[1] == "Fait à Taroudant"
    assert reading.words[-1].line == 1
    assert reading.confidence == 100.0


def read_word(text: str, left: int, right: int) -> Word:
    return Word(text, left, 0, right, 12, confidence=60.0)


def reading_of(*words: Word) -> PageReading:
    return PageReading(words, " ".join(word.text for word in words), 60.0)


def test_digits_of_the_file_are_taken_where_they_lie_on_what_was_read():
    reading = reading_of(read_word("رقم", 20, 40), read_word("4l8/20I4", 60, 100))
    brought = [Word("418/2014", 61, 0, 99, 14), Word("ﻢﻗﺭ", 20, 0, 40, 14)]

    corrected = correct_by_text(reading, brought, np.eye(3))

    assert corrected.text == "رقم 418/2014"
    assert corrected.words[1].confidence == 100.0


@pytest.mark.parametrize(
    "brought",
    [
        pytest.param([Word("999", 200, 0, 240, 12)], id="elsewhere"),
        pytest.param([Word("(12)", 60, 0, 100, 12)], id="only other signs"),
        pytest.param([Word("\ue0014", 60, 0, 100, 12)], id="a font without a table"),
        pytest.param([Word("99", 60, 0, 300, 12)], id="a word much wider"),
    ],
)
def test_what_does_not_lie_on_a_word_that_was_read_changes_nothing(brought):
    reading = reading_of(read_word("12", 60, 100))

    assert correct_by_text(reading, brought, np.eye(3)).text == "12"


def test_print_beside_the_text_is_noticed():
    page = np.full((200, 400), 255, np.uint8)
    text = [Word("Objet", 10, 10, 60, 24)]
    page[10:24, 10:60] = 0
    assert not holds_more_print(page, text)

    for place in range(6):
        page[100:114, 20 * place + 5 : 20 * place + 15] = 0

    assert holds_more_print(page, text)
