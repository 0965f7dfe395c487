"""The one row that says which place this database belongs to."""

from django.db import models

from .identity import NotIndexedByWagtail


class Installation(NotIndexedByWagtail):
    """The id that database and store share, and what the last sweep of the store left alone."""

    uid = models.CharField(max_length=32, editable=False)
    # The store has carried the id once: where it carries none now, it is another folder.
    is_marked = models.BooleanField(default=False, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    # Of a sweep that was refused, until it is confirmed or there is nothing more to sweep.
    sweep_refused_at = models.DateTimeField(null=True, editable=False)
    orphans_found = models.PositiveIntegerField(default=0, editable=False)
    files_stored = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="installation_is_one")]

    def __str__(self) -> str:
        return f"installation {self.uid}"
