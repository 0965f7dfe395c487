"""Measure the reading of pages: the whole way of the intake beside the bare engine.

Stores what the intake stores, in a throw-away folder; writes nothing in the database.
"""

import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from dossiers.intake.reading.ocr.models import find_models_dir
from dossiers.intake.reading.reader import Reader, ReadPage
from dossiers.intake.untrusted_files.pages import opened
from dossiers.storage.private_files import PrivateStorage


@dataclass
class PageFigures:
    """One page that was read; seconds are wall time, cpu_seconds those of all processes."""

    file: str
    page: int
    text: str
    seconds: float
    cpu_seconds: float
    confidence: float
    words: list[Any]
    raw_seconds: float = 0.0
    raw_cpu_seconds: float = 0.0

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self)


def read_files(paths: list[Path], *, compare: bool) -> Iterator[PageFigures]:
    """Read every page of the files. With `compare`, read it with the bare engine as well."""
    reader = Reader()
    with tempfile.TemporaryDirectory(prefix="aman-bench-") as folder:
        store = PrivateStorage(root=Path(folder) / "store", keys=Path(folder) / "keys")
        # Starting the child and opening the engines is paid once a day, not once a page.
        _warm_up(reader, paths[0])
        try:
            for path in paths:
                yield from _read_file(path, reader=reader, store=store, compare=compare)
        finally:
            reader.close()


def read_whole(paths: Iterable[Path]) -> Iterator[tuple[Path, list[ReadPage]]]:
    """Read all pages of each file and keep nothing, for benches of what comes after."""
    reader = Reader()
    try:
        for path in paths:
            with opened(path.read_bytes()) as file:
                yield path, [reader.read(file.page(n)) for n in range(file.checked.pages)]
    finally:
        reader.close()


def _warm_up(reader: Reader, path: Path) -> None:
    with opened(path.read_bytes()) as file:
        reader.read(file.page(0))


def _read_file(
    path: Path, *, reader: Reader, store: PrivateStorage, compare: bool
) -> Iterator[PageFigures]:
    pages: list[PageFigures] = []
    began, cpu_began = time.perf_counter(), time.process_time()
    with opened(path.read_bytes()) as file:
        for number in range(file.checked.pages):
            picture = file.page(number)
            read = reader.read(picture)
            for stored in (read.image, read.screen, read.thumbnail, read.words):
                store.put(stored)
            now, cpu_now = time.perf_counter(), time.process_time()
            pages.append(
                PageFigures(
                    file=str(path),
                    page=number + 1,
                    text=read.text,
                    seconds=now - began,
                    cpu_seconds=cpu_now - cpu_began + read.cpu_seconds,
                    confidence=read.confidence,
                    words=read.words_in_original(),
                )
            )
            if compare:
                raw = read_bare(picture.pixels, picture.width, picture.height, picture.mode)
                pages[-1].raw_seconds, pages[-1].raw_cpu_seconds = raw.seconds, raw.cpu_seconds
            began, cpu_began = time.perf_counter(), time.process_time()
    # What the opening child used is known when it has ended.
    for page in pages:
        page.cpu_seconds += file.cpu_seconds / len(pages)
    yield from pages


@dataclass(frozen=True)
class BareReading:
    """What tesserocr alone read on a page; seconds are wall time."""

    text: str
    seconds: float
    cpu_seconds: float


def read_bare(pixels: bytes, width: int, height: int, mode: str) -> BareReading:
    """Read a picture in grey with tesserocr alone."""
    engine = _bare_engine()
    image = Image.frombytes(mode, (width, height), pixels)
    began, cpu_began = time.perf_counter(), time.process_time()
    engine.SetImage(image.convert("L"))
    text = engine.GetUTF8Text()
    return BareReading(text, time.perf_counter() - began, time.process_time() - cpu_began)


@cache
def _bare_engine() -> Any:
    # Only this bench loads the engine into its own process, and only to compare.
    from dossiers.intake.reading.ocr.tesseract import bare_engine

    return bare_engine(find_models_dir())
