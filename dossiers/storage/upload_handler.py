"""Django's upload handler for files too large for memory: sealed pieces, no temporary file.

Django would write them in clear into the system's folder of temporary files.
"""

import io
import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .partial_files import PIECE_BYTES, Pieces


class SealedFile(UploadedFile):
    """A file of a form; its pieces go when it is closed, which Django does after the answer."""

    def __init__(self, pieces: Pieces, **told: Any) -> None:
        super().__init__(file=pieces.open(), **told)
        self.pieces = pieces

    def close(self) -> None:
        """Close it and leave nothing."""
        super().close()
        self.pieces.delete()


class SealedUploadHandler(FileUploadHandler):
    """Keeps, for the archive, one more byte than allowed: enough for the intake to refuse it."""

    chunk_size = PIECE_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.pieces = Pieces(f"form-{secrets.token_hex(16)}")
        self.waiting = io.BytesIO()
        self.kept = 0
        match = self.request.resolver_match if self.request else None
        is_for_archive = match is not None and "dossiers" in match.namespaces
        self.limit = settings.AMAN_UPLOAD_MAX_BYTES + 1 if is_for_archive else sys.maxsize

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes; no handler after this one gets them."""
        room = self.limit - self.kept - self.waiting.tell()
        self.waiting.write(raw_data[: max(0, room)])
        if self.waiting.tell() >= PIECE_BYTES:
            self._seal()

    def file_complete(self, file_size: int) -> UploadedFile:
        """Hand the file over."""
        self._seal()
        return SealedFile(
            self.pieces,
            name=self.file_name,
            content_type=self.content_type,
            size=self.kept,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sending broke off."""
        if hasattr(self, "pieces"):
            self.pieces.delete()

    def _seal(self) -> None:
        plain = self.waiting.getvalue()
        if not self.kept:
            self.pieces.put_note("form", b"")
        self.kept = self.pieces.append(plain, at=self.kept)
        self.waiting = io.BytesIO()
