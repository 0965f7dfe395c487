"""Django's question `user.has_perm(name, thing)`, answered by the permission map."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from dossiers.access.users import AnyUser

from .permission_map import allows


class DossierBackend(BaseBackend):
    """Answers for things of the archive only, and never for a whole model."""

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Any = None) -> bool:
        """Answer by the map; without a thing the answer is no."""
        return allows(user_obj, perm, obj)
