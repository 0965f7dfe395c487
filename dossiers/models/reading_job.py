"""The queue of the intake: a row for each paper that is to be read, or that could not be."""

from django.db import models

from .document import Document
from .identity import NotIndexedByWagtail


class ReadingJob(NotIndexedByWagtail):
    """The reading of one paper that waits, is under way, or has failed.

    A captured paper has one; a paper that is read has none. With a failure nobody takes it up.
    """

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="reading_job"
    )
    # Who works on it, and until when; how often it was taken up without one page saved.
    lease_by = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # A code of intake.reading.failures; "" while it is still to be read.
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"reading of document {self.document_id}"
