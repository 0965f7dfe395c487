"""Arabic lines are drawn with joined letters, from the left edge to the right."""

import pytest

from dossiers.demo.arabic_shaping import shape, to_drawing_runs


@pytest.mark.parametrize(
    ("text", "code_points"),
    [
        pytest.param("باب", ["fe91", "fe8e", "fe8f"], id="alef does not join to its left"),
        pytest.param("بيت", ["fe91", "fef4", "fe96"], id="middle letters join on both sides"),
        pytest.param("سلام", ["feb3", "fefc", "fee1"], id="lam and alef are one letter"),
        pytest.param("مُ", ["fee1"], id="marks are not drawn"),
    ],
)
def test_letters_take_the_form_of_their_place(text: str, code_points: list[str]) -> None:
    assert [f"{ord(letter):x}" for letter in shape(text)] == code_points


def test_date_keeps_its_order_inside_an_arabic_line() -> None:
    runs = to_drawing_runs("بتاريخ 12/07/1991 (ملف)")

    assert [text for text, is_arabic in runs if not is_arabic] == ["12/07/1991"]
    # A bracket that closes in reading order stands on the left and is mirrored.
    assert runs[0] == ("(\ufed2\ufee0\ufee3) ", True)
