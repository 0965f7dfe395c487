"""The way back from a lost second factor: asked for by one person, confirmed by another."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dossiers.reasons import LONG_REASON_MAX

from .identity import Identified

# So long may a request be confirmed.
CONFIRM_WITHIN = timedelta(days=1)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    """Sets of requests."""

    def waiting(self) -> "FactorResetQuerySet":
        """Keep what may still be confirmed."""
        return self.filter(closed_at__isnull=True, asked_at__gt=timezone.now() - CONFIRM_WITHIN)


class FactorReset(Identified):
    """A request to take away the second factor of somebody who lost it. Never deleted."""

    class Outcome(models.TextChoices):
        """What became of the request."""

        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="factor_resets")
    reason = models.CharField(_("reason"), max_length=LONG_REASON_MAX)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"factor reset {self.pk}"

    @property
    def ends_at(self) -> datetime:
        """Until when it may be confirmed."""
        return self.asked_at + CONFIRM_WITHIN
