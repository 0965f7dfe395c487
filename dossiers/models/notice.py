"""What staff are told in the area, and the review of each break-glass."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.vocabulary import NoticeKind

from .dossier import Dossier
from .grant import Grant
from .identity import Identified


class Notice(Identified):
    """A line for one member of staff about one dossier or one account, never what is in it."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    dossier = models.ForeignKey(Dossier, models.CASCADE, null=True, related_name="notices")
    # Whose account it tells of; none for kinds about a dossier.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices_about"
    )
    kind = models.CharField(max_length=24, choices=NoticeKind)
    # The break-glass it tells of; none for other kinds.
    grant = models.ForeignKey(Grant, models.CASCADE, null=True, related_name="notices")
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=True) ^ Q(account__isnull=True),
                name="notice_about_dossier_or_account",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(seen_at__isnull=True), name="notice_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class BreakGlassReview(Identified):
    """Somebody who answers for the archive has looked at a break-glass; once each."""

    class Finding(models.TextChoices):
        """What the reviewer found."""

        JUSTIFIED = "justified", _("Justified")
        NOT_JUSTIFIED = "not_justified", _("Not justified")

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="review")
    finding = models.CharField(_("finding"), max_length=16, choices=Finding)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reviewed_at = models.DateTimeField(auto_now_add=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"review {self.pk}"
