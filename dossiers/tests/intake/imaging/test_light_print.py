"""Light print on dark ground is turned dark; shadows, bold heads and pictures are left."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from dossiers.demo.sheet import Sheet
from dossiers.intake.imaging.light_print import turn_light_print_dark
from dossiers.tests.intake.conftest import draw_page

GROUNDS = {"navy": 45, "red": 95, "grey": 120}


def lettered() -> np.ndarray:
    """Return a page of A4 at 100 dpi and more with a few lines."""
    page = Image.new("L", (1240, 1754), 250)
    page.paste(draw_page(), (150, 200))
    return np.array(page)


def with_band(ground: int) -> tuple[np.ndarray, slice]:
    """Return a page one line of which is white on a coloured band, and its rows."""
    page = lettered()
    rows = np.flatnonzero((page < 128).any(axis=1))
    line = np.split(rows, np.flatnonzero(np.diff(rows) > 8) + 1)[1]
    band = slice(int(line[0]) - 14, int(line[-1]) + 15)
    share_of_ink = (250 - page[band].astype(float)).clip(0, 210) / 210
    page[band] = (ground + share_of_ink * (250 - ground)).astype(np.uint8)
    return page, band


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS.keys())
def test_print_on_a_band_becomes_dark_on_light(ground: int) -> None:
    page, band = with_band(ground)

    turned = turn_light_print_dark(page)

    inside = turned[band][6:-6]
    assert np.median(inside) > 230
    assert 0.01 < (inside < 100).mean() < 0.3
    outside = np.ones(len(page), bool)
    outside[band.start - 10 : band.stop + 10] = False
    assert np.array_equal(turned[outside], page[outside])


def test_a_dark_page_is_turned_whole() -> None:
    page = np.ascontiguousarray(lettered()[150:750, 100:1100])

    turned = turn_light_print_dark(255 - page)

    assert np.median(turned[page > 240]) > 200
    assert np.median(turned[page < 60]) < 60


def test_a_shadow_on_print_is_left() -> None:
    page = lettered().astype(float)
    page[:, 600:] *= 0.5

    shadowed = page.astype(np.uint8)

    assert np.array_equal(turn_light_print_dark(shadowed), shadowed)


def test_a_bold_head_and_a_picture_are_left() -> None:
    sheet = Sheet(width=1240, height=1754)
    sheet.latin("CERTIFICAT", size=150, bold=True)
    page = sheet.image
    pen = ImageDraw.Draw(page)
    pen.ellipse((300, 600, 900, 1200), fill=60)
    pen.ellipse((420, 720, 780, 1080), fill=110)
    drawn = np.array(page.filter(ImageFilter.GaussianBlur(1)))

    assert np.array_equal(turn_light_print_dark(drawn), drawn)
