"""How much of a limit is used, and until when that counts."""

from django.db import models

from .identity import NotIndexedByWagtail


class RateLimit(NotIndexedByWagtail):
    """One limit of one name, person or address. The key is a keyed hash: it tells nothing."""

    key = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"rate limit {self.key[:8]}"
