"""Is a badly taken picture told at once, and a good one left in peace?

Every page is asked about as it is, and made worse in each of the ways that there is advice for.
Asked is what answers a person who hands it in: the check of the intake, child process included.
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from dossiers.intake.check import check
from dossiers.vocabulary import PageFault

A4_LONG_SIDE_MM, A4_LONG_SIDE_INCH = 297, 11.69
# Ink spread by as much as a printed stroke is wide; a fifth of the light; pixels of 90 dpi;
# a fifth of the width off either side, which goes through the lines.
BLUR_MM, LIGHT, FEW_DPI, CUT = 0.4, 0.2, 90, 0.2
JPEG_QUALITY = 85
AS_IT_IS = "as it is"


@dataclass(frozen=True)
class Alarm:
    """What was said of one version of a page, and after how many seconds."""

    file: str
    version: str
    said: list[str]
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether the fault is among what was said; of a good page, whether nothing was said."""
        return self.version in self.said if self.version != AS_IT_IS else not self.said

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self) | {"right": self.is_right}


def blurred(page: Image.Image) -> Image.Image:
    """Return the page out of focus."""
    return page.filter(ImageFilter.GaussianBlur(BLUR_MM * max(page.size) / A4_LONG_SIDE_MM))


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


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    PageFault.BLURRED: blurred,
    PageFault.DARK: dark,
    PageFault.LOW_RESOLUTION: of_few_pixels,
    PageFault.CUT_EDGE: cut,
}


def alarms_of(paths: Iterable[Path]) -> Iterator[Alarm]:
    """Hand in each picture as it is, and in every way of spoiling it."""
    for path in paths:
        yield _hand_in(path, AS_IT_IS, path.read_bytes())
        with Image.open(path) as file:
            page = file.convert("L" if file.mode in {"1", "L"} else "RGB")
        for fault, spoil in SPOILT.items():
            yield _hand_in(path, str(fault), as_jpeg(spoil(page)))


def as_jpeg(page: Image.Image) -> bytes:
    """Return the page as a telephone would send it, without a word on its resolution."""
    target = io.BytesIO()
    page.save(target, "JPEG", quality=JPEG_QUALITY)
    return target.getvalue()


def _hand_in(path: Path, version: str, data: bytes) -> Alarm:
    began = time.perf_counter()
    said = check(data).faults
    seconds = time.perf_counter() - began
    return Alarm(str(path), version, list(said[0]) if said else [], round(seconds, 2))
