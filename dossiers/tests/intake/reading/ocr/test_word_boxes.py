"""Boxes of words lie round their own ink: dots included, divided where the widest gap is."""

import numpy as np

from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.word_boxes import fit_to_ink

NO_INK = np.empty((0, 4), np.float32)


def ink_of(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Return these pieces of ink."""
    return np.array(boxes, np.float32)


def word(text: str, *box: int) -> Word:
    return Word(text, *box, confidence=90.0)


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


def test_words_that_the_engine_divides_inside_a_word_are_divided_at_the_gap() -> None:
    letters = ((100, 112), (115, 127), (144, 150), (153, 200))
    pieces = ink_of(*((left, 100, right, 130) for left, right in letters))
    words = [word("de", 98, 98, 113, 132), word("lait", 114, 98, 202, 132)]

    fitted = fit_to_ink(words, pieces)

    assert boxes(fitted) == [(100, 100, 127, 130), (144, 100, 200, 130)]


def test_arabic_words_keep_their_order_and_get_their_own_ink() -> None:
    words = [word("خطوة", 198, 98, 262, 132), word("كل", 98, 98, 152, 132)]

    fitted = fit_to_ink(words, ink_of((100, 100, 150, 130), (200, 100, 260, 130)))

    assert [one.text for one in fitted] == ["خطوة", "كل"]
    assert boxes(fitted) == [(200, 100, 260, 130), (100, 100, 150, 130)]


def test_a_line_under_a_word_does_not_make_it_wide() -> None:
    letters, underline = (100, 100, 150, 130), (60, 133, 400, 136)

    [fitted] = fit_to_ink([word("اسم", 98, 98, 152, 132)], ink_of(letters, underline))

    assert boxes((fitted,)) == [(100, 100, 150, 130)]


def test_a_word_without_ink_keeps_its_box() -> None:
    ghost, real = word("شبح", 300, 10, 350, 30), word("اسم", 98, 98, 170, 132)

    assert boxes(fit_to_ink([ghost], NO_INK)) == [(300, 10, 350, 30)]
    assert boxes(fit_to_ink([ghost, real], ink_of((100, 100, 150, 130)))) == [
        (300, 10, 350, 30),
        (100, 100, 150, 130),
    ]
    assert fit_to_ink([], ink_of((0, 0, 9, 9))) == ()
