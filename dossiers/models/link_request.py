"""Somebody who may only find a person asks to have them in a dossier of their own."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dossiers.access.permissions import Right
from dossiers.access.users import AnyUser
from dossiers.access.visibility import folders_q
from dossiers.reasons import REASON_MAX
from dossiers.vocabulary import GONE_DOSSIER_STATES

from .dossier import Dossier
from .identity import Identified
from .person import Membership


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    """Sets of requests."""

    def open(self) -> Self:
        """Keep those that nobody has answered."""
        return self.filter(answered_at=None)

    def answerable_by(self, user: AnyUser) -> Self:
        """Keep those about people for whom the user answers: they share the dossier."""
        return self.filter(folders_q(user, Right.SHARE, path="found_in_id")).exclude(
            found_in__state__in=GONE_DOSSIER_STATES
        )


class LinkRequest(Identified):
    """A request to those who answer for a person, and their answer.

    `found_in` is the dossier in which the asker found the person: whoever shares it
    answers, and nobody is told of other dossiers of that person.
    """

    class Answer(models.TextChoices):
        """What was answered."""

        ACCEPTED = "accepted", pgettext_lazy("answer", "Accepted")
        DECLINED = "declined", pgettext_lazy("answer", "Declined")

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="requests")
    found_in = models.ForeignKey(Dossier, models.CASCADE, related_name="link_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(answered_at=None), name="link_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"link request {self.pk}"
