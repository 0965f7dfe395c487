"""Searches that somebody keeps for themselves."""

from django.conf import settings
from django.db import models

from .identity import Identified


class SavedSearch(Identified):
    """A question with a name, seen by nobody but its owner.

    Both lie sealed (dossiers.storage.sealing): what a person looks for may be somebody's name.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches"
    )
    sealed = models.TextField(editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
