"""Grants, the only thing people write; and guardian's rows, derived from them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from dossiers.access.roles import Role
from dossiers.access.users import AnyUser
from dossiers.reasons import LONG_REASON_MAX
from dossiers.vocabulary import GrantCause

from .folder import Folder
from .identity import Identified, NotIndexedByWagtail


class GrantQuerySet(models.QuerySet["Grant"]):
    """Sets of grants."""

    def in_force(self) -> "GrantQuerySet":
        """Keep what is neither ended nor expired."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=timezone.now()), ended_at__isnull=True
        )

    def held_by(self, user: AnyUser) -> "GrantQuerySet":
        """Keep what is in force for one person, by themselves or by a group."""
        return self.in_force().filter(Q(user=user) | Q(group__user=user))


class Grant(Identified):
    """A role given to a person or a group on a folder, with its cause. Never deleted, ended."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="dossier_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    cause = models.CharField(_("basis"), max_length=12, choices=GrantCause)
    reason = models.CharField(_("reason"), max_length=LONG_REASON_MAX, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    # Kept inside a boundary because of that grant further up, and for as long as it holds.
    stands_for = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="stand_ins"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(group__isnull=True),
                name="grant_to_user_or_group",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def holder(self) -> Any:
        """The user or the group that holds it."""
        return self.user or self.group


class FolderUserPermission(UserObjectPermissionBase, NotIndexedByWagtail):
    """A right a user holds on a folder; derived by sharing.grants, never written elsewhere."""

    content_object = models.ForeignKey(Folder, models.CASCADE, related_name="user_permissions")
    valid_until = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


class FolderGroupPermission(GroupObjectPermissionBase, NotIndexedByWagtail):
    """A right a group holds on a folder; derived by sharing.grants, never written elsewhere."""

    content_object = models.ForeignKey(Folder, models.CASCADE, related_name="group_permissions")
    valid_until = models.DateTimeField(null=True)

    class Meta(GroupObjectPermissionBase.Meta):
        default_permissions = ()
