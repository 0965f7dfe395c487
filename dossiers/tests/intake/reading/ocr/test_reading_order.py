"""Forms are read row by row, running text in columns column by column."""

import pytest

from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.reading_order import in_reading_order
from dossiers.intake.reading.ocr.segments import Segment
from dossiers.intake.reading.ocr.tesseract import Script

LINE_PX = 40


def line(text: str, *, left: int, row: float, width: int = 400) -> Segment:
    """Return a line of words of one width."""
    words = text.split()
    step = width // len(words)
    top = round(row * LINE_PX)
    return Segment(
        tuple(
            Word(word, left + place * step, top, left + (place + 1) * step - 8, top + 28, 90.0)
            for place, word in enumerate(words)
        ),
        Script.LATIN,
    )


def read(segments: list[Segment]) -> list[str]:
    return [segment.words[0].text for segment in in_reading_order(segments)]


def column(name: str, text: str, *, left: int, first_row: float = 0) -> list[Segment]:
    return [line(f"{name}{row} {text}", left=left, row=first_row + row) for row in range(6)]


def test_two_columns_of_running_text_are_read_one_after_the_other() -> None:
    head = line("Head of the whole page here", left=0, row=-2, width=900)
    foot = line("Foot of the whole page here", left=0, row=9, width=900)
    left = column("a", "some words of prose", left=0)
    right = column("b", "some words of prose", left=480, first_row=0.4)

    order = read([*right, foot, *left, head])

    assert order == [
        "Head",
        *(f"a{row}" for row in range(6)),
        *(f"b{row}" for row in range(6)),
        "Foot",
    ]


def test_arabic_columns_are_read_from_the_right() -> None:
    left = column("ب", "كلمات من نص طويل", left=0)
    right = column("ا", "كلمات من نص طويل", left=480)

    assert in_reading_order([*left, *right])[:6] == right


@pytest.mark.parametrize(
    ("left_text", "right_text"),
    [("Nom de famille :", "الاسم العائلي هو :"), ("412", "85")],
    ids=["form in two languages", "table"],
)
def test_forms_and_tables_are_read_row_by_row(left_text: str, right_text: str) -> None:
    left = [line(left_text, left=0, row=row) for row in range(6)]
    right = [line(right_text, left=480, row=row) for row in range(6)]

    order = in_reading_order([*left, *right])

    assert [{order[2 * row].top, order[2 * row + 1].top} for row in range(6)] == [
        {row * LINE_PX} for row in range(6)
    ]


def test_nothing_is_put_in_no_order() -> None:
    assert in_reading_order([]) == []
