"""Do pages that lie on their side or head come out upright, and upright ones stay so?"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from dossiers.intake.reading.reader import Reader
from dossiers.intake.untrusted_files.pages import PagePicture, opened

QUARTER = 90
ALL_TURNS = (0, 90, 180, 270)


@dataclass(frozen=True)
class TurnedPage:
    """A page that was laid `lies` degrees against the clock, and how far it was turned back."""

    file: str
    page: int
    lies: int
    turned_back: int

    @property
    def is_upright(self) -> bool:
        """Whether it stands upright in the end."""
        return self.turned_back == self.lies

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self) | {"upright": self.is_upright}


def read_turned(paths: Iterable[Path]) -> Iterator[TurnedPage]:
    """Read every page of the files in all four positions."""
    reader = Reader()
    try:
        for path in paths:
            with opened(path.read_bytes()) as file:
                pictures = [file.page(number) for number in range(file.checked.pages)]
            for number, picture in enumerate(pictures, start=1):
                for degrees in ALL_TURNS:
                    read = reader.read(turned(picture, degrees))
                    yield TurnedPage(str(path), number, degrees, read.rotation)
    finally:
        reader.close()


def turned(picture: PagePicture, degrees: int) -> PagePicture:
    """Return a page laid so many degrees against the clock, without words it brought along."""
    image = Image.frombytes(picture.mode, (picture.width, picture.height), picture.pixels)
    laid = image.rotate(degrees, expand=True)
    return replace(picture, pixels=laid.tobytes(), width=laid.width, height=laid.height, words=())
