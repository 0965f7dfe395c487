"""Say whether what came is paper: type by content, size, pixels, pages, a password.

Answers with a Checked or raises a Refusal, a sentence for people. Nothing is stored here,
and hostile bytes are opened in a child process only.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dossiers.intake.sandbox.process import Sandbox, SandboxError
from dossiers.media_types import accepted_type
from dossiers.sheets.codes import read_code

from .forked_process import ForkedSandbox
from .virus_scan import is_clean

OPENER = "dossiers.intake.untrusted_files.child"
CHECK_TIMEOUT_S = 25.0
# Looking for blur and darkness may keep nobody waiting: so many pages, so long.
PAGES_LOOKED_AT, LOOK_S = 3, 3.0

# Code → what a person reads: what is wrong, and what to do.
REFUSALS = {
    "empty": _("This file is empty. Scan or photograph the document again."),
    "too_large": _("This file is too large. Send the pages in several files, or scan at 300 dpi."),
    "wrong_type": _(
        "This is not a scan we can read. Send a PDF, JPEG, PNG, TIFF, WebP, BMP or HEIC file."
    ),
    "password": _(
        "This PDF is protected by a password. Save it without the password and send it again."
    ),
    "too_many_pages": _("This file has too many pages. Split it and send the parts."),
    "too_many_pixels": _(
        "The picture in this file is too large once unpacked. Scan at 300 dpi and send it again."
    ),
    "unreadable": _("This file is broken and no page of it can be shown. Scan the document again."),
    "infected": _(
        "The virus scanner found something in this file. Nothing was kept; tell the technical"
        " administrator."
    ),
    "too_heavy": _(
        "This file takes too long or too much memory to open. Print it and scan the print."
    ),
}


class Refusal(Exception):  # noqa: N818  (a verdict, not a fault)
    """A file that is not taken. `code` is for machines, `reason` for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code if code in REFUSALS else "unreadable"

    @property
    def reason(self) -> str:
        """What is wrong and what to do, in the language in force."""
        return str(REFUSALS[self.code])


@dataclass(frozen=True)
class Checked:
    """A file that is taken."""

    media_type: str
    pages: int
    is_damaged: bool
    # What it holds that its pages do not show: codes of FileNotice.
    notices: tuple[str, ...] = ()
    # What is wrong with the pictures of the first pages: codes of PageFault, page by page.
    faults: tuple[tuple[str, ...], ...] = ()


def check(data: bytes) -> Checked:
    """Return what the file is. Raises Refusal; then nothing is left of it anywhere.

    Raises ScannerAwayError where a virus scanner is asked for and does not answer.
    """
    media_type = check_outside(data)
    if not is_clean(data):
        raise Refusal("infected")
    with ForkedSandbox(OPENER) as opener:
        checked = check_inside(opener, data, media_type)
        return replace(checked, faults=tuple(look_at_pages(opener, checked.pages)))


def check_outside(data: bytes) -> str:
    """Return the media type by the first bytes, without opening the file."""
    check_size(len(data))
    return check_beginning(data)


def check_size(size_bytes: int) -> None:
    """Refuse what is empty or too large."""
    if not size_bytes:
        raise Refusal("empty")
    if size_bytes > settings.AMAN_UPLOAD_MAX_BYTES:
        raise Refusal("too_large")


def check_beginning(data: bytes) -> str:
    """Return the media type by the first bytes of a file."""
    media_type = accepted_type(data)
    if media_type is None:
        raise Refusal("wrong_type")
    return media_type


def check_inside(opener: Sandbox, data: bytes, media_type: str) -> Checked:
    """Open the file in the child, which stays ready to give its pages."""
    question = {
        "do": "open",
        "media_type": media_type,
        "max_pixels": settings.AMAN_PAGE_MAX_PIXELS,
        "max_pages": settings.AMAN_UPLOAD_MAX_PAGES,
    }
    try:
        answer, _blobs = opener.ask(question, data, timeout_s=CHECK_TIMEOUT_S)
    except SandboxError as error:
        raise Refusal("too_heavy") from error
    if "refused" in answer:
        raise Refusal(str(answer["refused"]))
    return Checked(
        media_type=media_type,
        pages=int(answer["pages"]),
        is_damaged=bool(answer["damaged"]),
        notices=tuple(map(str, answer["notices"])),
    )


def look_at_pages(opener: Sandbox, pages: int) -> Iterator[tuple[str, ...]]:
    """Yield what is wrong with the picture of each of the first pages.

    While the paper is still at hand: what takes too long is left to the reading of it.
    """
    until = time.monotonic() + LOOK_S
    for number in range(min(pages, PAGES_LOOKED_AT)):
        left_s = until - time.monotonic()
        if left_s <= 0:
            return
        try:
            answer, _blobs = opener.ask({"do": "look", "page": number}, timeout_s=left_s)
        except SandboxError:
            return
        # Our own sheets have dark edges, as a paper on a desk has: nobody takes them again.
        is_sheet = read_code(map(str, answer.get("codes", ()))) is not None
        yield () if is_sheet else tuple(map(str, answer.get("faults", ())))
