"""Sessions of people who signed in: whose, since when, on which device, until when."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .identity import NotIndexedByWagtail


class Session(AbstractBaseSession, NotIndexedByWagtail):
    """A session of one browser. Without a user it belongs to somebody who has not signed in.

    `expire_date` is kept by the store (SESSION_ENGINE): the earlier of the idle limit and the
    absolute one, so that one look at the row tells whether it still holds.
    """

    # Names the session on a page; derived from the key, which stays a secret.
    uid = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    # The User-Agent header of the sign-in.
    device = models.CharField(max_length=300, blank=True)

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return f"session {self.uid}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store of the settings; Django's manager of sessions asks for it."""
        return import_module(settings.SESSION_ENGINE).SessionStore
