"""Runs in the child: opens what was sent and answers with sizes, pixels and embedded text.

Started by `ForkedSandbox("dossiers.intake.untrusted_files.child")`, never imported by the site.
"""

import sys

import cv2
import numpy as np

from dossiers.intake.imaging.qr_codes import read_codes
from dossiers.intake.imaging.quality import Source, faults_of, is_blank, measure
from dossiers.intake.sandbox.limits import allow_cpu, confine
from dossiers.intake.sandbox.messages import FramingError, Header, receive, send

from .image import OpenedPicture
from .opened_file import OpenedFile, Refused
from .pdf import OpenedPdf

Reply = tuple[Header, bytes]
# Seconds of processor time for one answer; to open a file, so many and one more for each 10 MB.
ANSWER_CPU_S, OPEN_CPU_S, BYTES_A_SECOND = 20, 4, 10_000_000
# A page is looked at in the size in which it will be read.
LOOK_SIDE_PX = 2520


def warm_up() -> None:
    """Look at an empty page before any child is forked: what libraries do once is done then.

    In one thread, because no other would come along.
    """
    cv2.setNumThreads(1)
    measure(np.full((100, 70), 255, np.uint8))


def open_file(data: bytes, header: Header) -> OpenedFile:
    """Open by the type that its first bytes told."""
    if header["media_type"] == "application/pdf":
        return OpenedPdf(data, max_pixels=header["max_pixels"])
    return OpenedPicture(data, media_type=header["media_type"], max_pixels=header["max_pixels"])


def look_at(opened: OpenedFile, number: int) -> Header:
    """Return what is wrong with the picture of a page (codes of PageFault), and its QR codes.

    Codes of a bad picture only: who can check signatures knows our own sheets by them.
    """
    answer, pixels = opened.page(number, LOOK_SIDE_PX, roughly=True)
    if answer["words"]:
        # It was never on a scanner.
        return {"faults": [], "codes": []}
    picture = np.frombuffer(pixels, np.uint8).reshape(answer["height"], answer["width"], -1)
    picture = picture.squeeze()
    measures = measure(picture, Source(*answer["source"]))
    faults = [] if is_blank(measures) else faults_of(measures)
    return {"faults": faults, "codes": read_codes(picture) if faults else []}


def respond(
    opened: OpenedFile | None, header: Header, blobs: list[bytes]
) -> tuple[OpenedFile, Reply]:
    """Answer one question; return what is open now and the reply. Raises Refused."""
    if header["do"] == "open":
        opened = open_file(blobs[0], header)
        if opened.pages > header["max_pages"]:
            raise Refused("too_many_pages")
        opened.check()
        answer = {
            "pages": opened.pages,
            "damaged": opened.damaged,
            "notices": [*opened.notices],
        }
        return opened, (answer, b"")
    if opened is None:
        raise Refused("unreadable")
    if header["do"] == "extract":
        return opened, ({}, opened.extract(header["pages"]))
    if header["do"] == "look":
        return opened, (look_at(opened, header["page"]), b"")
    return opened, opened.page(header["page"], header["max_side"])


def cpu_limit_s(header: Header, blobs: list[bytes]) -> int:
    """Return the seconds of processor time that the answer may take."""
    if header["do"] != "open":
        return ANSWER_CPU_S
    return OPEN_CPU_S + len(blobs[0]) // BYTES_A_SECOND


def main(memory_mb: int) -> None:
    """Answer questions until the pipe is closed."""
    confine(memory_mb)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    opened: OpenedFile | None = None
    while True:
        try:
            header, blobs = receive(questions, max_bytes=2**40)
        except FramingError:
            return
        allow_cpu(cpu_limit_s(header, blobs))
        try:
            opened, reply = respond(opened, header, blobs)
            send(answers, *reply)
        except Refused as verdict:
            send(answers, {"refused": str(verdict)})
        except MemoryError:
            send(answers, {"refused": "too_heavy"})
        # Whatever a library makes of hostile bytes is the same to us: it cannot be read.
        except Exception:  # noqa: BLE001
            send(answers, {"refused": "unreadable"})
