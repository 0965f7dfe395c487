"""Papers: their kind, the paper itself, its scanned sides."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.access.visibility import (
    documents_q,
    filed_lately_q,
    shelf_q,
    taken_back_lately_q,
    trash_q,
    tray_q,
)
from dossiers.vocabulary import (
    SHELF_STATES,
    TRAY_STATES,
    Class,
    DocumentState,
    OriginalPlace,
    PageFault,
    ReadAs,
    TextSource,
)

from .dossier import Dossier
from .folder import Unit
from .identity import Identified, NotedWhenLoaded, Versioned
from .original import Original, OriginalQuerySet
from .person import Person

# Mean confidence (0..100) of the words of a page below which a person should check them.
TO_CHECK_CONFIDENCE = 75.0


class DocumentKind(models.Model):
    """What sort of paper (reference data, DOMAIN section 5). Editors extend the list."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    paper_class = models.CharField(
        _("class"), max_length=10, choices=Class, default=Class.PROTECTION
    )
    validity = models.CharField(
        _("usual validity at the counter"),
        max_length=40,
        blank=True,
        help_text=_("As people say it, e.g. “3 months”."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kind of paper")
        verbose_name_plural = _("kinds of paper")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    @property
    def name(self) -> str:
        """The name in the language in force."""
        return getattr(self, f"name_{get_language() or 'ar'}", self.name_ar)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of papers."""

    def visible_to(self, user: object) -> Self:
        """Keep the papers the user may read now, on the shelf or in the tray."""
        return self.filter(documents_q(user))

    def on_shelf_for(self, user: object, *, narrowed: bool = False) -> Self:
        """Keep the filed papers the user may read.

        `narrowed`: the set is named by its few ids already (access.visibility.reach_q).
        """
        return self.filter(shelf_q(user, narrowed=narrowed))

    def in_trash_of(self, user: object) -> Self:
        """Keep the papers that the user may take out of the trash."""
        return self.filter(trash_q(user))

    def filed_lately_by(self, user: object) -> Self:
        """Keep the papers that the user filed lately and may take back; not to be read."""
        return self.filter(filed_lately_q(user))

    def taken_back_lately_by(self, user: object) -> Self:
        """Keep the papers of the tray that the user filed lately before; not to be read."""
        return self.filter(taken_back_lately_q(user))

    def in_tray_of(self, user: object) -> Self:
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
        DocumentKind, models.PROTECT, null=True, blank=True, verbose_name=_("kind of paper")
    )
    # The dossier that a paper of the tray was taken out of: the right of its class is asked there
    # still. Empty of a paper that was never filed, and of one that is.
    taken_from = models.ForeignKey(
        Dossier, models.PROTECT, null=True, editable=False, related_name="papers_taken_out"
    )
    # Unknown is the most closed: a paper is "protection" until somebody files it.
    paper_class = models.CharField(max_length=10, choices=Class, default=Class.PROTECTION)
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

    # The queue: a paper is captured as long as one of its pages is to be read. What is
    # done, who works on it until when, how it failed.
    stage = models.CharField(max_length=20, default="captured", db_index=True, editable=False)
    page_count = models.PositiveIntegerField(default=0, editable=False)
    pages_read = models.PositiveIntegerField(default=0, editable=False)
    lease_by = models.CharField(max_length=64, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField(max_length=40, blank=True, editable=False)
    # Something of it is missing or doubtful.
    is_damaged = models.BooleanField(default=False, editable=False)

    # The archive copy, made when first asked for, and what it was made of.
    archive_name = models.CharField(max_length=100, blank=True, editable=False)
    archive_mark = models.CharField(max_length=64, blank=True, editable=False)

    # In the trash: where it goes when it is taken out again, and why it is there.
    trashed_from = models.CharField(max_length=10, blank=True, editable=False)
    trash_reason = models.CharField(max_length=200, blank=True, editable=False)
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
                condition=Q(paper_class__in=Class.values), name="document_class_known"
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


class PageQuerySet(models.QuerySet["Page"]):
    """Sets of scanned sides."""

    def visible_to(self, user: object) -> Self:
        """Keep the pages of papers the user may read now."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def in_tray_of(self, user: object) -> Self:
        """Keep the pages of papers that wait in the trays of the user's units."""
        return self.filter(document__in=Document.objects.in_tray_of(user))

    def set_aside_for(self, user: object) -> Self:
        """Keep the pages of no paper that were captured in the user's units."""
        return self.filter(document=None, original__in=Original.objects.at_desk_of(user))

    def doubtful(self) -> Self:
        """Keep the pages whose words a person should check."""
        return self.filter(is_read=True, is_blank=False, confidence__lt=TO_CHECK_CONFIDENCE)


class Page(Identified):
    """One scanned side. Images and words lie encrypted in the private store.

    It always belongs to the file it was captured in, and to one paper at most: a blank
    side or a cover sheet is set aside and belongs to none.
    """

    original = models.ForeignKey(Original, models.PROTECT, related_name="pages")
    original_number = models.PositiveIntegerField()  # 1-based, in the file
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="pages")
    # 1-based, in reading order; 0 for a page that is set aside.
    number = models.PositiveIntegerField()
    # What a person had done to it, in order; the last can be taken back. The picture is
    # made anew from the original: {"do": "turn", "quarters": 0..3} (clockwise, from the
    # original), {"do": "crop", "corners": [[x, y], …]} (pixels of the original, clockwise
    # from what becomes top left).
    instructions = models.JSONField(default=list, blank=True)
    # Payload of the signed code of a cover sheet or separator (sheet_codes); "" of a paper.
    sheet_code = models.CharField(max_length=40, blank=True)
    # Degrees clockwise that bring the original upright.
    rotation = models.SmallIntegerField(default=0)
    # Pixels of the stored upright image.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # The same image in three sizes: to look closely, to read on a screen, for lists.
    image_name = models.CharField(max_length=100, blank=True)
    # Empty on pages read before there were three: the large one stands in.
    screen_name = models.CharField(max_length=100, blank=True)
    thumbnail_name = models.CharField(max_length=100, blank=True)
    # JSON: words with boxes (pixels of the stored image) and confidence 0..100.
    words_name = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    text_source = models.CharField(max_length=8, choices=TextSource, default=TextSource.NONE)
    confidence = models.FloatField(null=True)
    is_read = models.BooleanField(default=False)
    # Nothing is on it: the back of a sheet, a place to cut a pile.
    is_blank = models.BooleanField(default=False)
    # A person may have said how it is to be read.
    read_as = models.CharField(max_length=10, choices=ReadAs, default=ReadAs.BOTH)
    # What is wrong with the picture: values of PageFault.
    quality = models.JSONField(default=list, blank=True)
    # Whether that was found out as it came, of the whole picture: the reading need not ask again.
    is_looked_at = models.BooleanField(default=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="page_number_once"),
            models.UniqueConstraint(
                fields=["original", "original_number"], name="page_of_original_once"
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, number=0) | Q(document__isnull=False),
                name="page_number_in_a_paper_only",
            ),
        ]

    def __str__(self) -> str:
        return f"page {self.original_number} of original {self.original_id}"

    @property
    def is_to_check(self) -> bool:
        """Whether a person should check its words: as `PageQuerySet.doubtful` has it."""
        if not self.is_read or self.is_blank or self.confidence is None:
            return False
        return self.confidence < TO_CHECK_CONFIDENCE

    @property
    def is_sheet(self) -> bool:
        """Whether it is a cover sheet or a separator of ours and no paper."""
        return bool(self.sheet_code)

    @property
    def is_set_aside(self) -> bool:
        """Whether it belongs to no paper."""
        return self.document_id is None

    @property
    def instruction(self) -> dict[str, Any]:
        """What a person had done to it last; it stands for all before it."""
        return self.instructions[-1] if self.instructions else {}

    def turned(self, turns: int) -> dict[str, Any]:
        """Return the instruction that turns it so often clockwise from how it lies now."""
        corners = self.instruction.get("corners")
        if corners:
            start = -turns % 4
            return {"do": "crop", "corners": corners[start:] + corners[:start]}
        now = self.instruction.get("quarters", self.rotation // 90)
        return {"do": "turn", "quarters": (now + turns) % 4}

    @property
    def faults(self) -> list[PageFault]:
        """What is wrong with its picture."""
        return [PageFault(code) for code in self.quality if code in PageFault.values]
