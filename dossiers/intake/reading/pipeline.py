"""From captured to read: the stages in order, each saved before the next begins.

The reading jobs are the queue. Whoever dies here leaves a lease that is found dead; the next
worker goes on with the first page that is not saved.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from django.db import DatabaseError, transaction

from dossiers.documents.lifecycle import moving
from dossiers.errors import RefusedError
from dossiers.intake.reading.ocr.models import ModelsMissingError, models_are_there
from dossiers.intake.suggestions.store import store_suggestions
from dossiers.intake.untrusted_files.check import Refusal
from dossiers.intake.untrusted_files.pages import OpenedFile, PageUnreadableError, opened
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page
from dossiers.models.page import PageQuerySet
from dossiers.sheets.codes import read_code
from dossiers.storage.private_files import StoreAwayError, StoreError, private_storage
from dossiers.vocabulary import TextSource

from . import failures, lease
from .leading_sheets import lay_sheets_aside
from .read_as import ReadAs
from .reader import PageNotReadError, Reader, ReadPage, reader_of_this_thread

logger = logging.getLogger(__name__)

# Claimed so often without one page saved in between: something kills every worker.
MAX_ATTEMPTS = 40
# After a full disk or a locked database: others first, then again.
PAUSE_S = 20.0
# Pages of one file that may take too long before the rest is given up.
MAX_SLOW_PAGES = 2


class GivenUpError(Exception):
    """The paper cannot be read; the argument is a code of `failures.FAILURES`."""


@dataclass
class Work:
    """One paper in our hands."""

    document_id: int
    token: str
    reader: Reader
    slow_pages: int = field(default=0)

    def save(self, **columns: object) -> None:
        """Write columns of the paper under the lease. Raises LeaseLostError."""
        with transaction.atomic():
            Document.objects.filter(pk=self.document_id).update(**columns)
            # The lease last: a lost one takes the columns back with it.
            self.renew()

    def renew(self, **values: object) -> None:
        """Write values of the reading job and a new term. Raises LeaseLostError."""
        lease.renew(self.document_id, self.token, **values)

    @property
    def pages(self) -> PageQuerySet:
        """The rows of its pages."""
        return Page.objects.filter(document_id=self.document_id)


def read_pages(work: Work) -> None:
    """Make image, words and text of each page that has none yet; each is saved by itself."""
    waiting = work.pages.filter(is_read=False).select_related("original")
    waiting = waiting.order_by("original_id", "original_number")
    for original, pages in groupby(list(waiting), key=attrgetter("original")):
        with opened(private_storage.read(original.stored_name)) as file:
            for page in pages:
                read = _read_page(work, file, page)
                if read is None:
                    work.save(is_damaged=True)
                else:
                    _save_page(work, page, read)


def suggest_fields(work: Work) -> None:
    """Write down what the print suggests for the form; a person takes it or not."""
    store_suggestions(work.pages.filter(is_read=True).order_by("number"))
    work.renew()


def set_sheets_aside(work: Work) -> None:
    """Take cover sheets and separators off the edges of the paper."""
    with transaction.atomic():
        pages, read = lay_sheets_aside(work.document_id)
        work.save(page_count=pages, pages_read=read)


def conclude(work: Work) -> None:
    """Put the paper into the tray as read; a journal line goes with it."""
    count = work.pages.filter(is_read=True).count()
    if not count:
        raise GivenUpError(failures.NOT_READ)
    with moving(Document(pk=work.document_id), Verb.READ, by=None) as move:
        # The paper is locked: a lease that stands now is taken by nobody until it is written.
        work.renew()
        move.document.pages_read = count
        move.detail["pages"] = count


# In this order, and every one may be done twice without harm.
STAGES: tuple[Callable[[Work], None], ...] = (
    read_pages,
    suggest_fields,
    set_sheets_aside,
    conclude,
)


def process(document_id: int, *, reader: Reader | None = None) -> bool:
    """Bring one paper as far as it goes; return whether it was ours to do.

    Left quietly: what is finished, failed, in other hands, or waits for the models.
    """
    if not models_are_there():
        return False
    token = lease.claim(document_id)
    if token is None:
        return False
    try:
        _run(document_id, token, reader or reader_of_this_thread())
    except (lease.LeaseLostError, RefusedError):
        logger.info("document %s went into other hands", document_id)
    except (GivenUpError, Refusal) as verdict:
        _give_up(document_id, token, getattr(verdict, "code", str(verdict)))
    except StoreAwayError:
        logger.warning("document %s waits for the store", document_id)
        _wait(document_id, token)
    except StoreError:
        logger.exception("document %s: its original cannot be opened", document_id)
        _give_up(document_id, token, failures.NOT_STORED)
    except ModelsMissingError:
        # They went away while it was read: not the paper's fault.
        lease.unfinished().filter(pk=document_id).update(attempts=0)
        lease.release(document_id, token)
    except (OSError, DatabaseError):
        # A full disk, a locked database: not the paper's fault either.
        logger.exception("document %s waits for a better moment", document_id)
        _wait(document_id, token)
    return True


def _wait(document_id: int, token: str) -> None:
    """Give the paper back for a while; the attempt does not count, however often."""
    lease.held(document_id, token).update(attempts=0)
    lease.release(document_id, token, pause_s=PAUSE_S)


def _run(document_id: int, token: str, reader: Reader) -> None:
    if lease.held(document_id, token).filter(attempts__gt=MAX_ATTEMPTS).exists():
        raise GivenUpError(failures.INTERRUPTED)
    work = Work(document_id, token, reader)
    for stage in STAGES:
        stage(work)
    logger.info("document %s is read", document_id)


def _read_page(work: Work, file: OpenedFile, page: Page) -> ReadPage | None:
    """Return the page read, or None where it cannot be drawn or read."""
    if work.slow_pages >= MAX_SLOW_PAGES:
        return None
    try:
        picture = file.page(page.original_number - 1)
        if picture.is_damaged:
            work.save(is_damaged=True)
        return work.reader.read(
            picture,
            read_as=ReadAs(page.read_as),
            instruction=page.instruction,
            faults=_known_faults(page),
        )
    except PageUnreadableError as error:
        work.slow_pages += error.took_long
        logger.info("document %s: page %s cannot be drawn", work.document_id, page.pk)
    except PageNotReadError as error:
        logger.warning("document %s: page %s not read: %s", work.document_id, page.pk, error)
    return None


def _save_page(work: Work, page: Page, read: ReadPage) -> None:
    """Store images and words, then write the row; nothing refers to what is not stored."""
    before = [page.image_name, page.screen_name, page.thumbnail_name, page.words_name]
    values = {
        "image_name": private_storage.put(read.image),
        "screen_name": private_storage.put(read.screen),
        "thumbnail_name": private_storage.put(read.thumbnail),
        "words_name": private_storage.put(read.words),
    }
    sheet_code = _sheet_code(read)
    try:
        with transaction.atomic():
            work.pages.filter(pk=page.pk).update(
                **values,
                width=read.width,
                height=read.height,
                rotation=read.rotation,
                text=read.text,
                text_source=TextSource.EMBEDDED if read.is_embedded else TextSource.READ,
                confidence=read.confidence,
                # Whoever needs the code of a sheet has it: its picture is good enough.
                quality=[] if sheet_code else read.faults,
                is_looked_at=_known_faults(page) is not None,
                is_blank=read.is_blank,
                sheet_code=sheet_code,
                is_read=True,
            )
            count = work.pages.filter(is_read=True).count()
            Document.objects.filter(pk=work.document_id).update(pages_read=count)
            # The lease last: a lost one takes both rows back with it.
            work.renew(attempts=0)
    except BaseException:
        # Where it died during the commit, the row may be there and need its files.
        if not Page.objects.filter(pk=page.pk, image_name=values["image_name"]).exists():
            for name in values.values():
                private_storage.delete(name)
        raise
    # What an earlier reading left.
    for name in filter(None, before):
        private_storage.delete(name)


def _known_faults(page: Page) -> list[str] | None:
    """Return what was seen as it came, None where it is to be looked for (now otherwise laid)."""
    is_as_it_came = page.read_as == ReadAs.BOTH and not page.instruction
    return page.quality if page.is_looked_at and is_as_it_came else None


def _sheet_code(read: ReadPage) -> str:
    """Return what is kept of a code that this house signed; "" of an ordinary page."""
    code = read_code(read.codes)
    return code.payload if code else ""


def _give_up(document_id: int, token: str, code: str) -> None:
    """Record why; a person may retry."""
    logger.warning("document %s failed: %s", document_id, code)
    lease.fail(document_id, token, code=code)
