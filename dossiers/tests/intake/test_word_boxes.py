"""Boxes of words lie round their own ink: dots included, neighbours and specks left out."""

import numpy as np

from dossiers.intake.ink import InkMap
from dossiers.intake.recogniser import Word
from dossiers.intake.word_boxes import fit_to_ink

LETTER = 30


def ink_of(*boxes: tuple[int, int, int, int]) -> InkMap:
    """Return a page with these boxes filled."""
    ink = np.zeros((300, 600), np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 1
    return InkMap(clean=255 - 255 * ink, ink=ink, letter=LETTER)


def word(text: str, *box: int, line: int = 0) -> Word:
    return Word(text, *box, confidence=90.0, line=line)


def boxes(words: tuple[Word, ...]) -> list[tuple[int, int, int, int]]:
    return [(one.left, one.top, one.right, one.bottom) for one in words]


def test_a_loose_box_is_drawn_round_the_letters_and_their_dots() -> None:
    body, dots_below = (110, 105, 160, 125), (130, 132, 142, 138)

    [fitted] = fit_to_ink([word("في", 100, 95, 175, 140)], ink_of(body, dots_below))

    assert boxes((fitted,)) == [(110, 105, 160, 138)]
    assert (fitted.text, fitted.confidence) == ("في", 90.0)


def test_a_piece_between_two_words_goes_to_the_one_it_lies_over_most() -> None:
    first, last_letter, second = (100, 100, 150, 130), (155, 100, 175, 130), (200, 100, 260, 130)
    words = [word("de", 98, 98, 180, 132), word("fils", 170, 98, 262, 132)]

    fitted = fit_to_ink(words, ink_of(first, last_letter, second))

    assert boxes(fitted) == [(100, 100, 175, 130), (200, 100, 260, 130)]


def test_a_box_that_reaches_into_the_next_line_leaves_it_to_its_words() -> None:
    upper, lower = (100, 100, 150, 130), (100, 145, 150, 175)
    words = [
        word("الأطفال", 98, 98, 152, 160, line=0),
        word("والأسر", 200, 98, 260, 132, line=0),
        word("أن", 300, 98, 330, 132, line=0),
        word("هذا", 98, 143, 152, 177, line=1),
    ]

    fitted = fit_to_ink(words, ink_of(upper, lower))

    assert boxes(fitted)[0] == (100, 100, 150, 130)
    assert boxes(fitted)[3] == (100, 145, 150, 175)


def test_specks_and_ink_that_is_no_letter_move_nothing() -> None:
    letters, speck, stroke = (100, 100, 150, 130), (160, 110, 161, 111), (155, 20, 160, 280)

    [fitted] = fit_to_ink([word("اسم", 98, 98, 170, 132)], ink_of(letters, speck, stroke))

    assert boxes((fitted,)) == [(100, 100, 150, 130)]


def test_a_word_without_ink_keeps_its_box() -> None:
    assert boxes(fit_to_ink([word("شبح", 10, 10, 50, 30)], ink_of())) == [(10, 10, 50, 30)]
    assert fit_to_ink([], ink_of((0, 0, 9, 9))) == ()
