"""What an opened file is to the child that opens it. Shared by opener and its formats."""

from collections.abc import Sequence
from typing import Protocol

from dossiers.intake.sandbox.messages import Header

# Pages that `check` draws to be sure that there is something to see.
PAGES_TRIED = 5


class Refused(Exception):  # noqa: N818  (a verdict, not a fault)
    """The file cannot be taken; the argument is a code of `check.REFUSALS`."""


class OpenedFile(Protocol):
    """An opened file: how many pages, whether it is damaged, one page at a time."""

    pages: int
    damaged: bool
    # Codes of FileNotice: what the clerk should know of it.
    notices: Sequence[str]

    def check(self) -> None:
        """Raise Refused if nothing can be drawn."""

    def page(self, number: int, max_side: int, *, roughly: bool = False) -> tuple[Header, bytes]:
        """Return size, mode and text of a page (0-based), and its pixels.

        `roughly`: made smaller in the quickest way, for measuring and not for reading.
        """

    def extract(self, numbers: list[int]) -> bytes:
        """Return a file with these pages only (0-based) and nothing of the others."""
