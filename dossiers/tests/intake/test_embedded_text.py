"""The text of a PDF is taken only when it can stand for what is seen."""

import pytest

from dossiers.intake.embedded_text import EmbeddedWord, is_good_text, read_embedded

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


def words(*texts: str, line: int = 0) -> list[EmbeddedWord]:
    return [EmbeddedWord(text, 10 * n, 0, 10 * n + 9, 12, line) for n, text in enumerate(texts)]


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
