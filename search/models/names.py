"""Tables of the name search: distinct units, whose they are, and who may find them.

They are disposable: all of it is made again from the entries. They hold names in
clear, as the people they describe do; no row says so in `__str__`.
"""

from typing import ClassVar

from django.db import models


class NameRole(models.IntegerChoices):
    """Whose name, or what, a posting stands for."""

    SELF = 0
    MOTHER = 1
    FATHER = 2
    PLACE = 3


class NameUnit(models.Model):
    """One distinct unit as `search.analysis.names` cuts it; `frequency` counts its postings."""

    text = models.CharField(max_length=200, unique=True)
    frequency = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"unit {self.pk}"


class NameUnitsVersion(models.Model):
    """One row: a token that changes whenever a unit is added or counted anew.

    Processes keep the units in memory and compare the token before each search.
    The token is random, so that a rolled back transaction cannot be mistaken for
    a later one. Writers lock the row, which also keeps their order. `make` names the
    way in which the tables were written last as a whole (`search.names.store`).
    """

    token = models.BigIntegerField(default=0)
    make = models.CharField(max_length=20, blank=True, default="")

    def __str__(self) -> str:
        return f"version {self.token}"


class NamedEntry(models.Model):
    """One entry that can be found by name.

    `names` is [[role, text as written], …], `written` the same in units:
    `search.names.stored_spellings`.
    """

    key = models.CharField(max_length=100, unique=True)
    version = models.BigIntegerField()
    birth_year = models.SmallIntegerField(null=True)
    names = models.JSONField(default=list)
    written = models.TextField(default="")

    def __str__(self) -> str:
        return self.key


class NamePosting(models.Model):
    """A unit in a written name of an entry: which name, whose, and where in it."""

    pk = models.CompositePrimaryKey("entry_id", "name", "place")
    entry = models.ForeignKey(
        NamedEntry, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    unit = models.ForeignKey(NameUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    role = models.PositiveSmallIntegerField(choices=NameRole.choices)

    class Meta:
        indexes: ClassVar = [
            # Who bears a name, given names first; and whether somebody bears it.
            models.Index(fields=["unit", "role", "place", "entry"], name="search_posting_unit"),
            models.Index(fields=["unit", "entry"], name="search_posting_entry"),
        ]

    def __str__(self) -> str:
        return f"posting {self.entry_id}.{self.name}.{self.place}"


class NameReach(models.Model):
    """A reach token of an entry, of its names or of its details.

    The scope filters by it before anything is counted.
    """

    pk = models.CompositePrimaryKey("entry_id", "token")
    entry = models.ForeignKey(
        NamedEntry, on_delete=models.CASCADE, related_name="reach", db_index=False
    )
    token = models.CharField(max_length=60)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["token", "entry"], name="search_reach_token")]

    def __str__(self) -> str:
        return f"reach of {self.entry_id}"


class NameIdentifier(models.Model):
    """An exact value of an entry, folded: reference, act number, CNIE.

    A detail answers only those whose scope opens the details of the entry.
    """

    pk = models.CompositePrimaryKey("entry_id", "value")
    entry = models.ForeignKey(
        NamedEntry, on_delete=models.CASCADE, related_name="identifiers", db_index=False
    )
    value = models.CharField(max_length=100)
    # What was written before anybody made the difference is closed.
    is_detail = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["value", "entry"], name="search_identifier_value")
        ]

    def __str__(self) -> str:
        return f"identifier of {self.entry_id}"
