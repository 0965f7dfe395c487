"""The size in which a page is first seen: light on a slow line, on real scans of every sort."""

from pathlib import Path

import cv2
import pytest
from django.conf import settings

from dossiers.intake.imaging.resize import within
from dossiers.intake.imaging.straighten import straighten
from dossiers.intake.reading.page import IMAGE_SIDE_PX, SCREEN_QUALITY, SCREEN_SIDE_PX, encode

SCANS = Path(settings.BASE_DIR).parent / "shared" / "data" / "scans"
# A copy of a copy, full of grain, is the heaviest; a photograph is the only one in colour.
HEAVIEST = ("noisy200", "photo")


@pytest.mark.skipif(not SCANS.is_dir(), reason="the shared scans are not beside the checkout")
@pytest.mark.parametrize("variant", HEAVIEST)
def test_every_page_is_first_seen_with_at_most_150_kilobytes(variant: str) -> None:
    sizes = {}
    for path in sorted(SCANS.glob(f"*__{variant}.jpg")):
        stored, _scale = within(straighten(cv2.imread(str(path))).upright, IMAGE_SIDE_PX)
        screen, _scale = within(stored, SCREEN_SIDE_PX)
        sizes[path.name] = len(encode(screen, SCREEN_QUALITY))

    assert len(sizes) == 8
    assert max(sizes.values()) <= 150_000, sizes
