"""What the reader noted of a page beside its text: its words with their places, the way back."""

import json
from typing import Any

from dossiers.intake.printed_word import Word
from dossiers.models import Page

from .private_files import private_storage


def words_of(page: Page) -> list[Word]:
    """Return the words of a page in pixels of its stored image; none where nothing was read."""
    return words_in(private_storage.read(page.words_name)) if page.words_name else []


def words_in(layout: bytes) -> list[Word]:
    """Return the words of a layout as the reader hands it over to be stored."""
    return [Word.from_row(row) for row in json.loads(layout)["words"]]


def layout_of(page: Page) -> dict[str, Any]:
    """Return the layout of a page that was read: also `to_original`, `width` and `height`.

    `to_original` leads from pixels of the stored image to those of the original (3×3).
    """
    layout: dict[str, Any] = json.loads(private_storage.read(page.words_name))
    return layout
