"""Take a file apart into pages: one picture each, and the text it brings along.

The file is opened in a child process; what comes out are pixels and plain words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from .check import OPENER, Checked, check_inside, check_outside
from .sandbox import Sandbox, SandboxCrashError, SandboxError

PAGE_TIMEOUT_S = 15.0
# A4 at 300 dpi is 3508 pixels long; what is longer is made smaller on the way.
MAX_SIDE_PX = 3600
CHANNELS = {"L": 1, "RGB": 3}


class PageUnreadableError(Exception):
    """One page cannot be drawn; the others may."""


@dataclass(frozen=True)
class EmbeddedWord:
    """A word that the file brings as text: pixels of the page picture, 0-based line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: int


@dataclass(frozen=True)
class PagePicture:
    """One page: pixels (BGR or grey), and what it says of itself.

    `scale` is pixels of the picture per pixel of the original's own size.
    """

    pixels: np.ndarray
    scale: float
    words: tuple[EmbeddedWord, ...] = ()
    is_damaged: bool = False


@dataclass
class OpenedFile:
    """A file held open in its child; the child is started again after a bad page."""

    data: bytes
    media_type: str
    checked: Checked
    _opener: Sandbox = field(repr=False)
    peak_mb: float = 0.0
    cpu_seconds: float = 0.0

    def page(self, number: int) -> PagePicture:
        """Return page `number` (0-based). Raises PageUnreadableError."""
        if not self._opener.is_running:
            self._opener.start()
            check_inside(self._opener, self.data, self.media_type)
        question = {"do": "page", "page": number, "max_side": MAX_SIDE_PX}
        try:
            answer, blobs = self._opener.ask(question, timeout_s=PAGE_TIMEOUT_S)
        except SandboxError as error:
            raise PageUnreadableError(f"page {number}: {error}") from error
        finally:
            self.peak_mb = max(self.peak_mb, self._opener.peak_mb)
        if "refused" in answer:
            raise PageUnreadableError(f"page {number}: {answer['refused']}")
        return _picture(answer, blobs)


@contextmanager
def opened(data: bytes) -> Iterator[OpenedFile]:
    """Check `data` and hold it open. Raises Refusal."""
    media_type = check_outside(data)
    with Sandbox(OPENER) as opener:
        checked = check_inside(opener, data, media_type)
        file = OpenedFile(data, media_type, checked, opener)
        yield file
    file.peak_mb = max(file.peak_mb, opener.peak_mb)
    file.cpu_seconds = opener.cpu_seconds


def _picture(answer: dict[str, Any], blobs: list[bytes]) -> PagePicture:
    """Make a picture of the child's answer, which is not to be trusted."""
    try:
        width, height = int(answer["width"]), int(answer["height"])
        shape = (height, width, CHANNELS[answer["mode"]])
        pixels = np.frombuffer(blobs[0], np.uint8).reshape(shape)
        words = tuple(EmbeddedWord(str(one[0]), *map(int, one[1:6])) for one in answer["words"])
        scale = width / int(answer["original_width"])
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise SandboxCrashError("an answer that is no page") from error
    if pixels.shape[2] == 1:
        return PagePicture(pixels[:, :, 0], scale, words, bool(answer["damaged"]))
    bgr = cast(np.ndarray, np.ascontiguousarray(pixels[:, :, ::-1]))
    return PagePicture(bgr, scale, words, bool(answer["damaged"]))
