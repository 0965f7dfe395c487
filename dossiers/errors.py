"""Why an action did not happen."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class RefusedError(Exception):
    """A precondition does not hold; `reason` is a sentence a person can act on."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


def require(user: object, permission: str, thing: object) -> None:
    """Raise PermissionDenied unless the user has the permission on the thing."""
    if not user.has_perm(permission, thing):  # type: ignore[attr-defined]
        raise PermissionDenied(permission)
