"""People who sign in."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction

from dossiers.access.permission_map import allows
from dossiers.access.permissions import APP_LABEL

# Django's own model permissions on the lists that editors keep in Wagtail.
REFERENCE_DATA = ("_unit", "_documentkind", "_procedure", "_user")
# What decides who somebody is and whether they come in; each change is told in the journal.
DECISIVE_FIELDS = frozenset({"username", "password", "is_active", "is_superuser"})


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


class User(AbstractUser):
    """A member of staff. Being a superuser gives no right to read a dossier."""

    wagtail_reference_index_ignore = True

    objects: ClassVar[Any] = PeopleManager()

    # While it is saved (dossiers.administration.deeds): what stood before, and whether the
    # password is the same and only its hash is made anew.
    stood_before: dict[str, Any] | None = None
    is_hashed_anew = False

    language = models.CharField(
        max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Kept by actions.notices, so that the badge on every page costs no query.
    unseen_notices = models.PositiveIntegerField(default=0, editable=False)

    def check_password(self, raw_password: str | None) -> bool:
        """Compare; a hash of an older sort is made anew, which is no new password."""
        self.is_hashed_anew = True
        try:
            return super().check_password(raw_password)
        finally:
            self.is_hashed_anew = False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the archive's own map about its things, without Django's superuser short cut."""
        app_label, _, name = perm.partition(".")
        if app_label == APP_LABEL and not name.endswith(REFERENCE_DATA):
            return self.is_active and allows(self, perm, obj)
        return super().has_perm(perm, obj)
