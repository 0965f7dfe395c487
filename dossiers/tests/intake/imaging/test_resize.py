"""Small copies of pictures keep their shape and every pixel's share."""

import numpy as np
import pytest

from dossiers.intake.imaging.resize import within


@pytest.mark.parametrize(
    ("shape", "side", "small"),
    [
        ((3507, 2480), 900, (900, 636)),
        ((400, 3000, 3), 320, (43, 320, 3)),
        ((2, 4000), 320, (1, 320)),
        ((700, 500), 900, (700, 500)),
    ],
)
def test_the_longer_side_is_as_long_as_asked_at_most(shape, side, small) -> None:
    shrunk, scale = within(np.full(shape, 200, np.uint8), side)

    assert shrunk.shape == small
    assert scale == pytest.approx(min(1.0, side / max(shape)))
    assert (shrunk == 200).all()


def test_a_thin_stroke_is_still_there_however_small_the_copy() -> None:
    for left in range(16):
        page = np.full((1600, 1600), 255, np.uint8)
        page[:, 800 + left] = 0

        shrunk, _ = within(page, 100)

        assert (255 - shrunk.astype(float)).sum(axis=1) == pytest.approx(16, abs=8)
