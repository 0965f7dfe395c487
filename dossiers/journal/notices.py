"""Tell staff something about a dossier or an account, in the area."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dossiers.models import Dossier, Grant, Notice, User
from dossiers.vocabulary import NoticeKind


def tell(
    recipients: Iterable[User], *, dossier: Dossier, kind: NoticeKind, grant: Grant | None = None
) -> None:
    """Write one notice for each; in the transaction of what it tells."""
    _write(recipients, dossier=dossier, kind=kind, grant=grant)


def tell_about_account(recipients: Iterable[User], *, account: User, kind: NoticeKind) -> None:
    """Write one notice about an account for each; in the transaction of what it tells."""
    _write(recipients, account=account, kind=kind)


def _write(recipients: Iterable[User], **about: Any) -> None:
    readers = list(dict.fromkeys(recipients))
    Notice.objects.bulk_create(Notice(recipient=recipient, **about) for recipient in readers)
    User.objects.filter(pk__in=[recipient.pk for recipient in readers]).update(
        unseen_notices=F("unseen_notices") + 1
    )


@transaction.atomic
def mark_seen(*, by: User) -> int:
    """Mark all notices of a person as seen; return how many were new."""
    User.objects.filter(pk=by.pk).update(unseen_notices=0)
    return by.notices.filter(seen_at=None).update(seen_at=timezone.now())
