"""The bare engine on whole files: what every desk with the same models could read at most.

Knows no Django: it runs in processes of its own, which start with nothing.
"""

from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence

from dossiers.intake.reading.ocr.tesseract import bare_engine


def read_pages(models_dir: Path, path: Path) -> int:
    """Read all pages of a picture with tesserocr alone; return how many they are."""
    engine = _engine(models_dir)
    count = 0
    with Image.open(path) as file:
        for page in ImageSequence.Iterator(file):
            engine.SetImage(page.convert("L"))
            engine.GetUTF8Text()
            count += 1
    return count


@cache
def _engine(models_dir: Path) -> Any:
    return bare_engine(models_dir)
