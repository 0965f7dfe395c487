"""A word is written and read back in one place, and what is no word is refused."""

import json

import pytest

from dossiers.intake.printed_word import Word


def test_word_is_read_back_as_it_was_stored() -> None:
    word = Word("سلام", 10, 20, 90, 40, confidence=93.46, line=3)

    stored = json.loads(json.dumps(word.as_row()))

    assert stored == ["سلام", 10, 20, 90, 40, 93.5, 3]
    assert Word.from_row(stored) == Word("سلام", 10, 20, 90, 40, confidence=93.5, line=3)


@pytest.mark.parametrize(
    "row",
    [
        [],
        ["a", 1, 2, 3],
        ["a", 1, 2, 3, "x", 90.0, 0],
        ["a", 1, 2, 3, 4, None, 0],
        ["a", 1, 2, 3, 4],
    ],
)
def test_answer_of_a_child_that_is_no_word_is_refused(row: list[object]) -> None:
    with pytest.raises((IndexError, TypeError, ValueError)):
        Word.from_row(row)
