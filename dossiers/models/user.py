"""People who sign in."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from dossiers.access.permission_map import allows
from dossiers.access.permissions import APP_LABEL

# Django's own model permissions on the lists that editors keep in Wagtail.
REFERENCE_DATA = ("_unit", "_documentkind", "_procedure", "_user")


class User(AbstractUser):
    """A member of staff. Being a superuser gives no right to read a dossier."""

    wagtail_reference_index_ignore = True

    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Until then a first second factor may be set up; empty: some days from the day of joining.
    enrol_until = models.DateTimeField(null=True, editable=False)
    # Kept by actions.notices, so that the badge on every page costs no query.
    unseen_notices = models.PositiveIntegerField(default=0, editable=False)

    @property
    def enrolment_ends_at(self) -> datetime:
        """Until when this person may set up their first second factor."""
        days = timedelta(days=settings.AMAN_ENROL_WITHIN_DAYS)
        return self.enrol_until or self.date_joined + days

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the archive's own map about its things, without Django's superuser short cut."""
        app_label, _, name = perm.partition(".")
        if app_label == APP_LABEL and not name.endswith(REFERENCE_DATA):
            return self.is_active and allows(self, perm, obj)
        return super().has_perm(perm, obj)
