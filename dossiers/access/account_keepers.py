"""Who answers for accounts: technical administrators and the director. Imports no model by name."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from dossiers.access.users import AnyUser

from .roles import Role

# Whoever holds this makes and changes accounts.
ADMINISTER = "dossiers.change_user"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def is_administrator(user: AnyUser) -> bool:
    """Tell whether this person makes and changes accounts."""
    return bool(user.is_active and user.has_perm(ADMINISTER))


def is_director(user: AnyUser) -> bool:
    """Tell whether this person directs the centre: the role, on the root of the tree."""
    return bool(user.is_active and _director_grants().held_by(user).exists())


def administrators() -> "QuerySet[Any]":
    """Return the people who make and change accounts."""
    return _users().with_perm(ADMINISTER, backend=MODEL_BACKEND)


def directors() -> "QuerySet[Any]":
    """Return the people who direct the centre."""
    grants = _director_grants().in_force()
    return (
        _users()
        .filter(Q(pk__in=grants.values("user")) | Q(groups__in=grants.values("group")))
        .filter(is_active=True)
        .distinct()
    )


def _director_grants() -> Any:
    grants = apps.get_model("dossiers", "Grant").objects.all()
    return grants.filter(
        role=Role.DIRECTOR, folder__as_unit__isnull=False, folder__as_unit__parent__isnull=True
    )


def _users() -> Any:
    return apps.get_model("dossiers", "User").objects
