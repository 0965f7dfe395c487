"""Tell staff something about a dossier, in the area."""

from collections.abc import Iterable

from django.utils import timezone

from dossiers.models import Dossier, Grant, Notice, User
from dossiers.vocabulary import NoticeKind


def tell(
    recipients: Iterable[User], *, dossier: Dossier, kind: NoticeKind, grant: Grant | None = None
) -> None:
    """Write one notice for each; in the transaction of what it tells."""
    Notice.objects.bulk_create(
        Notice(recipient=recipient, dossier=dossier, kind=kind, grant=grant)
        for recipient in dict.fromkeys(recipients)
    )


def mark_seen(*, by: User) -> int:
    """Mark all notices of a person as seen; return how many were new."""
    return by.notices.filter(seen_at=None).update(seen_at=timezone.now())
