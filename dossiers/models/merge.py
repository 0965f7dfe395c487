"""Two records that turned out to be of one person, and how to take them apart again."""

from typing import Self

from django.conf import settings
from django.db import models

from dossiers.reasons import REASON_MAX

from .identity import Identified
from .person import Person


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    """Sets of merges."""

    def in_force(self) -> Self:
        """Keep those that were not undone."""
        return self.filter(undone_at=None)


class PersonMerge(Identified):
    """All that `gone` had was given to `kept`. `moved` says what, so that it can go back.

    The record `gone` stays, without a dossier, hence out of everybody's sight.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    reason = models.CharField(max_length=REASON_MAX)
    moved = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(undone_at=None),
                name="person_merged_away_once",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
