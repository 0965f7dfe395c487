"""Deny by default in Wagtail: no generic view, chooser or report sees a thing of the archive."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from dossiers.access.users import AnyUser

# Plain lists that editors keep in Wagtail: no personal data in them.
REFERENCE_DATA = {"unit", "documentkind", "procedure"}
# Wagtail's own user management keeps its usual policy.
WAGTAIL_OWN = {"user"}


class DenyAll(BasePermissionPolicy):
    """Nobody may do anything, superusers included."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        """Refuse."""
        return False

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        """Refuse."""
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Name nobody."""
        return get_user_model()._default_manager.none()

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Model) -> bool:
        """Refuse."""
        return False

    def user_has_any_permission_for_instance(
        self, user: AnyUser, actions: Iterable[str], instance: Model
    ) -> bool:
        """Refuse."""
        return False

    def instances_user_has_any_permission_for(
        self, user: AnyUser, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Show nothing."""
        return self.model._default_manager.none()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[Any]:
        """Name nobody."""
        return get_user_model()._default_manager.none()


def register_policies(models: Iterable[type[Model]]) -> None:
    """Register `DenyAll` for every model given that is neither reference data nor Wagtail's."""
    for model in models:
        if model._meta.model_name not in REFERENCE_DATA | WAGTAIL_OWN:
            register_permission_policy(model, DenyAll(model), exact_class=True)
