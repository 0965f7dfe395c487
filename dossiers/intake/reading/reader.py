"""Our side of the child that reads: one for each working thread, ended when it is idle.

The engines need a hundred megabytes; a desk where nothing is scanned should not pay them.
"""

import json
import threading
import time
from dataclasses import dataclass
from typing import Any, Self

from dossiers.intake.printed_word import Box
from dossiers.intake.reading.ocr.models import find_models_dir
from dossiers.intake.sandbox.process import Sandbox, SandboxError
from dossiers.intake.untrusted_files.pages import PagePicture
from dossiers.storage.page_layout import words_in

from .read_as import ReadAs

READER = "dossiers.intake.reading.child"
READER_MEMORY_MB = 3000
PAGE_TIMEOUT_S = 150.0
# A child without work for so long is ended.
IDLE_S = 20.0


class PageNotReadError(Exception):
    """The reading child failed on this page, twice."""


@dataclass(frozen=True)
class ReadPage:
    """What is stored of a page: three WebP images and, encrypted, its words."""

    image: bytes
    screen: bytes
    thumbnail: bytes
    width: int
    height: int
    rotation: int
    text: str
    confidence: float
    is_embedded: bool
    cpu_seconds: float
    # Codes of PageFault, and whether nothing is on the page.
    faults: list[str]
    is_blank: bool
    # Texts of the QR codes on it, whoever made them.
    codes: list[str]
    # JSON of {"words": [Word.as_row(), …], "width", "height",
    # "to_original": 3×3 from stored pixels to original pixels}.
    words: bytes

    @classmethod
    def from_answer(cls, answer: dict[str, Any], blobs: list[bytes]) -> Self:
        """Take over what the child says, as plain values."""
        layout = {name: answer[name] for name in ("words", "to_original", "width", "height")}
        return cls(
            image=blobs[0],
            screen=blobs[1],
            thumbnail=blobs[2],
            width=int(answer["width"]),
            height=int(answer["height"]),
            rotation=int(answer["rotation"]),
            text=str(answer["text"]),
            confidence=float(answer["confidence"]),
            is_embedded=bool(answer["embedded"]),
            cpu_seconds=float(answer["cpu_seconds"]),
            faults=[str(code) for code in answer["faults"]],
            is_blank=bool(answer["blank"]),
            codes=[str(code) for code in answer["codes"]],
            words=json.dumps(layout, ensure_ascii=False, separators=(",", ":")).encode(),
        )

    def words_in_original(self) -> list[list[Any]]:
        """Return [text, left, top, right, bottom] of each word in pixels of the original."""
        rows = json.loads(self.words)["to_original"]
        return [[word.text, *_box_through(rows, word.box)] for word in words_in(self.words)]


def _box_through(rows: list[list[float]], box: Box) -> list[int]:
    """Return the box that holds the four corners of `box` after the homography."""
    left, top, right, bottom = box
    xs, ys = [], []
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        down = rows[2][0] * x + rows[2][1] * y + rows[2][2]
        xs.append((rows[0][0] * x + rows[0][1] * y + rows[0][2]) / down)
        ys.append((rows[1][0] * x + rows[1][1] * y + rows[1][2]) / down)
    return [round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))]


class Reader:
    """A child that reads, started when first needed."""

    def __init__(self) -> None:
        self.child = Sandbox(READER, memory_mb=READER_MEMORY_MB)
        self.used_at = time.monotonic()

    def read(
        self,
        picture: PagePicture,
        read_as: ReadAs = ReadAs.BOTH,
        *,
        instruction: dict[str, Any] | None = None,
        faults: list[str] | None = None,
    ) -> ReadPage:
        """Return the page upright and read. Raises ModelsMissingError or PageNotReadError.

        `instruction` is what a person had done to the page (`Page.instructions`); `faults` is
        what is known to be wrong with the picture, None where that is to be looked for.
        """
        question = {
            "do": "read",
            "models_dir": str(find_models_dir()),
            "width": picture.width,
            "height": picture.height,
            "mode": picture.mode,
            "scale": picture.scale,
            "source": picture.source,
            "words": [word.as_row() for word in picture.words],
            "read_as": str(read_as),
            "instruction": instruction or {},
            "faults": faults,
        }
        for is_last in (False, True):
            if not self.child.is_running:
                self.child.start()
            try:
                answer, blobs = self.child.ask(question, picture.pixels, timeout_s=PAGE_TIMEOUT_S)
                if "failed" in answer:
                    raise PageNotReadError(str(answer["failed"]))
                return ReadPage.from_answer(answer, blobs)
            except SandboxError as error:
                # The first time the fault may lie with the page before this one.
                if is_last:
                    raise PageNotReadError(str(error)) from error
            finally:
                self.used_at = time.monotonic()
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the child."""
        self.child.kill()

    def close_if_idle(self) -> None:
        """End the child if nothing was read for a while."""
        if self.child.is_running and time.monotonic() - self.used_at > IDLE_S:
            self.close()


_of_thread = threading.local()


def reader_of_this_thread() -> Reader:
    """Return the reader that belongs to the thread."""
    if not hasattr(_of_thread, "reader"):
        _of_thread.reader = Reader()
    return _of_thread.reader
