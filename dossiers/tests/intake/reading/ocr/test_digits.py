"""Doubtful numbers are read again where they stand, and only they."""

import numpy as np
import pytest

from dossiers.intake.imaging.ink import Box, InkMap
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.digits import check_numbers
from dossiers.intake.reading.ocr.segments import Segment

# Three digits side by side, and a word at their right.
DIGITS = ((100, 10, 108, 30), (112, 10, 124, 30), (128, 10, 140, 30))
WORD = (160, 10, 220, 30)


def page_of(*pieces: Box) -> InkMap:
    ink = np.zeros((40, 300), np.uint8)
    for left, top, right, bottom in pieces:
        ink[top:bottom, left:right] = 1
    return InkMap(np.where(ink, 0, 255).astype(np.uint8), ink, 20)


def word(text: str, box: Box, confidence: float = 90.0) -> Word:
    return Word(text, *box, confidence)


class Reading:
    """Reads one text, and remembers where it was asked to."""

    def __init__(self, text: str, confidence: float = 95.0) -> None:
        self.text, self.confidence = text, confidence
        self.places: list[Box] = []

    def __call__(self, box: Box) -> Segment:
        self.places.append(box)
        return Segment((word(self.text, box, self.confidence),))


def test_a_number_with_a_digit_too_few_is_read_again_with_all_its_ink() -> None:
    again = Reading("216")
    line = [word("يناير", WORD), word("16", (112, 10, 140, 30))]

    january, number = check_numbers(line, page_of(*DIGITS, WORD), again)

    assert january == line[0]
    assert (number.text, number.left, number.right) == ("216", 100, 140)
    assert again.places == [(100, 10, 140, 30)]


def test_a_number_with_as_many_pieces_as_digits_is_left_alone() -> None:
    again = Reading("999")

    assert [one.text for one in check_numbers(
        [word("216", (100, 10, 140, 30)), word("في", WORD)], page_of(*DIGITS, WORD), again
    )] == ["216", "في"]  # fmt: skip
    assert again.places == []


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(Reading("789"), id="another number"),
        pytest.param(Reading("2l6"), id="no number"),
        pytest.param(Reading("6"), id="shorter"),
        pytest.param(Reading("216", 40.0), id="unsure"),
    ],
)
def test_what_is_no_better_is_not_taken(again: Reading) -> None:
    (number,) = check_numbers([word("16", (112, 10, 140, 30))], page_of(*DIGITS), again)

    assert number.text == "16"
    assert again.places


def test_a_number_in_a_latin_line_that_is_a_word_is_read_as_a_word() -> None:
    again = Reading("Saâdia")
    line = [word("Enfant", (10, 10, 90, 30)), word("588018,", (100, 10, 140, 30))]

    assert [one.text for one in check_numbers(line, page_of(*DIGITS), again)] == [
        "Enfant",
        "Saâdia,",
    ]


@pytest.mark.parametrize(
    ("number", "again"),
    [
        pytest.param("1998", Reading("Saïd"), id="a year"),
        pytest.param("07/05", Reading("otos"), id="a date"),
        pytest.param("0528", Reading("0528"), id="a number for the Latin model too"),
        pytest.param("5080", Reading("Souad", 50.0), id="unsure"),
    ],
)
def test_other_numbers_in_a_latin_line_stay(number: str, again: Reading) -> None:
    line = [word("Tél", (10, 10, 90, 30)), word(number, (100, 10, 140, 30))]

    assert [one.text for one in check_numbers(line, page_of(*DIGITS), again)][1] == number


def test_dots_rules_and_the_neighbours_are_no_digits() -> None:
    again = Reading("1216")
    others = ((96, 28, 99, 30), (60, 18, 95, 20), WORD)

    check_numbers([word("216", (100, 10, 140, 30)), word("في", WORD)],
                     page_of(*DIGITS, *others), again)  # fmt: skip

    assert again.places == []


def test_digits_that_were_given_to_the_box_of_the_neighbour_are_found() -> None:
    again = Reading("216")
    line = [word("من", WORD), word("6", (128, 10, 140, 30)), word("في", (30, 10, 126, 30))]

    assert check_numbers(line, page_of(*DIGITS, WORD), again)[1].text == "216"


def test_a_letter_across_a_space_is_no_digit() -> None:
    again = Reading("1216")
    alef = (90, 10, 93, 30)
    line = [word("216", (100, 10, 140, 30)), word("هذا", (40, 10, 94, 30))]

    check_numbers(line, page_of(*DIGITS, alef), again)

    assert again.places == []


def test_a_number_beside_the_page_is_left_alone() -> None:
    again = Reading("216")

    assert check_numbers([word("16", (295, 50, 320, 70))], page_of(*DIGITS), again)[0].text == "16"
