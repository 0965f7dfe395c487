"""Pages of papers: scanned sides, and how they were read."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from dossiers.access.users import AnyUser
from dossiers.vocabulary import PageFault, ReadAs, TextSource

from .document import Document
from .identity import Identified
from .original import Original

# Mean confidence (0..100) of the words of a page below which a person should check them.
TO_CHECK_CONFIDENCE = 75.0


class PageQuerySet(models.QuerySet["Page"]):
    """Sets of scanned sides."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the pages of papers the user may read now."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def in_tray_of(self, user: AnyUser) -> Self:
        """Keep the pages of papers that wait in the trays of the user's units."""
        return self.filter(document__in=Document.objects.in_tray_of(user))

    def set_aside_for(self, user: AnyUser) -> Self:
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
