"""Runs in the child: opens what was sent and answers with sizes, pixels and embedded text.

Started by `sandbox.Sandbox("dossiers.intake.opener")`, never imported by the site.
"""

import sys

from .confinement import allow_cpu, confine
from .framing import FramingError, Header, receive, send
from .opener_contract import Opened, Refused

# Seconds of processor time for one answer.
ANSWER_CPU_S = 20


def open_file(data: bytes, header: Header) -> Opened:
    """Open by the type that its first bytes told."""
    # Optional by file: a photograph needs no PDF engine in memory, and the other way round.
    if header["media_type"] == "application/pdf":
        from .opener_pdf import OpenedPdf

        return OpenedPdf(data, max_pixels=header["max_pixels"])
    from .opener_picture import OpenedPicture

    return OpenedPicture(data, media_type=header["media_type"], max_pixels=header["max_pixels"])


def main() -> None:
    """Answer questions until the pipe is closed."""
    confine(int(sys.argv[1]))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    opened: Opened | None = None
    while True:
        try:
            header, blobs = receive(questions, max_bytes=2**40)
        except FramingError:
            return
        allow_cpu(ANSWER_CPU_S)
        try:
            if header["do"] == "open":
                opened = open_file(blobs[0], header)
                if opened.pages > header["max_pages"]:
                    raise Refused("too_many_pages")
                opened.check()
                send(answers, {"pages": opened.pages, "damaged": opened.damaged})
            elif opened is not None and header["do"] == "extract":
                send(answers, {}, opened.extract(header["pages"]))
            elif opened is not None:
                answer, pixels = opened.page(header["page"], header["max_side"])
                send(answers, answer, pixels)
        except Refused as verdict:
            send(answers, {"refused": str(verdict)})
        except MemoryError:
            send(answers, {"refused": "too_heavy"})
        # Whatever a library makes of hostile bytes is the same to us: it cannot be read.
        except Exception:  # noqa: BLE001
            send(answers, {"refused": "unreadable"})


if __name__ == "__main__":
    main()
