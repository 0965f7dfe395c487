"""Referrals: signals that a child may need help, sent by the public."""

import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import folders_q
from dossiers.vocabulary import ReferralState

from .folder import Unit
from .identity import Identified, NotIndexedByWagtail

# No vowels and no look-alikes: it is read aloud on the telephone.
TRACKING_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_tracking_number() -> str:
    """Return a number such as "K7F2-X9QD-3MPR" (58 bits), unguessable, easy to dictate."""
    letters = [secrets.choice(TRACKING_ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Sets of referrals."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the referrals of units in which the user may triage."""
        return self.filter(folders_q(user, Right.TRIAGE, path="unit_id"))


class ReferralWords(NotIndexedByWagtail):
    """What a sender wrote at one time. Only the description is required."""

    # Keyed digest of what was sent: the same sent again is known by it.
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    received_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=2)
    description = models.TextField(_("what is happening"), max_length=5000)
    child = models.CharField(_("the child"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    reporter = models.CharField(_("your name"), max_length=200, blank=True)
    contact = models.CharField(_("how to reach you"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Referral(ReferralWords, Identified):
    """A signal; the sender may stay nameless."""

    tracking_number = models.CharField(
        max_length=14, unique=True, default=new_tracking_number, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="referrals")
    state = models.CharField(
        max_length=12, choices=ReferralState, default=ReferralState.NEW, db_index=True
    )
    # Many came from its connection within the hour: it is read after the others, never refused.
    is_doubtful = models.BooleanField(default=False, editable=False)
    # Keyed digest of the form it was written in, which may be sent several times.
    form_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_digest", "content_digest"],
                condition=~models.Q(form_digest=""),
                name="referral_sent_once",
            )
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class ReferralAddition(ReferralWords):
    """The same form sent again with more: all that it says by then, beside what was sent first."""

    content_digest = models.CharField(max_length=64, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="additions")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "content_digest"], name="referral_addition_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"addition {self.pk} to referral {self.referral_id}"
