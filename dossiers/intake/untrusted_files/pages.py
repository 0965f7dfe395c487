"""Take a file apart into pages: one picture each, and the text it brings along.

The file is opened in a child process; what comes out are pixels and plain words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dossiers.intake.printed_word import Word
from dossiers.intake.sandbox.process import Sandbox, SandboxError, SandboxTimeoutError

from .check import OPENER, Checked, Refusal, check_inside, check_outside
from .forked_process import ForkedSandbox

PAGE_TIMEOUT_S = 15.0
EXTRACT_TIMEOUT_S = 30.0
# A4 at 300 dpi is 3508 pixels long; what is longer is made smaller on the way.
MAX_SIDE_PX = 3600
CHANNELS = {"L": 1, "RGB": 3}


class PageUnreadableError(Exception):
    """One page cannot be drawn; the others may. `took_long` if time ran out."""

    def __init__(self, reason: str, *, took_long: bool = False) -> None:
        super().__init__(reason)
        self.took_long = took_long


@dataclass(frozen=True)
class PagePicture:
    """One page: raw pixels (grey or RGB, row by row), and the words it brings as text.

    `scale` is pixels of the picture per pixel of the original's own size. Nothing here is
    unpacked or trusted: the next child does that.
    """

    pixels: bytes
    width: int
    height: int
    mode: str
    scale: float
    words: tuple[Word, ...]
    is_damaged: bool
    # Pixels of the longer side as captured, and the dpi that the file notes (0: none).
    source: tuple[int, float]


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
            self._open_again(number)
        question = {"do": "page", "page": number, "max_side": MAX_SIDE_PX}
        try:
            answer, blobs = self._opener.ask(question, timeout_s=PAGE_TIMEOUT_S)
        except SandboxError as error:
            took_long = isinstance(error, SandboxTimeoutError)
            raise PageUnreadableError(f"page {number}: {error}", took_long=took_long) from error
        finally:
            self.peak_mb = max(self.peak_mb, self._opener.usage.peak_mb)
        if "refused" in answer:
            raise PageUnreadableError(f"page {number}: {answer['refused']}")
        return _picture(answer, blobs)

    def extract(self, numbers: list[int]) -> bytes:
        """Return a file of the same type with these pages only (0-based), in this order.

        Raises PageUnreadableError.
        """
        question = {"do": "extract", "pages": numbers}
        try:
            answer, blobs = self._opener.ask(question, timeout_s=EXTRACT_TIMEOUT_S)
        except SandboxError as error:
            raise PageUnreadableError(str(error), took_long=True) from error
        if "refused" in answer or len(blobs) != 1:
            raise PageUnreadableError(f"pages cannot be taken out: {answer.get('refused')}")
        return blobs[0]

    def _open_again(self, number: int) -> None:
        self._opener.start()
        try:
            check_inside(self._opener, self.data, self.media_type)
        except Refusal as verdict:
            raise PageUnreadableError(f"page {number}: {verdict.code}", took_long=True) from verdict


@contextmanager
def opened(data: bytes) -> Iterator[OpenedFile]:
    """Check `data` and hold it open. Raises Refusal."""
    media_type = check_outside(data)
    with ForkedSandbox(OPENER) as opener:
        checked = check_inside(opener, data, media_type)
        file = OpenedFile(data, media_type, checked, opener)
        yield file
    file.peak_mb = max(file.peak_mb, opener.usage.peak_mb)
    file.cpu_seconds = opener.usage.cpu_seconds


def _picture(answer: dict[str, Any], blobs: list[bytes]) -> PagePicture:
    """Make a picture of the child's answer, which is not to be trusted."""
    try:
        picture = PagePicture(
            pixels=blobs[0],
            width=int(answer["width"]),
            height=int(answer["height"]),
            mode=str(answer["mode"]),
            scale=int(answer["width"]) / int(answer["original_width"]),
            words=tuple(map(Word.from_row, answer["words"])),
            is_damaged=bool(answer["damaged"]),
            source=(int(answer["source"][0]), float(answer["source"][1])),
        )
        expected = picture.width * picture.height * CHANNELS[picture.mode]
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError) as error:
        raise PageUnreadableError("an answer that is no page") from error
    if len(picture.pixels) != expected or not expected:
        raise PageUnreadableError("an answer with too many or too few pixels")
    return picture
