"""What must hold of a user and a member of staff, one sentence each. Imports no model.

Names and roles on units are no secret among those who answer for a unit; what somebody
holds on dossiers is, and is not asked here.
"""

from typing import Any

from django.apps import apps
from django.db.models import Q

from dossiers.access.users import AnyUser

from .account_keepers import is_administrator
from .permissions import Right
from .predicates import holds
from .roles import rights_of
from .visibility import held_rights


def is_somebody_else(user: AnyUser, person: Any) -> bool:
    """It is not the user's own account."""
    return bool(user.pk != person.pk)


def shares_centre(user: AnyUser, person: Any) -> bool:
    """`share_dossier` is held on the centre itself."""
    return answers_for_centre(user)


def makes_accounts(user: AnyUser, person: Any) -> bool:
    """The user makes accounts and gives no roles; an administrator's is for another one alone."""
    return is_administrator(user) and (user.is_superuser or not person.is_superuser)


def shares_unit_of_theirs(user: AnyUser, person: Any) -> bool:
    """`share_dossier` is held on a unit in which they hold a role."""
    return any(holds(user, Right.SHARE, unit) for unit, _role in _roles_on_units(person))


def shares_every_unit_of_theirs(user: AnyUser, person: Any) -> bool:
    """On each unit in which they hold a role, the user holds `share_dossier` and no less than it.

    A technical administrator is not changed by the head of a unit.
    """
    theirs = list(_roles_on_units(person))
    if not theirs or is_administrator(person):
        return False
    return all(
        holds(user, right, unit)
        for unit, role in theirs
        for right in {Right.SHARE} | rights_of(role)
    )


def answers_for_centre(user: AnyUser) -> bool:
    """Tell whether the user holds `share_dossier` on the centre itself."""
    shared = held_rights(user).get(Right.SHARE)
    if not shared:
        return False
    centre = apps.get_model("dossiers", "Unit").objects.filter(parent=None)
    return bool(centre.filter(pk__in=shared).exists())


def shares_some_unit(user: AnyUser) -> bool:
    """Tell whether the user answers for the staff of a unit at least."""
    shared = held_rights(user).get(Right.SHARE)
    if not shared:
        return False
    units = apps.get_model("dossiers", "Unit").objects
    return bool(units.filter(pk__in=shared).exists())


def _roles_on_units(person: Any) -> Any:
    grants = apps.get_model("dossiers", "Grant").objects.in_force()
    of_person = grants.filter(Q(user=person) | Q(group__in=person.groups.all()))
    return of_person.filter(folder__as_unit__isnull=False).values_list("folder_id", "role")
