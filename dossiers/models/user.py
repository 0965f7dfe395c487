"""People who sign in."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossiers.access.permission_map import allows
from dossiers.access.permissions import APP_LABEL

# Django's own model permissions on the lists that editors keep in Wagtail.
REFERENCE_DATA = ("_unit", "_documentkind", "_procedure", "_user")
DJANGOS_USERNAME: Any = AbstractUser._meta.get_field("username")
# What decides who somebody is and whether they come in; each change is told in the journal.
DECISIVE_FIELDS = frozenset({"username", "password", "is_active", "is_superuser"})


def by_language(*, latin: str, arabic: str) -> tuple[str, str]:
    """Return what stands for the two scripts, that of the language in force first."""
    return (arabic, latin) if get_language() == "ar" else (latin, arabic)


class UserQuerySet(models.QuerySet["User"]):
    """Sets of people."""

    def update(self, **values: Any) -> int:
        """Change what decides about access person by person, so that each change is heard."""
        if not DECISIVE_FIELDS & values.keys():
            return super().update(**values)
        with transaction.atomic(using=self.db):
            people = list(self)
            for person in people:
                for name, value in values.items():
                    setattr(person, name, value)
                person.save(using=self.db, update_fields=list(values))
        return len(people)

    update.alters_data = True  # type: ignore[attr-defined]  # Django's mark


class PeopleManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's own, with the sets above."""

    use_in_migrations = False


def normal_name(typed: str) -> str:
    """Return the one spelling of a user name, for keeping, comparing and counting.

    >>> normal_name(" HEALTH ") == normal_name("\uff28ealth\u200f") == "health"
    True
    """
    compatible = unicodedata.normalize("NFKC", typed)
    # Marks of direction come along when a name is copied out of Arabic text.
    visible = "".join(sign for sign in compatible if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", visible.strip().casefold())


class UsernameField(models.CharField[str, str]):
    """A user name in its one spelling, whoever writes it or looks it up."""

    def get_prep_value(self, value: Any) -> Any:
        """Spell what goes to the database: a new name as well as one that is looked up."""
        return normal_name(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        """Spell what a form hands over."""
        return self.get_prep_value(super().to_python(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001
        """Let the object carry the spelling that was kept."""
        name = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, name)
        return name

    def deconstruct(self) -> Any:
        """Pass for Django's own field: the column is the same, and migrations import nothing."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class User(AbstractUser):
    """A member of staff. Being a superuser gives no right to read a dossier."""

    wagtail_reference_index_ignore = True

    objects: ClassVar[Any] = PeopleManager()

    # While it is saved (dossiers.administration.deeds): what stood before, whether the password
    # is the same and only its hash is made anew, whether an action writes the line itself.
    stood_before: dict[str, Any] | None = None
    is_hashed_anew = False
    is_told_by_action = False

    username = UsernameField(
        DJANGOS_USERNAME.verbose_name,
        max_length=DJANGOS_USERNAME.max_length,
        unique=True,
        help_text=DJANGOS_USERNAME.help_text,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": DJANGOS_USERNAME.error_messages["unique"]},
    )
    # Until then a first second factor may be set up; empty: some days from the day of joining.
    enrol_until = models.DateTimeField(null=True, editable=False)
    name_arabic = models.CharField(_("name in Arabic script"), max_length=150, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=150, blank=True)
    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Somebody else knows the password: it is good for one sign-in.
    must_change_password = models.BooleanField(default=False, editable=False)
    # The first director, until the units of the centre are chosen.
    chooses_units = models.BooleanField(default=False, editable=False)
    # Kept by journal.notices, so that the badge on every page costs no query.
    unseen_notices = models.PositiveIntegerField(default=0, editable=False)
    # Set by `set_password` until it is saved; staff.receivers tells of it.
    password_set_by_another = False

    def get_full_name(self) -> str:
        """Return the name in the script of the language in force, else in the other one."""
        first, second = by_language(latin=self.name_latin, arabic=self.name_arabic)
        return first or second or super().get_full_name()

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
        """Compare; a hash of an older sort is made anew, which is no new password."""

        def renew_hash(raw: str | None) -> None:
            self.password = make_password(raw)
            self.is_hashed_anew = True
            try:
                self.save(update_fields=["password"])
            finally:
                self.is_hashed_anew = False

        return check_password(raw_password, self.password, renew_hash)

    @property
    def enrolment_ends_at(self) -> datetime:
        """Until when this person may set up their first second factor."""
        days = timedelta(days=settings.AMAN_ENROL_WITHIN_DAYS)
        return self.enrol_until or self.date_joined + days

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the one spelling of a name; Django asks here wherever it makes a user."""
        return normal_name(username)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the archive's own map about its things, without Django's superuser short cut."""
        app_label, _dot, name = perm.partition(".")
        if app_label == APP_LABEL and not name.endswith(REFERENCE_DATA):
            return self.is_active and allows(self, perm, obj)
        return super().has_perm(perm, obj)
