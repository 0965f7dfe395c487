"""Words of one line and column: their script, their intruders, their order."""

import pytest

from dossiers.intake.recogniser import Script, Word
from dossiers.intake.segments import Segment, overlap, split_segments


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
    ],
    ids=["French", "Arabic", "French in Arabic", "numbers in Arabic", "Arabic in French"],
)
def test_words_come_in_the_order_of_reading(seen_from_left, read):
    assert Segment(tuple(line_of(*seen_from_left))).text == read


def test_script_is_that_of_the_surer_letters():
    sure = line_of("الاسم", confidence=95.0)
    doubtful = line_of("dell", "ls", confidence=20.0)

    segment = Segment((*sure, *doubtful))

    assert segment.script is Script.ARABIC
    assert [word.text for word in segment.intruders] == ["dell", "ls"]


def test_columns_of_one_row_are_told_apart_and_words_are_not():
    row = [*line_of("Nom", ":", "Rkia"), Word("رقية", 900, 100, 980, 130, 90.0)]

    assert [segment.text for segment in split_segments(row)] == ["Nom : Rkia", "رقية"]


def test_one_tall_box_does_not_make_the_line_tall():
    words = [*line_of("اسم", "الأم", "خديجة"), Word("بنت", 300, 90, 360, 260, 90.0)]

    _, top, _, bottom = Segment(tuple(words)).core_box

    assert (top, bottom) == (90, 144)


def test_overlap_is_the_share_of_the_first_word():
    short, long = Word("a", 10, 0, 20, 9, 90.0), Word("b", 0, 0, 100, 9, 90.0)

    assert overlap(short, long) == 1.0
    assert overlap(long, short) == 0.1
