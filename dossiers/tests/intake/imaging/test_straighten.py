"""A page is found on its desk, turned level and lit evenly, and every pixel has a way back."""

import cv2
import numpy as np
import pytest

from dossiers.intake.imaging.find_sheet import find_sheet
from dossiers.intake.imaging.straighten import (
    estimate_skew,
    flatten_light,
    lies_sideways,
    measure_grain,
    straighten,
)
from dossiers.tests.intake.conftest import draw_page


@pytest.fixture(scope="module")
def grey():
    """A drawn page as grey levels."""
    return np.array(draw_page())


def turned(grey: np.ndarray, degrees: float) -> np.ndarray:
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(grey, turn, (width, height), borderValue=255)


def photographed(grey: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the page lying askew on a dark desk in uneven light, and its corners there."""
    height, width = grey.shape
    corners = np.array([[90, 60], [820, 110], [860, 480], [40, 440]], np.float32)
    rim = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    onto = cv2.getPerspectiveTransform(rim, corners)
    photo = cv2.warpPerspective(grey, onto, (900, 540), borderValue=40).astype(np.float32)
    light = np.linspace(0.95, 0.55, 900)[None, :]
    return (photo * light).astype(np.uint8), corners


def test_scan_without_a_desk_is_not_cropped(grey):
    assert find_sheet(grey) is None


def test_dark_photograph_of_no_paper_is_left_whole():
    noise = np.random.default_rng(1).integers(0, 255, (400, 600), np.uint8)

    assert find_sheet(noise) is None


def test_level_page_is_not_touched(grey):
    straight = straighten(grey)

    assert straight.skew_degrees == 0.0
    assert straight.upright is grey
    assert np.array_equal(straight.to_original, np.eye(3))


def test_blank_page_has_no_skew():
    assert straighten(np.full((600, 400), 240, np.uint8)).skew_degrees == 0.0


@pytest.mark.parametrize("degrees", [-7.0, -3.0, -0.8, 1.3, 5.0])
def test_skewed_page_is_levelled(grey, degrees):
    found = estimate_skew(flatten_light(turned(grey, degrees)))

    assert found == pytest.approx(-degrees, abs=0.2)


def test_sheet_is_found_on_a_desk_in_uneven_light(grey):
    photo, corners = photographed(grey)

    found = find_sheet(photo)

    assert np.abs(found - corners).max() < 6


def test_shadow_is_taken_off_the_paper(grey):
    photo, _ = photographed(grey)

    paper = straighten(photo).reading[20:-20, 20:-20]

    assert np.median(paper[:, :60]) == pytest.approx(np.median(paper[:, -60:]), abs=4)


def test_way_back_leads_to_the_corner_of_the_sheet(grey):
    photo, corners = photographed(grey)

    straight = straighten(photo)
    middle = np.array([straight.upright.shape[1] / 2, straight.upright.shape[0] / 2, 1.0])
    x, y, down = straight.to_original @ middle

    # The diagonals of the sheet cross where the middle of the page lies.
    assert cv2.pointPolygonTest(corners, (x / down, y / down), measureDist=False) > 0
    assert np.abs(np.array([x, y]) / down - corners.mean(axis=0)).max() < 40


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_quarter_turns_stand_the_page_up(grey, turns):
    lying = np.ascontiguousarray(np.rot90(grey, turns))

    straight = straighten(lying, quarter_turns=turns)

    assert straight.upright.shape == grey.shape
    assert np.abs(straight.upright.astype(int) - grey).mean() < 1


def test_lines_that_run_up_and_down_are_noticed(grey):
    assert not lies_sideways(grey)
    assert lies_sideways(np.ascontiguousarray(np.rot90(grey)))


def test_lines_that_run_up_and_down_are_noticed_on_a_page_that_lies_askew(grey):
    askew = np.ascontiguousarray(np.rot90(turned(grey, 3.0)))

    assert lies_sideways(straighten(askew).reading)


def test_a_strip_of_table_beside_the_sheet_lays_no_page_on_its_side(grey):
    with_table = grey.copy()
    with_table[:, :6] = 20

    assert not lies_sideways(with_table)


def test_only_noisy_paper_is_smoothed(grey):
    chance = np.random.default_rng(7)
    noisy = np.clip(grey + chance.normal(0, 14, grey.shape), 0, 255).astype(np.uint8)

    assert measure_grain(flatten_light(grey)) < 2
    assert straighten(noisy).grain > 6.5
    assert measure_grain(straighten(noisy).reading) < measure_grain(flatten_light(noisy))


def test_faint_ink_of_noisy_paper_becomes_dark(grey):
    chance = np.random.default_rng(7)
    faint = 255 - (255 - grey) * 0.5 + chance.normal(0, 14, grey.shape)

    reading = straighten(np.clip(faint, 0, 255).astype(np.uint8)).reading

    assert np.percentile(reading, 0.5) < 10
    assert np.median(reading) > 240
