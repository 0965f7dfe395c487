"""The captured file, byte for byte: what was scanned, before anybody says what papers it holds."""

from typing import Self

from django.conf import settings
from django.db import models

from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import folders_q

from .folder import Unit
from .identity import Identified


class OriginalQuerySet(models.QuerySet["Original"]):
    """Sets of captured files."""

    def at_desk_of(self, user: AnyUser) -> Self:
        """Keep the files captured in the units where the user files papers."""
        return self.filter(folders_q(user, Right.FILE, path="unit_id"))


class Original(Identified):
    """A file as it came. Its bytes lie encrypted in the private store and never change.

    Its pages may lie in several papers, of several families, and a paper may have pages
    of several files. Whoever hands out "the original" of a paper hands out its own pages
    alone (intake.originals).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="originals")
    stored_name = models.CharField(max_length=100, editable=False)
    upload_name = models.CharField(max_length=255, blank=True, editable=False)
    media_type = models.CharField(max_length=50, editable=False)
    size_bytes = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    upload_id = models.CharField(max_length=64, null=True, unique=True, editable=False)
    page_count = models.PositiveIntegerField(default=0, editable=False)
    # It contradicts itself or a part of it is missing; what was left is there.
    is_damaged = models.BooleanField(default=False, editable=False)
    # What it holds that its pages do not show: values of FileNotice.
    notices = models.JSONField(default=list, blank=True, editable=False)
    captured_at = models.DateTimeField(auto_now_add=True)
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OriginalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"original {self.pk}"
