"""Referrals: signals that a child may need help, sent by the public."""

import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q
from dossiers.vocabulary import ReferralState

from .folder import Unit
from .identity import Identified

# No vowels and no look-alikes: it is read aloud on the telephone.
TRACKING_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_tracking_number() -> str:
    """Return a number such as "K7F2-X9QD-3MPR" (58 bits), unguessable, easy to dictate."""
    letters = [secrets.choice(TRACKING_ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Sets of referrals."""

    def visible_to(self, user: object) -> Self:
        """Keep the referrals of units in which the user may triage."""
        return self.filter(folders_q(user, Right.TRIAGE, path="unit_id"))


class Referral(Identified):
    """A signal. Only the description is required; the sender may stay nameless."""

    tracking_number = models.CharField(
        max_length=14, unique=True, default=new_tracking_number, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="referrals")
    state = models.CharField(
        max_length=12, choices=ReferralState, default=ReferralState.NEW, db_index=True
    )
    received_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=2)
    description = models.TextField(_("what is happening"), max_length=5000)
    child = models.CharField(_("the child"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    reporter = models.CharField(_("your name"), max_length=200, blank=True)
    contact = models.CharField(_("how to reach you"), max_length=200, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"referral {self.pk}"
