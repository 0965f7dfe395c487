"""The way in: a file becomes a captured paper, or is refused and leaves nothing behind.

Acknowledged only when the bytes are encrypted and on the disk and the row is committed.
After that nothing loses it.
"""

import logging
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.documents.lifecycle import create_document
from dossiers.intake.reading.tasks import read_document
from dossiers.intake.untrusted_files.check import Checked, Refusal, check
from dossiers.models import Document, Original, Page, Unit, User
from dossiers.storage.disk_space import require_room, telling_of_a_full_disk
from dossiers.storage.private_files import checksum, private_storage
from dossiers.vocabulary import JournalAction

__all__ = ["Refusal", "UploadResult", "accept_upload"]

logger = logging.getLogger(__name__)
MAX_NAME_LENGTH = 255


class ReadableFile(Protocol):
    """What Django's uploaded files and plain binary files have in common."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes."""


@dataclass(frozen=True)
class UploadResult:
    """A captured file and the paper that its pages make until somebody splits it.

    `duplicate_of` is an earlier file with the same bytes; whoever shows it asks first
    whether the reader may know of it. `is_new` is False when the same upload id came twice.
    """

    document: Document
    original: Original
    duplicate_of: Original | None = None
    is_new: bool = True


def accept_upload(
    *,
    file: ReadableFile | BinaryIO,
    name: str,
    unit: Unit,
    by: User | None,
    upload_id: str | None = None,
) -> UploadResult:
    """Capture a file in the tray of a unit. `by` is a user, or None for the house itself.

    Raises Refusal (what is no readable paper; nothing is left of it), PermissionDenied or
    DiskFullError (it may be sent again).
    The same `upload_id` twice is one paper: the second time returns the first.
    """
    if by is not None and not by.has_perm(Permission.Unit.CAPTURE, unit):
        raise PermissionDenied(Permission.Unit.CAPTURE)
    again = _find_upload(upload_id, unit=unit, by=by)
    if again is not None:
        return again
    # One byte more than allowed is enough to refuse: the rest is not read.
    data = file.read(settings.AMAN_UPLOAD_MAX_BYTES + 1)
    checked = check(data)
    require_room(len(data))
    with telling_of_a_full_disk():
        stored_name = private_storage.put(data)
    try:
        result = _capture(
            data=data,
            checked=checked,
            stored_name=stored_name,
            name=name,
            unit=unit,
            by=by,
            upload_id=upload_id,
        )
    except IntegrityError:
        _forget(stored_name)
        again = _find_upload(upload_id, unit=unit, by=by)
        if again is None:
            raise
        return again
    except Exception:
        _forget(stored_name)
        raise
    logger.info("captured document %s: %d bytes", result.document.pk, len(data))
    return result


@transaction.atomic
def _capture(
    *,
    data: bytes,
    checked: Checked,
    stored_name: str,
    name: str,
    unit: Unit,
    by: User | None,
    upload_id: str | None,
) -> UploadResult:
    """Write the rows, the journal line and the wake-up call together, or nothing."""
    sha256 = checksum(data)
    earlier = Original.objects.filter(sha256=sha256).order_by("pk").first()
    original = Original.objects.create(
        unit=unit,
        stored_name=stored_name,
        upload_name=plain_name(name),
        media_type=checked.media_type,
        size_bytes=len(data),
        sha256=sha256,
        upload_id=upload_id or None,
        page_count=checked.pages,
        is_damaged=checked.is_damaged,
        notices=list(checked.notices),
        captured_by=by,
    )
    document = create_document(
        unit=unit, page_count=checked.pages, is_damaged=checked.is_damaged, captured_by=by
    )
    Page.objects.bulk_create(
        Page(
            original=original,
            original_number=number,
            document=document,
            number=number,
            # The first pages were looked at; the reading looks at the others.
            quality=list(faults or ()),
            is_looked_at=faults is not None,
        )
        for number, faults in zip_longest(range(1, checked.pages + 1), checked.faults)
    )
    journal.record(
        by=by,
        action=JournalAction.CAPTURE,
        thing=document,
        original=original.pk,
        unit=unit.pk,
        sha256=sha256,
        pages=checked.pages,
    )
    # A call that fails is no harm: the worker finds captured papers by their state.
    transaction.on_commit(partial(read_document.enqueue, document.pk), robust=True)
    return UploadResult(document, original, duplicate_of=earlier)


def _forget(stored_name: str) -> None:
    """Remove what was stored for a paper that did not come to be.

    Asks the database first: where it died during the commit, the paper may be there.
    """
    if not Original.objects.filter(stored_name=stored_name).exists():
        private_storage.delete(stored_name)


def _find_upload(upload_id: str | None, *, unit: Unit, by: User | None) -> UploadResult | None:
    """Return the file that this very upload brought before, and the paper it begins.

    An id that somebody else used is no key to their paper: it is then refused by the
    database, as any other id that is taken.
    """
    if not upload_id:
        return None
    own = Original.objects.filter(upload_id=upload_id, unit=unit, captured_by=by)
    original = own.first()
    if original is None:
        return None
    # Split by now, it may be several papers; the oldest is the one it came in as.
    document = Document.objects.filter(pages__original=original).order_by("pk").first()
    return None if document is None else UploadResult(document, original, is_new=False)


def plain_name(name: str) -> str:
    """Return the last part of a file name without signs that do something on a screen."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:MAX_NAME_LENGTH]
