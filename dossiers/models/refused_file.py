"""What a watched folder put aside: the tray of its unit tells of it for some days."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import folders_q

from .folder import Unit
from .identity import NotIndexedByWagtail

TOLD_FOR = timedelta(days=7)


class RefusedFileQuerySet(models.QuerySet["RefusedFile"]):
    """Sets of refused files."""

    def told_to(self, user: AnyUser) -> Self:
        """Keep those of the last days in the units where the user files papers."""
        since = timezone.now() - TOLD_FOR
        return self.filter(folders_q(user, Right.FILE, path="unit_id"), refused_at__gt=since)

    def told_long_enough(self) -> Self:
        """Keep those that no tray tells of any more: their names say something of a family."""
        return self.filter(refused_at__lte=timezone.now() - TOLD_FOR)


class RefusedFile(NotIndexedByWagtail):
    """A file that was no readable paper. Nothing of it is kept here but its name."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="refused_files")
    # The id of this very file: told once, however often the folder is looked at.
    upload_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    # Why: a key of intake.untrusted_files.check.REFUSALS.
    code = models.CharField(max_length=20)
    refused_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = RefusedFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"refused file {self.pk}"
