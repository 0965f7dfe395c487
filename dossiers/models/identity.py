"""What the things of the archive share: an opaque id for addresses, no trace in Wagtail."""

import secrets

from django.db import models


def new_uid() -> str:
    """Return 16 random characters (96 bits) that may stand in an address."""
    return secrets.token_urlsafe(12)


class Locked(models.Model):
    """A thing of the archive that Wagtail's reference index must not record."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class Identified(Locked):
    """A thing of the archive with an address that tells nothing."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)

    class Meta:
        abstract = True


class Versioned(Identified):
    """A thing with a card in the index; the card carries the version it was made from."""

    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
