"""The ink of a page is shared out among its lines, and each is cut out without the others."""

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from dossiers.intake.imaging.ink import Box, InkMap, map_ink
from dossiers.intake.reading.ocr.line_layout import LineMap, map_lines
from dossiers.tests.intake.conftest import ARABIC_LINE, draw_page

# Two lines of six letters, closely set: the box of the upper reaches into the lower.
UPPER = [(40 + 24 * number, 40, 56 + 24 * number, 70) for number in range(6)]
LOWER = [(40 + 24 * number, 80, 56 + 24 * number, 110) for number in range(6)]
HAMZA_OF_LOWER = (90, 73, 96, 78)
LINES = [(38, 38, 182, 80), (38, 76, 182, 112)]


def page_of(*pieces: Box) -> InkMap:
    ink = np.zeros((300, 800), np.uint8)
    for left, top, right, bottom in pieces:
        ink[top:bottom, left:right] = 1
    return InkMap(np.where(ink, 0, 255).astype(np.uint8), ink, letter=34)


def boxes(lines: LineMap) -> list[Box]:
    return [column.box for column in (*lines.columns, *lines.overlooked)]


def test_a_line_is_cut_out_without_the_dots_and_hamzas_of_its_neighbour() -> None:
    lines = map_lines(page_of(*UPPER, *LOWER, HAMZA_OF_LOWER), LINES)

    upper, left, top = lines.cut((40, 40, 176, 80))
    lower, _, lower_top = lines.cut(lines.columns[1].box)

    assert (left, top) == (35, 35)
    assert (upper < 128).any(axis=1).sum() == 30
    assert (lower < 128).any(axis=1).sum() == 35
    assert lower_top == HAMZA_OF_LOWER[1] - 5


def test_a_line_of_low_letters_is_cut_out_as_high_as_the_others() -> None:
    low = [(left, 96, right, bottom) for left, _, right, bottom in LOWER]
    lines = map_lines(page_of(*UPPER, *low), LINES)

    upper, _, _ = lines.cut(lines.columns[0].box)
    lower, _, top = lines.cut(lines.columns[1].box)

    # One is 30 high and one 14; half way between them, and a tenth more.
    assert (len(upper), len(lower)) == (40, round(1.1 * 22) + 10)
    assert np.flatnonzero((lower < 128).any(axis=1))[0] + top == 96


def test_the_box_of_a_line_is_drawn_round_its_ink() -> None:
    lines = map_lines(page_of(*UPPER, *LOWER), LINES)

    assert boxes(lines) == [(40, 40, 176, 70), (40, 80, 176, 110)]
    assert lines.overlooked == ()


def test_columns_of_one_line_are_told_apart_and_words_are_not() -> None:
    far = [(left + 400, top, right + 400, bottom) for left, top, right, bottom in UPPER]

    lines = map_lines(page_of(*UPPER, *far), [(38, 36, 700, 74)])

    assert boxes(lines) == [(40, 40, 176, 70), (440, 40, 576, 70)]
    assert lines.pieces_of(lines.columns[1]).tolist() == [list(box) for box in far]


def test_a_line_that_the_engine_overlooked_is_found() -> None:
    lines = map_lines(page_of(*UPPER, *LOWER), LINES[:1])

    assert len(lines.overlooked) == 1
    assert boxes(lines)[1] == (40, 80, 176, 110)


def test_specks_are_no_line_and_move_no_box() -> None:
    speck, far_speck = (180, 20, 181, 21), (700, 250, 702, 252)

    lines = map_lines(page_of(*UPPER, speck, far_speck), [(38, 18, 184, 74)])

    assert boxes(lines) == [(40, 40, 176, 70)]


def test_a_stroke_through_two_lines_belongs_to_none_of_them() -> None:
    lines = map_lines(page_of(*UPPER, *LOWER, (190, 30, 194, 130)), LINES)

    assert boxes(lines) == [(40, 40, 176, 70), (40, 80, 176, 110)]


def test_lines_of_a_form_are_found_without_the_engine_and_its_rules_are_not() -> None:
    page = Image.new("L", (1240, 1754), 255)
    page.paste(draw_page(ARABIC_LINE), (100, 100))
    ImageDraw.Draw(page).rectangle((120, 120, 1000, 500), outline=60, width=3)

    lines = map_lines(map_ink(np.array(page)), [])

    assert (len(lines.columns), len(lines.overlooked)) == (0, 4)
    assert all(right - left < 700 for left, _, right, _ in boxes(lines))


def test_an_empty_page_has_no_lines() -> None:
    lines = map_lines(page_of(), [(0, 0, 5, 300)])

    assert boxes(lines) == []
    assert lines.cut((10, 10, 10, 10))[0].size == 100


def test_closely_set_lines_that_the_engine_overlooked_are_told_apart() -> None:
    nearly_touching = [(left, 112, right, 142) for left, _, right, _ in LOWER]

    lines = map_lines(page_of(*UPPER, *LOWER, *nearly_touching), LINES[:1])

    assert [top for _, top, _, _ in boxes(lines)] == [40, 80, 112]


def test_a_line_that_the_engine_took_apart_is_put_together() -> None:
    halves = [(38, 38, 110, 72), (112, 36, 182, 74)]

    lines = map_lines(page_of(*UPPER), halves)

    assert boxes(lines) == [(40, 40, 176, 70)]


def test_lines_of_two_columns_that_stand_lower_and_higher_are_not_joined() -> None:
    lower = [(left + 170, top + 18, right + 170, bottom + 18) for left, top, right, bottom in UPPER]

    lines = map_lines(page_of(*UPPER, *lower), [(38, 38, 182, 72), (200, 56, 352, 90)])

    assert boxes(lines) == [(40, 40, 176, 70), (210, 58, 346, 88)]
    assert len({column.line for column in lines.columns}) == 2


def test_a_box_of_several_lines_is_cut_at_the_empty_rows_between_them() -> None:
    third = [(left, 120, right, 150) for left, _, right, _ in LOWER]
    accent_of_third = (64, 114, 70, 118)

    lines = map_lines(page_of(*UPPER, *LOWER, *third, accent_of_third), [(38, 38, 182, 152)])

    assert boxes(lines) == [(40, 40, 176, 70), (40, 80, 176, 110), (40, 114, 176, 150)]


def test_a_line_does_not_go_through_a_rule_that_runs_down() -> None:
    cell = [(left + 160, top, right + 160, bottom) for left, top, right, bottom in UPPER]
    page = page_of(*UPPER, *cell)
    walls = np.zeros_like(page.ink)
    walls[:, 186:190] = 1

    lines = map_lines(replace(page, walls=walls), [(38, 38, 340, 72)])

    assert boxes(lines) == [(40, 40, 176, 70), (200, 40, 336, 70)]


def test_digits_alone_are_given_the_room_of_letters_that_rise_and_hang() -> None:
    lines = map_lines(replace(page_of(*UPPER), full_line=50), LINES[:1])

    picture, _, _ = lines.cut(lines.columns[0].box)

    assert len(picture) == round(1.1 * 50) + 10
