"""Pages a minute of the whole desk, of the bare engine, and of OCRmyPDF, on the same pages.

The desk does all that it does with a paper: captures it (checked, encrypted, in the journal),
opens, straightens, reads, suggests, stores. The others read pictures that lie there in clear.
"""

import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections
from PIL import Image

from benchmarks.archive.throwaway import throwaway_database
from dossiers.intake.capture.accept import accept_upload
from dossiers.intake.reading.ocr.models import find_models_dir
from dossiers.models import Document, Page, Unit
from dossiers.sharing.folder_closure import rebuild_closure
from dossiers.vocabulary import DocumentState
from dossiers.worker import Worker

from .bare import read_pages

DESK, DESK_READING, BARE, RIVAL = "desk", "desk, reading", "tesserocr", "ocrmypdf"


@dataclass(frozen=True)
class Pace:
    """How many pages in how many seconds, start and end of the processes included."""

    name: str
    pages: int
    seconds: float

    @property
    def a_minute(self) -> float:
        """Pages a minute."""
        return 60 * self.pages / self.seconds

    def as_row(self) -> dict[str, str | int | float]:
        """Return the plain values."""
        return {
            "name": self.name,
            "pages": self.pages,
            "seconds": round(self.seconds, 2),
            "pages_a_minute": round(self.a_minute, 2),
        }


def pace_of_desk(files: Sequence[Path], *, processes: int) -> list[Pace]:
    """Capture the files and let the real worker read them, in a place that is thrown away.

    Told twice: with capturing, as many files at once as processes, and from captured to read.
    """
    with throwaway_database():
        unit = Unit.objects.create(code="desk", name_ar="مصلحة", name_fr="Service", name_en="Unit")
        rebuild_closure(unit)
        began = time.perf_counter()
        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(partial(_hand_in, unit), files))
        captured = time.perf_counter()
        Worker(processes=processes, once=True).run()
        ended = time.perf_counter()
        if Document.objects.exclude(state=DocumentState.READ).exists():
            raise RuntimeError("Not every paper was read.")
        pages = Page.objects.filter(is_read=True).count()
        return [Pace(DESK, pages, ended - began), Pace(DESK_READING, pages, ended - captured)]


def _hand_in(unit: Unit, path: Path) -> None:
    """Capture one file, in a thread of its own."""
    try:
        with path.open("rb") as file:
            accept_upload(file=file, name=path.name, unit=unit, by=None)
    finally:
        connections.close_all()


def pace_of_bare_engine(pictures: Sequence[Path], *, processes: int) -> list[Pace]:
    """Read the pictures with tesserocr and the same models, in as many processes."""
    began = time.perf_counter()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        pages = sum(pool.map(partial(read_pages, find_models_dir()), pictures))
    return [Pace(BARE, pages, time.perf_counter() - began)]


def pace_of_rival(pictures: Sequence[Path], *, processes: int) -> list[Pace]:
    """Make one searchable PDF of the pages with OCRmyPDF; nothing without it or Tesseract.

    As fast as it can be told to be: nothing straightened, nothing made smaller, no PDF/A.
    """
    if not all(map(shutil.which, (RIVAL, "tesseract"))):
        return []
    with TemporaryDirectory(prefix="aman-bench-") as folder:
        pile = Path(folder) / "pile.pdf"
        pages = pile_up(pictures, pile)
        command = [RIVAL, "--quiet", "-l", "ara+fra", "--jobs", str(processes)]
        command += ["--output-type", "pdf", "--optimize", "0", str(pile), f"{folder}/read.pdf"]
        began = time.perf_counter()
        subprocess.run(command, check=True)
        return [Pace(RIVAL, pages, time.perf_counter() - began)]


def pile_up(pictures: Sequence[Path], target: Path) -> int:
    """Write the pictures as pages of one PDF, each as large as A4; return how many they are."""
    for number, path in enumerate(pictures):
        with Image.open(path) as picture:
            page = picture.convert("RGB" if picture.mode == "RGB" else "L")
            page.save(target, "PDF", resolution=max(page.size) / 11.69, append=number > 0)
    return len(pictures)
