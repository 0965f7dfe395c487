"""Measure how files end in the intake: accepted, damaged or refused, in what time and memory."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.pages import PageUnreadableError, opened

MAX_SLOW_PAGES = 2


@dataclass
class FileFigures:
    """How one file ended. `pages` is how many of it could be drawn."""

    file: str
    verdict: str = "accepted"
    reason: str = ""
    pages: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self)


def try_file(path: Path, *, name: str) -> FileFigures:
    """Check the file and draw all its pages, as the intake does before it reads them."""
    figures = FileFigures(file=name)
    began = time.perf_counter()
    try:
        with opened(path.read_bytes()) as file:
            if file.checked.is_damaged:
                figures.verdict, figures.reason = "damaged", "it contradicts itself"
            slow = 0
            for number in range(file.checked.pages):
                if slow >= MAX_SLOW_PAGES:
                    break
                try:
                    picture = file.page(number)
                except PageUnreadableError as error:
                    slow += error.took_long
                    figures.verdict, figures.reason = "damaged", str(error)
                else:
                    figures.pages += 1
                    if picture.is_damaged:
                        figures.verdict, figures.reason = "damaged", "a part of it is missing"
        figures.peak_mb = round(file.peak_mb, 1)
        if not figures.pages:
            figures.verdict = "refused"
    except Refusal as refusal:
        figures.verdict, figures.reason = "refused", str(refusal.reason)
    figures.seconds = round(time.perf_counter() - began, 2)
    return figures
