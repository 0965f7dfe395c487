"""Whom the access module is asked about. Types only: the tables lie above this floor."""

from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from dossiers.models import User

__all__ = ["AnyUser", "User"]

# Somebody signed in, or nobody.
AnyUser: TypeAlias = Union["User", "AnonymousUser"]
