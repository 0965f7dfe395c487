"""What leaves the house as "the original" of a paper: its own pages, and never another's.

A file that holds this paper alone is handed out byte for byte. Of a file that several
papers share, a new file of the paper's own pages is made, in a child process. A paper of
several files is handed out as a ZIP of them.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.pages import PageUnreadableError, opened
from dossiers.media_types import extension_of, media_type_of
from dossiers.models import Document, Original
from dossiers.storage.private_files import private_storage


class NotTakenOutError(Exception):
    """The pages of a paper cannot be taken out of the file that it shares with others."""


@dataclass(frozen=True)
class HandedOut:
    """One file to be saved. `is_whole` tells that it is the captured file, byte for byte."""

    content: bytes
    is_whole: bool


def hand_out(document: Document) -> HandedOut:
    """Return the original of a paper. Raises NotTakenOutError."""
    files = list(_files_of(document))
    if len(files) == 1:
        return files[0]
    target = io.BytesIO()
    # The pictures are compressed already.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, file in enumerate(files, 1):
            name = f"{number}.{extension_of(media_type_of(file.content))}"
            archive.writestr(name, file.content)
    return HandedOut(target.getvalue(), is_whole=all(file.is_whole for file in files))


def is_handed_out_whole(document: Document, original: Original) -> bool:
    """Tell whether the file holds pages of this paper and nothing else."""
    return document.pages.filter(original=original).count() == original.page_count


def _files_of(document: Document) -> Iterator[HandedOut]:
    for original in document.originals:
        data = private_storage.read(original.stored_name)
        if is_handed_out_whole(document, original):
            yield HandedOut(data, is_whole=True)
        else:
            yield HandedOut(_extract(data, document, original), is_whole=False)


def _extract(data: bytes, document: Document, original: Original) -> bytes:
    own = document.pages.filter(original=original).order_by("number")
    numbers = [number - 1 for number in own.values_list("original_number", flat=True)]
    try:
        with opened(data) as file:
            return file.extract(numbers)
    except (Refusal, PageUnreadableError) as error:
        raise NotTakenOutError(f"document {document.pk}: {error}") from error
