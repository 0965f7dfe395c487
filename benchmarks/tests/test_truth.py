"""The benches count as they say: letters, words and boxes, in both scripts."""

import pytest

from benchmarks.reading.figures import Share, Shares, variant_of
from benchmarks.reading.truth import edits, errors_of, folded_words, right_boxes


def test_words_are_compared_without_forms_of_letters_marks_and_case():
    assert folded_words("أُسرة ﺍﻟﻬدى، N° ٤١٨") == folded_words("اسره الهدي n 418")


@pytest.mark.parametrize(
    ("line", "text", "wrong"),
    [
        ("رقم الرسم 418", "المغرب رقم الرسم 418 السنة", 0),
        ("رقم الرسم 418", "المغرب رقم الرسم 413 السنة", 1),
        ("رقم الرسم", "رقم ال رسم", 1),
        ("رقم الرسم", "رقمالرسم", 1),
        ("abc", "xyz", 3),
        ("abc", "", 3),
        ("", "abc", 0),
    ],
)
def test_edits_are_those_of_the_best_passage(line, text, wrong):
    assert edits(line, text) == wrong


def test_lines_are_looked_for_wherever_they_stand():
    share = errors_of(["Nom : Wardmarane", "النسب : وردمران"], "النسب وردمران\nNOM WARDMARAN")

    assert (share.count, share.of) == (1, len("nom wardmarane") + len("النسب وردمران"))


def test_boxes_are_judged_where_the_word_was_read_right_there():
    truth = [
        {"words": [["Nom", 0, 0, 100, 20], ["رقم", 200, 0, 300, 20], ["de", 0, 50, 20, 70]]},
        {"words": [["Lieu", 0, 100, 100, 120], ["de", 120, 100, 140, 120]]},
    ]
    read = [
        ["NOM", 0, 0, 100, 18],  # right, and there
        ["رقم", 200, 0, 250, 20],  # right, half of it
        ["de", 120, 101, 140, 120],  # the second one alone
        ["Lien", 0, 100, 100, 120],  # misread: no matter of boxes
    ]

    share = right_boxes(truth, read)

    assert (share.count, share.of) == (2, 3)


def test_shares_are_told_by_variant_and_altogether():
    shares = Shares()
    shares.add(variant_of("a__photo.jpg"), Share(3, 4))
    shares.add(variant_of("b__clean150.jpg"), Share(4, 4))

    assert shares.as_row() == {"photo": [3, 4], "clean150": [4, 4], "all": [7, 8]}
    assert [line.split()[0] for line in shares.lines()] == ["clean150", "photo", "all"]
