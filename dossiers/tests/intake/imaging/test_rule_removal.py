"""Rules, dotted lines and seals are found; the letters beside and under them are not."""

import cv2
import numpy as np
import pytest

from dossiers.intake.imaging.ink import map_ink
from dossiers.intake.imaging.ink_pieces import Labelling
from dossiers.intake.imaging.rule_removal import (
    find_dotted_lines,
    find_pale_seals,
    find_remnants,
    find_rules,
    find_walls,
)
from dossiers.tests.intake.conftest import draw_page

LINE = 36
Point = tuple[int, int]


def page_with_line(start: Point, end: Point, width: int) -> np.ndarray:
    return cv2.line(np.zeros((400, 900), np.uint8), start, end, 1, width)


@pytest.mark.parametrize("width", [1, 2, 4, 8, 12])
@pytest.mark.parametrize("fall", [0, 12], ids=["level", "leaning"])
def test_a_rule_is_found_whole_though_it_leans(width: int, fall: int) -> None:
    across = page_with_line((50, 200), (850, 200 + fall), width)
    down = page_with_line((400, 20), (400 + fall // 2, 380), width)

    assert (find_rules(across, LINE)[0] >= across).all()
    assert (find_rules(down, LINE)[1] >= down).all()


def test_a_bowed_rule_is_found() -> None:
    bowed = np.zeros((400, 900), np.uint8)
    x = np.arange(50, 850)
    y = np.round(200 - 18 * np.sin(np.pi * (x - 50) / 800)).astype(int)
    for step in range(3):
        bowed[y + step, x] = 1

    across, _ = find_rules(bowed, LINE)

    assert across[bowed > 0].mean() > 0.95


def test_the_side_of_a_seal_divides_no_columns_and_a_leaning_rule_does() -> None:
    seal = cv2.circle(np.zeros((400, 900), np.uint8), (300, 200), 150, 1, 4)
    rule = page_with_line((700, 20), (712, 380), 4)

    assert not find_walls(find_rules(seal, LINE)[1]).any()
    assert find_walls(find_rules(rule, LINE)[1]).any()


def test_letters_and_solid_pictures_are_no_rules() -> None:
    ink = (np.asarray(draw_page()) < 128).astype(np.uint8)
    picture = np.zeros((400, 900), np.uint8)
    picture[50:350, 100:800] = 1

    for page in (ink, picture):
        across, down = find_rules(page, LINE)
        assert not across.any()
        assert not down.any()


def dots(*places: int, y: int = 100, size: int = 4) -> np.ndarray:
    page = np.zeros((200, 900), np.uint8)
    for x in places:
        page[y : y + size, x : x + size] = 1
    return page


def test_dots_at_equal_distances_are_a_dotted_line() -> None:
    line = dots(*range(100, 500, 11))

    assert find_dotted_lines(Labelling.of(line), LINE)[1:].all()


@pytest.mark.parametrize(
    "few_or_uneven",
    [(100, 111, 122), (100, 118, 129, 160, 171, 196, 204, 231)],
    ids=["three points", "dots of letters"],
)
def test_few_or_uneven_dots_are_letters(few_or_uneven: tuple[int, ...]) -> None:
    assert not find_dotted_lines(Labelling.of(dots(*few_or_uneven)), LINE).any()


def test_dots_of_arabic_letters_are_left() -> None:
    ink = (np.asarray(draw_page("تبيت بنت يتيمة بقرية تيزنيت")) < 128).astype(np.uint8)

    assert not find_dotted_lines(Labelling.of(ink), LINE).any()


def test_a_pale_seal_is_taken_off_the_print_that_it_lies_over() -> None:
    page = np.array(draw_page())
    printed = (page < 128).astype(np.uint8)
    cv2.circle(page, (600, 250), 110, 150, 4)
    page = np.minimum(page, np.where(printed > 0, 40, 255)).astype(np.uint8)

    seal = find_pale_seals(page, (page < 200).astype(np.uint8), LINE)

    assert seal.sum() > 1500
    assert not (seal & printed).any()


def test_slivers_along_a_rule_go_with_it_and_letters_on_it_stay() -> None:
    ink = np.zeros((100, 300), np.uint8)
    rule = np.zeros_like(ink)
    rule[50:54] = 1
    ink[54:56, 40:60] = 1
    ink[20:50, 100:120] = 1

    found = Labelling.of(ink)
    remnants = found.draw(find_remnants(found, rule, LINE))

    assert remnants[54:56, 40:60].all()
    assert remnants.sum() == 40


def test_a_page_keeps_its_letters_when_its_frame_is_taken_off() -> None:
    page = np.array(draw_page())
    without = map_ink(page).ink.sum()
    cv2.rectangle(page, (20, 20), (880, page.shape[0] - 20), 50, 9)

    framed = map_ink(page)

    # The dark frame moves the level between ink and paper a little.
    assert framed.ink.sum() == pytest.approx(without, rel=0.05)
    assert framed.walls is not None
    assert framed.walls.any()
