"""People who sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.access.permission_map import allows
from dossiers.access.permissions import APP_LABEL

# Django's own model permissions on the lists that editors keep in Wagtail.
REFERENCE_DATA = ("_unit", "_documentkind", "_procedure", "_user")


class User(AbstractUser):
    """A member of staff. Being a superuser gives no right to read a dossier."""

    wagtail_reference_index_ignore = True

    name_arabic = models.CharField(_("name in Arabic script"), max_length=150, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=150, blank=True)
    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Somebody else knows the password: it is good for one sign-in.
    must_change_password = models.BooleanField(default=False, editable=False)
    # The first director, until the units of the centre are chosen.
    chooses_units = models.BooleanField(default=False, editable=False)
    # Kept by actions.notices, so that the badge on every page costs no query.
    unseen_notices = models.PositiveIntegerField(default=0, editable=False)
    # Set by `set_password` until it is saved; staff.receivers tells of it.
    password_set_by_another = False

    def get_full_name(self) -> str:
        """Return the name in the script of the language in force, else in the other one."""
        names = [self.name_latin, self.name_arabic]
        if get_language() == "ar":
            names.reverse()
        return next((name for name in names if name), super().get_full_name())

    def get_short_name(self) -> str:
        """Return the same: a name of two parts is not cut in the middle."""
        return self.get_full_name()

    def set_password(self, raw_password: str | None) -> None:
        """Set a password that is good once; whoever chooses their own calls `choose_password`."""
        super().set_password(raw_password)
        self.password_set_by_another = raw_password is not None
        self.must_change_password = raw_password is not None

    def choose_password(self, raw_password: str) -> None:
        """Set the password that its owner has chosen and nobody else knows."""
        self.set_password(raw_password)
        self.password_set_by_another = self.must_change_password = False

    def check_password(self, raw_password: str | None) -> bool:
        """Check it; a newer hash of the same password, made meanwhile, is no new password."""

        def renew_hash(raw: str | None) -> None:
            self.password = make_password(raw)
            self.save(update_fields=["password"])

        return check_password(raw_password, self.password, renew_hash)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the archive's own map about its things, without Django's superuser short cut."""
        app_label, _dot, name = perm.partition(".")
        if app_label == APP_LABEL and not name.endswith(REFERENCE_DATA):
            return self.is_active and allows(self, perm, obj)
        return super().has_perm(perm, obj)
