"""What the things of the archive share: an opaque id for addresses, no trace in Wagtail."""

import secrets
from typing import Any, Self

from django.db import models

from dossiers.access import shown


def new_uid() -> str:
    """Return 16 random characters (96 bits) that may stand in an address."""
    return secrets.token_urlsafe(12)


class NotIndexedByWagtail(models.Model):
    """A thing of the archive that Wagtail's reference index must not record."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class Identified(NotIndexedByWagtail):
    """A thing of the archive with an address that tells nothing."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)

    class Meta:
        abstract = True


class NotedWhenLoaded(models.Model):
    """A row that tells of a person or a paper: loading it notes where it belongs.

    `place_columns` are columns with ids of dossiers or units; the first that is set counts.
    """

    place_columns: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Make the row and note its place."""
        row = super().from_db(*args, **kwargs)
        loaded = vars(row)
        shown.note(next((loaded[name] for name in cls.place_columns if loaded.get(name)), None))
        return row


class Versioned(Identified):
    """A thing with a card in the index; the card carries the version it was made from."""

    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
