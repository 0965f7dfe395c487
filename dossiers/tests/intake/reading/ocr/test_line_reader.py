"""Each line is read by the model of its script: the other is asked where one is not sure."""

import numpy as np
import pytest
from PIL import Image

from dossiers.demo.sheet import Sheet
from dossiers.intake.imaging.ink import map_ink
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.line_layout import map_lines
from dossiers.intake.reading.ocr.line_reader import (
    amount,
    better,
    core_of,
    is_settled,
    is_sure,
    likely_script,
    script_by_dots,
)
from dossiers.intake.reading.ocr.models import find_models_dir
from dossiers.intake.reading.ocr.page_text import read_page
from dossiers.intake.reading.ocr.segments import Segment
from dossiers.intake.reading.ocr.tesseract import BOTH_SCRIPTS, Recogniser, Script
from dossiers.intake.reading.page import read_upright

ARABIC, LATIN = Script.ARABIC, Script.LATIN


@pytest.fixture
def recogniser(models: None) -> Recogniser:
    return Recogniser(find_models_dir())


def drawn(*lines: tuple[str, bool]) -> np.ndarray:
    """Return a page with these lines, Arabic or not."""
    sheet = Sheet(width=1100, height=900)
    for text, is_arabic in lines:
        sheet.paragraph(text, is_arabic=is_arabic)
    return np.array(sheet.finish())


def read_as(script: Script, *words: tuple[str, float]) -> Segment:
    """Return words of such confidences side by side, read by one model."""
    places = ((number * 100, number * 100 + 90) for number in range(len(words)))
    return Segment(
        tuple(
            Word(text, left, 0, right, 30, confidence)
            for (text, confidence), (left, right) in zip(words, places, strict=True)
        ),
        script,
    )


@pytest.mark.parametrize("scripts", [BOTH_SCRIPTS, BOTH_SCRIPTS[::-1]])
def test_lines_are_read_in_their_script_whichever_is_asked_first(recogniser, scripts) -> None:
    page = drawn(
        ("Attestation de résidence", False),
        ("يشهد رئيس الجماعة الترابية", True),
        ("Délivrée à l'intéressée", False),
        ("سلمت هذه الشهادة للمعنية بالأمر", True),
    )

    lines = read_page(page, recogniser=recogniser, scripts=scripts).text.split("\n")

    assert lines == [
        "Attestation de résidence",
        "يشهد رئيس الجماعة الترابية",
        "Délivrée à l'intéressée",
        "سلمت هذه الشهادة للمعنية بالأمر",
    ]


def test_letters_of_an_identity_card_are_read_inside_an_arabic_line(recogniser) -> None:
    page = drawn(("الحاملة للبطاقة الوطنية رقم JB 482913", True), ("الساكنة بتارودانت", True))

    text = read_page(page, recogniser=recogniser).text

    assert "رقم JB 482913" in text


@pytest.mark.parametrize(
    ("in_latin", "believed"),
    [("Jb320183", "JB320183"), ("JB320188", "113320183")],
    ids=["the same digits", "other digits"],
)
def test_letters_of_a_card_are_believed_where_both_models_read_its_digits(
    recogniser, monkeypatch, in_latin: str, believed: str
) -> None:
    page = drawn(("البطاقة JB320183", True))

    def read_line(*_: object, script: Script, dpi: int) -> list[Word]:
        number = Word(in_latin if script is LATIN else "113320183", 5, 5, 90, 30, 86.0)
        return [number] if script is LATIN else [Word("البطاقة", 100, 5, 200, 30, 95.0), number]

    monkeypatch.setattr(Recogniser, "read_line", read_line)

    text = read_page(page, recogniser=recogniser).text

    assert text == f"البطاقة {believed}"


def test_with_one_script_alone_no_other_letter_is_read(recogniser) -> None:
    page = drawn(("شهادة السكنى", True), ("Commune de Taroudant", False))

    text = read_page(page, recogniser=recogniser, scripts=(ARABIC,)).text

    assert "شهادة السكنى" in text
    assert not any("A" <= sign <= "z" for sign in text)


def test_boxes_of_one_line_do_not_lie_over_one_another(recogniser) -> None:
    page = drawn(("ROYAUME DU MAROC", False))
    rows, columns = (
        np.flatnonzero((page < 128).any(axis=1)),
        np.flatnonzero((page < 128).any(axis=0)),
    )
    line = page[rows[0] - 5 : rows[-1] + 6, columns[0] - 5 : columns[-1] + 6]

    words = recogniser.read_line(line, script=LATIN, dpi=150)

    assert [word.text for word in words] == ["ROYAUME", "DU", "MAROC"]
    assert words[0].right <= words[1].left < words[1].right <= words[2].left


def test_nothing_is_read_on_an_empty_page(recogniser) -> None:
    page = np.array(Image.new("L", (600, 800), 250))

    assert read_page(page, recogniser=recogniser).words == ()


@pytest.mark.parametrize(
    "line",
    [
        read_as(ARABIC, ("رقم", 93.0), ("الرسم", 90.0), ("418", 95.0)),
        read_as(LATIN, ("Née", 96.0), ("le", 95.0), ("03/02/2010", 90.0)),
    ],
    ids=["Arabic", "French"],
)
def test_words_that_are_read_well_are_of_the_script(line: Segment) -> None:
    assert is_sure(line)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(read_as(ARABIC, ("06", 93.0), ("08", 92.0)), id="numbers alone"),
        pytest.param(read_as(ARABIC, ("عل", 80.0), ("181558006", 90.0)), id="mostly digits"),
        pytest.param(read_as(LATIN, ("dgaall", 20.0), ("SLI", 25.0)), id="hardly read"),
        pytest.param(read_as(LATIN), id="nothing"),
    ],
)
def test_what_may_be_of_the_other_script_is_not_sure(line: Segment) -> None:
    assert not is_sure(line)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(
            read_as(ARABIC, ("رقم", 82.0), ("الرسم", 80.0), ("912/1990", 60.0)),
            read_as(LATIN, ("912/1990", 95.0), ("5,", 70.0), ("a+", 90.0)),
            id="numbers are read well by both",
        ),
        pytest.param(
            read_as(LATIN, ("Ministère", 50.0), ("de", 45.0), ("l'Intérieur", 48.0)),
            read_as(ARABIC, ("عل", 92.0), ("1117161111", 80.0)),
            id="one syllable looks like a word",
        ),
        pytest.param(
            read_as(LATIN, ("02/07/2018", 93.0)),
            read_as(ARABIC, ("0ل/2018", 90.0)),
            id="a date alone",
        ),
    ],
)
def test_more_is_read_in_the_right_script(right: Segment, wrong: Segment) -> None:
    assert amount(right) > amount(wrong)


def test_likely_is_the_script_above_in_the_column_and_by_the_side_where_nothing_is() -> None:
    above = [((0, 0, 300, 30), LATIN), ((600, 0, 900, 30), ARABIC), ((20, 40, 280, 70), ARABIC)]

    def likely(*box: int) -> Script:
        return likely_script(box, above, page_width=1000, scripts=BOTH_SCRIPTS)

    assert likely(10, 80, 200, 110) is ARABIC
    assert likely(320, 80, 420, 110) is LATIN
    assert likely(910, 80, 990, 110) is ARABIC


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("زينب بنت يتيمة بقرية تيزنيت", ARABIC),
        ("COMMUNE DE TAROUDANT", LATIN),
        ("محمد", None),
    ],
    ids=["many dots", "none", "too short to tell"],
)
def test_a_line_looks_like_a_script_by_its_dots(text: str, script: Script | None) -> None:
    page = drawn((text, script is not LATIN))
    rows = np.flatnonzero((page < 128).any(axis=1))
    line = (0, int(rows[0]), page.shape[1], int(rows[-1]) + 1)
    lines = map_lines(map_ink(page), [line])
    (column,) = lines.columns

    assert script_by_dots(lines.pieces_of(column), column.box) is script


def test_a_line_that_looks_arabic_is_not_shown_to_the_other_model(recogniser, monkeypatch) -> None:
    asked: list[Script] = []
    read_line = Recogniser.read_line

    def noted(self: Recogniser, grey: np.ndarray, *, script: Script, dpi: int) -> list[Word]:
        asked.append(script)
        return read_line(self, grey, script=script, dpi=dpi)

    monkeypatch.setattr(Recogniser, "read_line", noted)
    page = drawn(("Commune de Taroudant", False), ("زينب بنت يتيمة بقرية تيزنيت", True))

    read_page(page, recogniser=recogniser)

    assert asked == [LATIN, ARABIC]


def test_light_print_on_a_dark_band_is_read(recogniser) -> None:
    page = drawn(("شهادة السكنى", True), ("CERTIFICAT DE RÉSIDENCE", False), ("الاسم", True))
    rows = np.flatnonzero((page < 128).any(axis=1))
    first, second, _ = np.split(rows, np.flatnonzero(np.diff(rows) > 8) + 1)
    for line in (first, second):
        band = page[line[0] - 8 : line[-1] + 9]
        np.subtract(255, band, out=band)

    words = read_upright(page, recogniser=recogniser)[1].text.split()

    assert words == ["شهادة", "السكنى", "CERTIFICAT", "DE", "RÉSIDENCE", "الاسم"]


def test_a_line_is_read_though_a_stroke_of_a_pen_stands_above_it(recogniser) -> None:
    page = drawn(("Le directeur certifie que l'enfant suit ses études", False))
    rows = np.flatnonzero((page < 128).any(axis=1))
    columns = np.flatnonzero((page < 128).any(axis=0))
    page[rows[0] - 22 : rows[0] - 8, columns[0] - 8 : columns[0] - 5] = 60

    text = read_page(page, recogniser=recogniser).text

    assert "Le directeur certifie que l'enfant suit ses études" in text


def test_words_on_the_dotted_lines_of_a_form_are_read_and_the_dots_are_not(recogniser) -> None:
    page = drawn(("Nom", False))
    rows = np.flatnonzero((page < 128).any(axis=1))
    for x in range(200, 700, 9):
        page[rows[-1] - 2 : rows[-1] + 1, x : x + 3] = 60

    assert read_page(page, recogniser=recogniser).text == "Nom"


def test_the_core_of_a_line_leaves_out_what_lies_far_above_its_letters() -> None:
    letters = np.array([(20 * place, 40, 20 * place + 14, 60) for place in range(10)])
    stroke = np.array([(0, 5, 3, 15)])

    core = core_of((0, 5, 200, 60), np.concatenate([letters, stroke]))

    assert core == (0, 33, 200, 60)


def test_of_two_readings_of_a_number_the_one_with_as_many_digits_as_pieces_is_better() -> None:
    pieces = np.array([(12 * place, 0, 12 * place + 10, 30) for place in range(4)])
    longer = read_as(ARABIC, ("71205", 96.0))
    right = read_as(LATIN, ("7405", 90.0))

    assert better([longer, right], pieces) is right


def test_digits_that_touch_are_read_as_the_one_sure_reading_has_them() -> None:
    in_three_pieces = np.array([(20 * place, 0, 20 * place + 18, 30) for place in range(3)])
    unsure = read_as(ARABIC, ("704", 69.0))
    sure = read_as(LATIN, ("7404", 97.0))

    assert better([unsure, sure], in_three_pieces) is sure


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        pytest.param(read_as(LATIN, ("7405", 96.0)), True, id="as many digits as pieces"),
        pytest.param(read_as(LATIN, ("74", 96.0)), False, id="fewer digits"),
        pytest.param(read_as(LATIN, ("7405", 70.0)), False, id="an unsure number"),
        pytest.param(read_as(ARABIC, ("بنت", 62.0), ("يتيمة", 58.0)), True, id="Arabic words"),
        pytest.param(read_as(ARABIC, ("ا", 60.0), ("60005", 50.0)), False, id="mostly digits"),
        pytest.param(read_as(ARABIC, ("عععنالك", 12.0), ("بتقية", 9.0)), False, id="hardly read"),
    ],
)
def test_a_line_that_the_other_model_reads_no_better_is_told(line: Segment, is_told) -> None:
    pieces = np.array([(12 * place, 0, 12 * place + 10, 30) for place in range(4)])

    assert is_settled(line, pieces) is is_told
