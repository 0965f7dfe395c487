"""Words of one line and column: their script and their order."""

import pytest

from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.segments import Segment
from dossiers.intake.reading.ocr.tesseract import Script


def line_of(*texts: str, gap: int = 10, confidence: float = 90.0) -> list[Word]:
    """Return words side by side from the left, each 20 pixels a letter and 30 high."""
    words, left = [], 0
    for text in texts:
        right = left + 20 * len(text)
        words.append(Word(text, left, 100, right, 130, confidence))
        left = right + gap
    return words


@pytest.mark.parametrize(
    ("seen_from_left", "read"),
    [
        (["Nom", ":", "Rkia"], "Nom : Rkia"),
        (["رقية", ":", "الاسم"], "الاسم : رقية"),
        (["TR", "20931", ":", "الدفتر", "رقم"], "رقم الدفتر : TR 20931"),
        (["7", "رقم", "12", "زنقة"], "زنقة 12 رقم 7"),
        (["Nom", "de", "la", "mère", ":", "أوبلا", "رقية"], "Nom de la mère : رقية أوبلا"),
        (["Jean", "-", "Pierre", ":", "الشخصي", "الاسم"], "الاسم الشخصي : Jean - Pierre"),
    ],
    ids=[
        "French",
        "Arabic",
        "French in Arabic",
        "numbers in Arabic",
        "Arabic in French",
        "a dash in French in Arabic",
    ],
)
def test_words_come_in_the_order_of_reading(seen_from_left, read):
    assert Segment(tuple(line_of(*seen_from_left))).text == read


def test_script_is_that_of_the_surer_letters():
    sure = line_of("الاسم", confidence=95.0)
    doubtful = line_of("dell", "ls", confidence=20.0)

    assert Segment((*sure, *doubtful)).script is Script.ARABIC


def test_numbers_are_of_the_script_of_the_model_that_read_them():
    day = tuple(line_of("14", "03", "2023"))

    assert Segment(day, Script.LATIN).text == "14 03 2023"
    assert Segment(day, Script.LATIN).script is Script.LATIN
    assert Segment(day).script is Script.ARABIC
