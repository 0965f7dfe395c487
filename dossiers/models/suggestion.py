"""What is printed on a paper and might fill a field of its form; a person takes it or not."""

from typing import Self

from django.db import models
from django.db.models import Q

from dossiers.access.users import AnyUser
from dossiers.vocabulary import SuggestedField

from .document import Document
from .identity import NotIndexedByWagtail
from .page import Page


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Sets of suggestions."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep those found on papers the user may read now."""
        papers = Document.objects.visible_to(user)
        of_sheet = Q(page__document=None, document__in=papers)
        return self.filter(Q(page__document__in=papers) | of_sheet)

    def of_paper(self, document: Document) -> Self:
        """Keep those that belong to a paper: a page takes its own along into another.

        A cover sheet lies in no paper and speaks for the one that is named.
        """
        return self.filter(Q(page__document=document) | Q(page__document=None, document=document))


class Suggestion(NotIndexedByWagtail):
    """One reading of one place on a page. Never saved into the paper by itself.

    It holds only what is printed there, nothing of a person or a dossier. The person
    behind a printed name is looked up for each reader, in
    `dossiers/intake/suggestions/for_reader.py`.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="suggestions")
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    field = models.CharField(max_length=12, choices=SuggestedField)
    # As the form takes it: code of a kind, ISO date, digits; "" for the name of a person.
    value = models.CharField(max_length=150, blank=True)
    # As printed.
    shown = models.CharField(max_length=200)
    confidence = models.FloatField()  # 0..1
    # Pixels of the stored page image, right and bottom excluded; null without a place.
    left = models.IntegerField(null=True)
    top = models.IntegerField(null=True)
    right = models.IntegerField(null=True)
    bottom = models.IntegerField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["document", "field", "-confidence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__gte=0.0, confidence__lte=1.0),
                name="suggestion_confidence_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """The place on the stored page image: left, top, right, bottom."""
        if self.left is None or self.top is None or self.right is None or self.bottom is None:
            return None
        return self.left, self.top, self.right, self.bottom
