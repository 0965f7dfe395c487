"""What waits to be told to the text engine, written in the transaction of the change."""

from django.db import models


class Outbox(models.Model):
    """One change of one card.

    Rows are only added and, once the engine holds the change, thrown away. The
    entry itself is read again when the row is applied, so rows may be applied
    twice or out of order.
    """

    key = models.CharField(max_length=64)
    version = models.BigIntegerField(default=0)
    is_removal = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Rows of one key are looked up when a removal is applied at once."""

        indexes = [models.Index(fields=["key"], name="outbox_key")]

    def __str__(self) -> str:
        """Return the key: opaque, tells nothing of a person."""
        return self.key
