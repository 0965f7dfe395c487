"""The pieces of ink of a page, whatever its size."""

import cv2
import numpy as np
import pytest

from dossiers.intake.imaging.ink_pieces import connected_pieces


@pytest.mark.parametrize("size", [(40, 60), (41, 60), (40, 61), (41, 61)])
def test_pieces_are_the_same_with_odd_rows_and_columns(size: tuple[int, int]) -> None:
    ink = np.zeros(size, np.uint8)
    ink[3:9, 5:8] = ink[20:22, 10:30] = ink[-1, -1] = 1

    count, labels, stats, _ = connected_pieces(ink)

    usual_count, usual_labels, usual_stats, _ = cv2.connectedComponentsWithStats(ink)
    assert count == usual_count == 4
    assert np.array_equal(labels, usual_labels)
    assert np.array_equal(stats[1:], usual_stats[1:])
