"""How a paper that waits in the tray is told to people: state, progress, why it failed."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from dossiers.intake.reading.advice import advice_for
from dossiers.intake.reading.failures import FAILURES
from dossiers.models import Document, Page
from dossiers.vocabulary import DocumentState

UNKNOWN_FAILURE = gettext_lazy(
    "It could not be read. Try again; if it fails again, rescan the document."
)


TONES = {"ready": "ok", "failed": "danger", "rescan": "warn"}
ICONS = {"ready": "check", "failed": "warning", "rescan": "warning"}


@dataclass(frozen=True, slots=True)
class TrayPaper:
    """One line of the tray."""

    uid: str
    name: str
    unit: str
    captured_at: datetime
    captured_by: str
    state: str  # "waiting", "reading", "ready", "failed" or "rescan": chooses the look
    pages_read: int
    page_count: int
    has_thumbnail: bool
    is_damaged: bool
    failure: str
    # What was wrong with a picture of it, and whether words of it want a second look.
    advice: str = ""
    is_to_check: bool = False

    @property
    def is_in_work(self) -> bool:
        """Whether it will change by itself."""
        return self.state in ("waiting", "reading")

    @property
    def mark(self) -> str:
        """What changes whenever the line would look different."""
        return hashlib.sha256(repr((get_language(), astuple(self))).encode()).hexdigest()[:16]

    @property
    def tone(self) -> str:
        """The colour of its state, a suffix of the class `tag-…`."""
        return TONES.get(self.state, "info")

    @property
    def icon(self) -> str:
        """The symbol beside its state."""
        return ICONS.get(self.state, "clock")

    @property
    def word(self) -> str:
        """The state in words."""
        match self.state:
            case "waiting":
                return pgettext("tray", "Waiting to be read")
            case "reading":
                return pgettext("tray", "Being read")
            case "ready":
                return pgettext("tray", "Ready to file")
            case "rescan":
                return pgettext("tray", "To be scanned again")
            case _:
                return pgettext("tray", "Not read")


def with_thumbnails(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Prepare papers for `describe`: name of the file, first picture, what ails them."""
    pages = Page.objects.filter(document=OuterRef("pk"))
    first = pages.filter(number=1)
    return documents.select_related("unit", "captured_by", "reading_job").annotate(
        has_thumbnail=Exists(first.exclude(thumbnail_name="")),
        upload_name=Subquery(first.values("original__upload_name")),
        notices=Subquery(first.values("original__notices")),
        has_doubts=Exists(pages.doubtful()),
        faults=Subquery(pages.exclude(quality=[]).order_by("number").values("quality")[:1]),
    )


def describe(documents: Iterable[Document]) -> list[TrayPaper]:
    """Return the lines for papers that `with_thumbnails` prepared."""
    return [_describe(document) for document in documents]


def fingerprint(papers: Iterable[TrayPaper], *also: object) -> str:
    """Return what changes whenever a list of lines would look different (for an ETag)."""
    seen = repr((get_language(), also, [paper.mark for paper in papers]))
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def failure_sentence(code: str) -> str:
    """Return the sentence for a reason of the intake; "" when there is none."""
    return str(FAILURES.get(code, UNKNOWN_FAILURE)) if code else ""


def _describe(document: Document) -> TrayPaper:
    scanned_by = document.captured_by
    return TrayPaper(
        uid=document.uid,
        name=getattr(document, "upload_name", "") or _("Document without a name"),
        unit=document.unit.name,
        captured_at=document.captured_at,
        captured_by=(scanned_by.get_full_name() or scanned_by.username) if scanned_by else "",
        state=_state_of(document),
        pages_read=document.pages_read,
        page_count=document.page_count,
        has_thumbnail=bool(getattr(document, "has_thumbnail", False)),
        is_damaged=document.is_damaged,
        failure=failure_sentence(document.failure),
        advice=advice_on(document),
        is_to_check=bool(getattr(document, "has_doubts", False)),
    )


def advice_on(document: Document) -> str:
    """Return what to do about its file and the first picture that came out badly, or ""."""
    faults, notices = (getattr(document, name, None) or [] for name in ("faults", "notices"))
    return " ".join(advice_for(faults, notices))


def _state_of(document: Document) -> str:
    if document.state == DocumentState.RESCAN:
        return "rescan"
    if document.state == DocumentState.READ:
        return "ready"
    if document.has_failed:
        return "failed"
    return "reading" if document.pages_read or document.is_leased else "waiting"
