"""Runs in the child that reads: pictures in, upright images and words out.

Started by `sandbox.Sandbox("dossiers.intake.reading.child")`. The engines stay open between
pages; the worker ends the child when nothing was to be read for a while.
"""

import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from dossiers.intake.imaging.quality import Source
from dossiers.intake.printed_word import Word
from dossiers.intake.reading.ocr.tesseract import Recogniser
from dossiers.intake.sandbox.limits import allow_cpu, confine
from dossiers.intake.sandbox.messages import FramingError, Header, receive, send

from .page import (
    IMAGE_QUALITY,
    SCREEN_QUALITY,
    THUMBNAIL_QUALITY,
    PageContext,
    PageResult,
    encode,
    process_page,
)
from .read_as import ReadAs

# Seconds of processor time for one page: a very full one takes ten.
PAGE_CPU_S = 120
CHANNELS = {"L": 1, "RGB": 3}


def picture_of(header: Header, pixels: bytes) -> np.ndarray:
    """Return the sent pixels as a picture, BGR or grey."""
    shape = (header["height"], header["width"], CHANNELS[header["mode"]])
    picture = np.frombuffer(pixels, np.uint8).reshape(shape)
    if shape[2] == 1:
        return picture[:, :, 0]
    colour = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    return colour if _has_colour(colour) else cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)


def _has_colour(picture: np.ndarray) -> bool:
    """Return whether a picture is more than grey: grey ones cost a third."""
    sample = picture[::8, ::8].astype(np.int16)
    return bool((sample.max(axis=2) - sample.min(axis=2) > 16).mean() > 0.001)


def answer(header: Header, pixels: bytes, *, recogniser: Recogniser) -> tuple[Header, list[bytes]]:
    """Work on one page and return what is stored of it."""
    page = PageContext(
        picture=picture_of(header, pixels),
        embedded=tuple(map(Word.from_row, header["words"])),
        scale=header["scale"],
        source=Source(*header["source"]),
        read_as=ReadAs(header["read_as"]),
        turns=header["instruction"].get("quarters"),
        corners=header["instruction"].get("corners"),
        faults=header["faults"],
    )
    result = process_page(page, recogniser=recogniser)
    images = [
        encode(result.image, IMAGE_QUALITY),
        encode(result.screen, SCREEN_QUALITY),
        encode(result.thumbnail, THUMBNAIL_QUALITY),
    ]
    return describe(result), images


def describe(result: PageResult) -> dict[str, Any]:
    """Return the plain values of a page that was read."""
    height, width = result.image.shape[:2]
    return {
        "width": width,
        "height": height,
        "rotation": result.quarter_turns * 90,
        "skew": round(result.skew_degrees, 2),
        "embedded": result.is_embedded,
        "text": result.reading.text,
        "confidence": result.reading.page_confidence,
        "faults": list(result.faults),
        "blank": result.is_blank,
        "codes": result.codes,
        "to_original": result.to_original.round(9).tolist(),
        "words": [word.as_row() for word in result.reading.words],
    }


def main() -> None:
    """Answer questions until the pipe is closed."""
    confine(int(sys.argv[1]))
    cv2.setNumThreads(1)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    recogniser: Recogniser | None = None
    while True:
        try:
            header, blobs = receive(questions, max_bytes=2**40)
        except FramingError:
            return
        allow_cpu(PAGE_CPU_S)
        folder = Path(header["models_dir"])
        if recogniser is None or recogniser.models_dir != folder:
            recogniser = Recogniser(folder)
        began = time.process_time()
        try:
            result, images = answer(header, blobs[0], recogniser=recogniser)
        # A page that cannot be read is a page that failed; the next may be read.
        except Exception as error:  # noqa: BLE001
            send(answers, {"failed": type(error).__name__})
        else:
            send(answers, {**result, "cpu_seconds": time.process_time() - began}, *images)


if __name__ == "__main__":
    main()
