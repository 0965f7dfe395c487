"""Papers: what is filed, and in which state it is."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from dossiers.access.users import AnyUser
from dossiers.access.visibility import (
    documents_q,
    filed_lately_q,
    shelf_q,
    taken_back_lately_q,
    trash_q,
    tray_q,
)
from dossiers.reasons import REASON_MAX
from dossiers.vocabulary import (
    SHELF_STATES,
    TRAY_STATES,
    ConfidentialityClass,
    DocumentState,
    OriginalPlace,
)

from .dossier import Dossier
from .folder import Unit
from .identity import NotedWhenLoaded, Versioned
from .kind import DocumentKind
from .original import Original, OriginalQuerySet
from .person import Person


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of papers."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the papers the user may read now, on the shelf or in the tray."""
        return self.filter(documents_q(user))

    def on_shelf_for(self, user: AnyUser, *, rows_are_few: bool = False) -> Self:
        """Keep the filed papers the user may read.

        `rows_are_few`: the set is named by its few ids already (access.visibility.reach_q).
        """
        return self.filter(shelf_q(user, rows_are_few=rows_are_few))

    def in_trash_of(self, user: AnyUser) -> Self:
        """Keep the papers that the user may take out of the trash."""
        return self.filter(trash_q(user))

    def filed_lately_by(self, user: AnyUser) -> Self:
        """Keep the papers that the user filed lately and may take back; not to be read."""
        return self.filter(filed_lately_q(user))

    def taken_back_lately_by(self, user: AnyUser) -> Self:
        """Keep the papers of the tray that the user filed lately before; not to be read."""
        return self.filter(taken_back_lately_q(user))

    def in_tray_of(self, user: AnyUser) -> Self:
        """Keep the papers that wait in the trays of the user's units."""
        return self.filter(tray_q(user))


class Document(NotedWhenLoaded, Versioned):
    """One paper. In the tray it belongs to a unit; once filed, to a dossier."""

    # No index of its own: a planner without statistics would gather every filed paper
    # by it and sort them, instead of walking the newest until the page is full.
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.CAPTURED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, blank=True, verbose_name=_("kind of document")
    )
    # The dossier that a paper of the tray was taken out of: the right of its class is asked there
    # still. Empty of a paper that was never filed, and of one that is.
    taken_from = models.ForeignKey(
        Dossier, models.PROTECT, null=True, editable=False, related_name="papers_taken_out"
    )
    # Unknown is the most closed: a paper is "protection" until somebody files it.
    paper_class = models.CharField(
        max_length=10, choices=ConfidentialityClass, default=ConfidentialityClass.PROTECTION
    )
    people = models.ManyToManyField(
        Person, related_name="documents", blank=True, verbose_name=_("people concerned")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(max_length=2, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    issued_hijri = models.CharField(
        _("date of issue (Hijri), as written"), max_length=40, blank=True
    )
    issuer = models.CharField(_("issued by"), max_length=150, blank=True)
    act_number = models.CharField(_("record or reference number"), max_length=40, blank=True)
    act_year = models.PositiveSmallIntegerField(_("year of the record"), null=True, blank=True)
    act_office = models.CharField(_("civil-status office"), max_length=100, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    original_place = models.CharField(
        _("where the paper original is"),
        max_length=10,
        choices=OriginalPlace,
        default=OriginalPlace.UNKNOWN,
    )

    # A paper is captured as long as one of its pages is to be read; its place in the queue is
    # its reading job.
    page_count = models.PositiveIntegerField(default=0, editable=False)
    pages_read = models.PositiveIntegerField(default=0, editable=False)
    # Something of it is missing or doubtful.
    is_damaged = models.BooleanField(default=False, editable=False)

    # The archive copy, made when first asked for, and what it was made of.
    archive_name = models.CharField(max_length=100, blank=True, editable=False)
    archive_mark = models.CharField(max_length=64, blank=True, editable=False)

    # In the trash: where it goes when it is taken out again, and why it is there.
    trashed_from = models.CharField(max_length=10, blank=True, editable=False)
    trash_reason = models.CharField(max_length=REASON_MAX, blank=True, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    captured_at = models.DateTimeField(auto_now_add=True)
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    # Who last wrote its fields anew, and who found that they agree with the paper.
    corrected_at = models.DateTimeField(null=True, editable=False)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    place_columns = ("dossier_id", "unit_id")
    objects = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["dossier", "paper_class", "state"], name="document_shelf"),
            models.Index(fields=["unit", "state"], name="document_tray"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=SHELF_STATES) | Q(dossier__isnull=False, kind__isnull=False),
                name="document_filed_has_dossier_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(paper_class__in=ConfidentialityClass.values),
                name="document_class_known",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def is_in_tray(self) -> bool:
        """Whether it still waits for its dossier."""
        return self.state in TRAY_STATES

    @property
    def is_on_shelf(self) -> bool:
        """Whether it is filed."""
        return self.state in SHELF_STATES

    @property
    def failure(self) -> str:
        """Why it could not be read, as a code of the intake; "" where nothing is known against it.

        Lists join `reading_job`, else each row asks the database.
        """
        job = getattr(self, "reading_job", None)
        return job.failure if job else ""

    @property
    def is_leased(self) -> bool:
        """Whether a worker has taken it up."""
        job = getattr(self, "reading_job", None)
        return bool(job and job.lease_by)

    @property
    def has_failed(self) -> bool:
        """Whether the intake gave up on it; a person may retry."""
        return bool(self.failure)

    @property
    def is_to_check(self) -> bool:
        """Whether a page of it was read so badly that a person should look at the words."""
        return self.pages.doubtful().exists()

    @property
    def originals(self) -> OriginalQuerySet:
        """The captured files its pages come from, in reading order."""
        files = Original.objects.filter(pages__document=self)
        return files.annotate(first_page=Min("pages__number")).order_by("first_page")
