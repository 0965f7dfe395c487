"""Keep sessions in rows that know whose they are, with two limits: idle, and from the sign-in.

The idle limit is moved by a request of a person, at most every half minute and by one small
UPDATE; nothing moves the absolute one. A session that was ended meanwhile is not written again.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

# What the session itself keeps about its beginning (see sign_in.session).
SIGNED_IN_AT, DEVICE = "signed_in_at", "device"
# How exactly the last request of a person is noted, in seconds.
SEEN_EVERY_S = 30


class SessionStore(DatabaseStore):
    """Django's store of sessions in the database, with the model of the archive."""

    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the model; it is there only when the apps are."""
        from dossiers.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row of this session as it stands now."""
        row: Any = super().create_model_instance(data)
        row.uid = uid_of(row.session_key)
        row.seen_at = timezone.now()
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        began = data.get(SIGNED_IN_AT)
        if row.user_id is not None:
            row.signed_in_at = datetime.fromtimestamp(began or 0, UTC)
            row.expire_date = end_of(row.signed_in_at, seen_at=row.seen_at)
        self.row = row
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's signature)
        """Write the session; one that was ended meanwhile stays ended."""
        try:
            super().save(must_create)
        except UpdateError:
            if self.exists(str(self.session_key)):
                raise

    def touch(self) -> None:
        """Move the idle limit: somebody is here."""
        row, now = self.row, timezone.now()
        if row is None or row.user_id is None:
            return
        if now - row.seen_at < timedelta(seconds=SEEN_EVERY_S):
            return
        row.seen_at, row.expire_date = now, end_of(row.signed_in_at, seen_at=now)
        rows = self.get_model_class()._default_manager.filter(pk=row.pk)
        rows.update(seen_at=now, expire_date=row.expire_date)

    def seconds_left(self) -> tuple[int, int]:
        """Return how long a session lasts that is not used any more, and that is used all day."""
        now = timezone.now()
        day = self.row.signed_in_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        left, of_day = ((end - now).total_seconds() for end in (self.row.expire_date, day))
        return max(0, int(left)), max(0, int(of_day))

    def _get_session_from_db(self) -> Any:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row


def end_of(signed_in_at: datetime, *, seen_at: datetime) -> datetime:
    """Return when a session ends that is not used any more."""
    idle = seen_at + timedelta(seconds=settings.AMAN_SESSION_IDLE_S)
    return min(idle, signed_in_at + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def uid_of(session_key: str) -> str:
    """Return what names a session on a page; the key cannot be told from it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]
