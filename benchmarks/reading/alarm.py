"""Is a badly taken picture told at once, and a good one left in peace?

Every page is asked about as it is, and made worse in each of the ways that there is advice for.
Asked is what answers a person who hands it in: the check of the intake, child process included.
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from dossiers.intake.untrusted_files.check import check
from dossiers.vocabulary import PageFault

A4_LONG_SIDE_MM, A4_LONG_SIDE_INCH = 297, 11.69
# Ink spread by as much as a printed stroke is wide, and three times as far; a fifth of the
# light; pixels of 90 dpi; a fifth of the width off either side, which goes through the lines.
BLUR_MM, FAR_BLUR_MM, LIGHT, FEW_DPI, CUT = 0.4, 1.2, 0.2, 90, 0.2
JPEG_QUALITY = 85
AS_IT_IS, FAR_OUT_OF_FOCUS = "as it is", "far out of focus"


@dataclass(frozen=True)
class Alarm:
    """What was said of one version of a page, and after how many seconds."""

    file: str
    version: str
    # The code of PageFault that is to be told, "" where nothing is wrong.
    fault: str
    said: list[str]
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether the fault is among what was said; of a good page, whether nothing was said."""
        return self.fault in self.said if self.fault else not self.said

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self) | {"right": self.is_right}


def blurred(page: Image.Image, spread_mm: float = BLUR_MM) -> Image.Image:
    """Return the page out of focus."""
    return page.filter(ImageFilter.GaussianBlur(spread_mm * max(page.size) / A4_LONG_SIDE_MM))


def dark(page: Image.Image) -> Image.Image:
    """Return the page in too little light."""
    return page.point(lambda level: level * LIGHT)


def of_few_pixels(page: Image.Image) -> Image.Image:
    """Return the page as if taken from too far."""
    side = round(FEW_DPI * A4_LONG_SIDE_INCH)
    small = page.copy()
    small.thumbnail((side, side))
    return small


def cut(page: Image.Image) -> Image.Image:
    """Return the page without its sides."""
    off = round(CUT * page.width)
    return page.crop((off, 0, page.width - off, page.height))


# Version → what is to be told of it, and how it is made.
SPOILT: dict[str, tuple[PageFault, Callable[[Image.Image], Image.Image]]] = {
    str(PageFault.BLURRED): (PageFault.BLURRED, blurred),
    FAR_OUT_OF_FOCUS: (PageFault.BLURRED, partial(blurred, spread_mm=FAR_BLUR_MM)),
    str(PageFault.DARK): (PageFault.DARK, dark),
    str(PageFault.LOW_RESOLUTION): (PageFault.LOW_RESOLUTION, of_few_pixels),
    str(PageFault.CUT_EDGE): (PageFault.CUT_EDGE, cut),
}


def alarms_of(paths: Iterable[Path]) -> Iterator[Alarm]:
    """Hand in each picture as it is, and in every way of spoiling it."""
    for path in paths:
        yield _hand_in(path, AS_IT_IS, "", path.read_bytes())
        with Image.open(path) as file:
            page = file.convert("L" if file.mode in {"1", "L"} else "RGB")
        for version, (fault, spoil) in SPOILT.items():
            yield _hand_in(path, version, str(fault), as_jpeg(spoil(page)))


def as_jpeg(page: Image.Image) -> bytes:
    """Return the page as a telephone would send it, without a word on its resolution."""
    target = io.BytesIO()
    page.save(target, "JPEG", quality=JPEG_QUALITY)
    return target.getvalue()


def _hand_in(path: Path, version: str, fault: str, data: bytes) -> Alarm:
    began = time.perf_counter()
    faults = check(data).faults
    seconds = time.perf_counter() - began
    return Alarm(str(path), version, fault, list(faults[0]) if faults else [], round(seconds, 2))
