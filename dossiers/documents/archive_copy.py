"""The archive copy of a paper (PDF/A with its text), made when first asked for and kept.

It is stored encrypted like everything else, and made anew when a page was read again,
turned or moved: the mark tells which pages it was made of.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from dossiers.intake.printed_word import Word
from dossiers.intake.sandbox.process import Sandbox, SandboxError
from dossiers.models import Document, Page
from dossiers.storage.page_layout import words_of
from dossiers.storage.private_files import StoreError, private_storage

ARCHIVER = "dossiers.documents.archive_child"
COPY_TIMEOUT_S = 150.0


class NotCopiedError(Exception):
    """No archive copy can be made: no page is read, or the making failed."""


def archive_copy(document: Document, *, title: str) -> bytes:
    """Return the archive copy of a paper. Raises NotCopiedError; then nothing is left behind.

    `title` stands in the file: a reference, never a name.
    """
    pages = list(document.pages.filter(is_read=True).order_by("number"))
    mark = _mark(pages, title)
    if document.archive_name and document.archive_mark == mark:
        try:
            return private_storage.read(document.archive_name)
        except StoreError:
            # A lost copy is made again.
            pass
    copy = _make(pages, title=title, document=document)
    _keep(copy, document=document, mark=mark)
    return copy


def make_copy(
    pages: Iterable[tuple[bytes, Sequence[Word]]], *, title: str, made: datetime
) -> bytes:
    """Return the archive copy of pages: the stored picture of each, and its stored words."""
    pictures, words = zip(*pages, strict=True)
    question = {
        "title": title,
        "made": made.isoformat(),
        "words": [[word.as_row() for word in page] for page in words],
    }
    try:
        with Sandbox(ARCHIVER) as archiver:
            _answer, blobs = archiver.ask(question, *pictures, timeout_s=COPY_TIMEOUT_S)
    except SandboxError as error:
        raise NotCopiedError(str(error)) from error
    return blobs[0]


def _make(pages: Sequence[Page], *, title: str, document: Document) -> bytes:
    if not pages:
        raise NotCopiedError("no page is read")
    stored = ((private_storage.read(page.image_name), words_of(page)) for page in pages)
    # The day of the capture, so that the same pages always make the same file.
    return make_copy(stored, title=title, made=document.captured_at)


def _keep(copy: bytes, *, document: Document, mark: str) -> None:
    """Store the copy in place of an older one; of two made at once, one stays."""
    name = private_storage.put(copy)
    before = document.archive_name
    updated = Document.objects.filter(pk=document.pk, archive_name=before).update(
        archive_name=name, archive_mark=mark
    )
    private_storage.delete(before if updated else name)


def _mark(pages: Sequence[Page], title: str) -> str:
    parts = [title, *(f"{page.image_name} {page.words_name}" for page in pages)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
