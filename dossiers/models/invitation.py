"""One-time links by which somebody gets in for the first time, or again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from .identity import Identified


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Sets of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Keep what may still be used: not used, not withdrawn, not too old."""
        return self.filter(used_at=None, ended_at=None, valid_until__gt=timezone.now())


class Invitation(Identified):
    """A link and a short code that are good once. What is stored opens nothing.

    It belongs to an account, or sets up the first one of a place (`purpose`).
    """

    class Purpose(models.TextChoices):
        """For whom it is."""

        PERSON = "person", pgettext_lazy("invitation", "Account")
        FIRST_ADMINISTRATOR = (
            "administrator",
            pgettext_lazy("invitation", "First technical administrator"),
        )
        FIRST_DIRECTOR = "director", pgettext_lazy("invitation", "First director")

    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.PERSON)
    # None: whoever opens it first makes the account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="invitations"
    )
    # Keyed digests of the token in the link and of the code on the slip.
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["user"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="invitation_unused",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be used."""
        return self.used_at is None and self.ended_at is None and self.valid_until > timezone.now()
