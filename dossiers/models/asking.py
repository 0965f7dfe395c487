"""How often somebody asked on a day whether one name is written already."""

from django.conf import settings
from django.db import models

from .identity import Locked


class NameAsking(Locked):
    """A count. `key` is a keyed digest: it tells no name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "day", "key"], name="name_asking_counted_once"),
        ]

    def __str__(self) -> str:
        return f"asking {self.pk}"
