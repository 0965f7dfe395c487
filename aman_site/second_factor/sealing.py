"""Seal what lies in the database in clear or under an older secret key, after every migration.

`migrate` runs with each update, so the one step of a rotation is to keep the old key among the
fallbacks until then (docs/operations.md).
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import connection, transaction

from dossiers.storage.sealing import is_sealed_now, unseal_values

from .adapter import PURPOSE

SECRETS = ("secret", "seed")
# The first letters of everything that Fernet sealed.
SEALED_BEGINS = "gAAAA"


def seal_after_migrating(**_: Any) -> None:
    """Receive Django's signal that tables are up to date; the one of allauth may not be there."""
    if Authenticator._meta.db_table in connection.introspection.table_names():
        seal_secrets_at_rest()


@transaction.atomic
def seal_secrets_at_rest() -> int:
    """Return how many secrets were sealed anew; what does not open is left as it is."""
    sealed = 0
    for row in Authenticator.objects.select_for_update().iterator():
        changed = {name: new for name in SECRETS if (new := _sealed_anew(row.data.get(name)))}
        if changed:
            row.data |= changed
            row.save(update_fields=["data"])
            sealed += len(changed)
    return sealed


def _sealed_anew(value: str | None) -> str | None:
    if value is None or is_sealed_now(value, purpose=PURPOSE):
        return None
    if not value.startswith(SEALED_BEGINS):
        return encrypt(value)
    text = unseal_values(value, purpose=PURPOSE)
    return encrypt(str(text)) if text else None
