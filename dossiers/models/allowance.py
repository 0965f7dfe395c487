"""How much of a limit is used: by whom, until when."""

from django.db import models

from .identity import Locked


class Allowance(Locked):
    """One limit of one person or address. The key tells nothing: an id or a keyed digest."""

    key = models.CharField(max_length=100, primary_key=True)
    used = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"allowance {self.key}"
