"""Who works here, what they hold on units, how their accounts stand. Tells nothing of dossiers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q, QuerySet, TextChoices
from django.db.models.expressions import OrderBy
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy

from dossiers.access import staff
from dossiers.access.account_keepers import is_administrator
from dossiers.access.explain import name_of
from dossiers.access.permissions import Right
from dossiers.access.roles import Role
from dossiers.access.visibility import folders_q, held_rights
from dossiers.journal.sign_in_receivers import locked_names
from dossiers.models import Grant, Invitation, Unit, User
from dossiers.models.user import by_language
from dossiers.sharing.actions import roles_to_give


class AccountState(TextChoices):
    """How an account stands."""

    INVITED = "invited", pgettext_lazy("account", "Invited")
    ACTIVE = "active", pgettext_lazy("account", "Active")
    LOCKED = "locked", pgettext_lazy("account", "Locked")
    CLOSED = "closed", pgettext_lazy("account", "Closed")


@dataclass(frozen=True, slots=True)
class RoleOnUnit:
    """A role somebody holds on a unit, by themselves or by a group."""

    unit: Unit
    role: str
    group: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person of the list."""

    person: User
    name: str
    other_name: str
    state: AccountState
    # Of the open link; None when there is none.
    link_until: datetime | None
    roles: list[RoleOnUnit] = field(default_factory=list)
    is_administrator: bool = False


def may_see_staff(user: User) -> bool:
    """Tell whether there is a staff page for this user."""
    return staff.shares_some_unit(user) or is_administrator(user)


def is_led_to_staff(user: User) -> bool:
    """Tell the menu of every page, without a query, whether to lead to the staff page.

    Whoever shares a unit sorts its referrals too; nobody holds both on a dossier alone.
    """
    held = held_rights(user)
    shared = held.get(Right.SHARE, frozenset()) & held.get(Right.TRIAGE, frozenset())
    return bool(shared) or (user.is_active and user.is_superuser)


def shared_units(user: User) -> "QuerySet[Unit]":
    """Return the units whose staff this user answers for, the centre first."""
    units = Unit.objects.filter(folders_q(user, Right.SHARE))
    return units.order_by(_nulls_first("parent"), f"name_{get_language() or 'ar'}")


def inviting_units(user: User) -> list[tuple[Unit, list[Role]]]:
    """Return the units in use on which this user may give roles, each with these roles."""
    units = shared_units(user).filter(in_use=True)
    return [(unit, roles_to_give(place=unit, by=user)) for unit in units]


def visible_staff(user: User, *, units: Sequence[Unit]) -> "QuerySet[User]":
    """Return whose accounts this user sees: everybody's, or those with a role in their units.

    `units` are those of `shared_units`.
    """
    people = User.objects.all()
    if includes_centre(units) or is_administrator(user):
        return people
    return _with_role_on(people, units)


def includes_centre(units: Iterable[Unit]) -> bool:
    """Tell whether the centre itself is among the units."""
    return any(unit.parent_id is None for unit in units)


def in_unit(people: "QuerySet[User]", unit: Unit) -> "QuerySet[User]":
    """Keep those who hold a role on this very unit."""
    return _with_role_on(people, [unit])


def _with_role_on(people: "QuerySet[User]", units: Iterable[Unit]) -> "QuerySet[User]":
    grants = Grant.objects.in_force().filter(folder__in=[unit.pk for unit in units])
    return people.filter(
        Q(pk__in=grants.values("user")) | Q(groups__in=grants.values("group"))
    ).distinct()


def by_name(people: "QuerySet[User]") -> "QuerySet[User]":
    """Put people in the order of their names in the language in force."""
    first, second = by_language(latin="name_latin", arabic="name_arabic")
    return people.order_by("-is_active", Lower(first), Lower(second), "username")


def staff_rows(people: Iterable[User]) -> list[StaffRow]:
    """Describe people in a fixed number of queries, however many they are."""
    people = list(people)
    locked = locked_names(people)
    links = _open_links(people)
    roles = _roles(people)
    return [
        StaffRow(
            person=person,
            name=name_of(person),
            other_name=_other_name(person),
            state=_state(person, locked=locked),
            link_until=links.get(person.pk),
            roles=roles[person.pk],
            is_administrator=person.is_active and person.is_superuser,
        )
        for person in people
    ]


def in_state(rows: Iterable[StaffRow], state: str) -> list[StaffRow]:
    """Keep the rows of one state; all without one."""
    return [row for row in rows if not state or row.state == state]


def _state(person: User, *, locked: set[str]) -> AccountState:
    if not person.is_active:
        return AccountState.CLOSED
    if not person.has_usable_password():
        return AccountState.INVITED
    return AccountState.LOCKED if person.username in locked else AccountState.ACTIVE


def _other_name(person: User) -> str:
    """Return the name in the script that `name_of` did not take."""
    first, second = by_language(latin=person.name_latin, arabic=person.name_arabic)
    return second if first else ""


def _open_links(people: list[User]) -> dict[int, datetime]:
    links = Invitation.objects.open().filter(user__in=people)
    return {user: until for user, until in links.values_list("user_id", "valid_until") if user}


def _roles(people: list[User]) -> dict[int, list[RoleOnUnit]]:
    """Return what each holds on units now, the centre first."""
    members: dict[int, list[int]] = defaultdict(list)
    through = User.groups.through.objects.filter(user__in=people)
    for user, group in through.values_list("user_id", "group_id"):
        members[group].append(user)
    grants = (
        Grant.objects.in_force()
        .filter(Q(user__in=people) | Q(group__in=list(members)), folder__as_unit__isnull=False)
        .select_related("folder__as_unit", "group__names")
        .order_by(_nulls_first("folder__as_unit__parent"), "folder__as_unit__code", "pk")
    )
    roles: dict[int, list[RoleOnUnit]] = defaultdict(list)
    for grant in grants:
        role = RoleOnUnit(
            unit=grant.folder.as_unit,
            role=grant.get_role_display(),
            group=str(grant.group or ""),
            until=timezone.localtime(grant.valid_until) if grant.valid_until else None,
        )
        if grant.group_id is not None:
            for holder in members[grant.group_id]:
                roles[holder].append(role)
        elif grant.user_id is not None:
            roles[grant.user_id].append(role)
    return roles


def _nulls_first(name: str) -> OrderBy:
    return F(name).asc(nulls_first=True)
