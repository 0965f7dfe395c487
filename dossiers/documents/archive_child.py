"""Runs in the child that makes archive copies: pictures and words in, a PDF out.

Started by `sandbox.Sandbox("dossiers.documents.archive_child")`, never imported by the site: the
pictures were drawn from what strangers sent.
"""

import sys
from datetime import datetime

from dossiers.intake.printed_word import Word
from dossiers.intake.sandbox.limits import allow_cpu, confine
from dossiers.intake.sandbox.messages import FramingError, receive, send

from .archive_pdf import ArchivePage, make_archive_pdf

# Seconds of processor time for one copy of three hundred pages.
COPY_CPU_S = 120


def main() -> None:
    """Answer questions until the pipe is closed."""
    confine(int(sys.argv[1]))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            header, pictures = receive(questions, max_bytes=2**40)
        except FramingError:
            return
        allow_cpu(COPY_CPU_S)
        pages = [
            ArchivePage(picture, tuple(map(Word.from_row, words)))
            for picture, words in zip(pictures, header["words"], strict=True)
        ]
        made = datetime.fromisoformat(header["made"])
        send(answers, {}, make_archive_pdf(pages, title=header["title"], made=made))


if __name__ == "__main__":
    main()
