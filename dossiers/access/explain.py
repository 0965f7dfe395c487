"""Why somebody holds a right: which grant gives it, from where, until when.

Reads grants and the closure table, not the derived rows: `check_access` proves that both tell
the same. Decides nothing. Imports no model by name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from .permissions import Right
from .roles import rights_of

if TYPE_CHECKING:
    from dossiers.access.users import User


@dataclass(frozen=True, slots=True)
class Cause:
    """A grant in force as it arrives at one folder."""

    grant: Any
    folder_id: int
    # A boundary stands between: of the role only the right to find arrives.
    find_only: bool

    @property
    def is_inherited(self) -> bool:
        """Whether the grant stands further up."""
        return bool(self.grant.folder_id != self.folder_id)

    @property
    def rights(self) -> frozenset[Right]:
        """What of the role arrives here."""
        rights = rights_of(self.grant.role)
        return rights & {Right.FIND} if self.find_only else rights

    @property
    def where(self) -> Any:
        """The unit or dossier on which the grant stands."""
        return place_of(self.grant.folder)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds something on a folder, with every cause of it."""

    user: "User"
    causes: list[Cause] = field(default_factory=list)

    @property
    def rights(self) -> frozenset[Right]:
        """All that arrives, by whatever cause."""
        return frozenset().union(*(cause.rights for cause in self.causes))


def place_of(folder: Any) -> Any:
    """Return the unit or dossier that a bare folder is."""
    return getattr(folder, "as_unit", None) or getattr(folder, "as_dossier", None) or folder


def causes_at(folder_id: int) -> list[Cause]:
    """Return every cause that arrives at one folder, those of the place itself first."""
    causes = causes_by_folder([folder_id]).get(folder_id, [])
    return sorted(causes, key=lambda cause: (cause.is_inherited, cause.grant.pk))


def causes_by_folder(
    folder_ids: Iterable[int], *, user: "User | None" = None
) -> dict[int, list[Cause]]:
    """Return the causes at each folder; of one user (and their groups) if one is given."""
    reach = list(
        apps.get_model("dossiers", "FolderClosure")
        .objects.filter(descendant_id__in=list(folder_ids))
        .values_list("ancestor_id", "descendant_id", "find_only")
    )
    grants = _grants_on({ancestor for ancestor, _, _ in reach}, user=user)
    causes: dict[int, list[Cause]] = defaultdict(list)
    for ancestor, descendant, find_only in reach:
        for grant in grants.get(ancestor, ()):
            cause = Cause(grant, descendant, find_only)
            if cause.rights:
                causes[descendant].append(cause)
    return causes


def why(*, user: "User", right: Right, folder_id: int) -> list[Cause]:
    """Return the causes by which a user holds a right on a folder; none if they do not."""
    if not user.is_active:
        return []
    causes = causes_by_folder([folder_id], user=user).get(folder_id, [])
    return [cause for cause in causes if right in cause.rights]


def people_at(folder_id: int) -> list[Holder]:
    """Return everybody who holds something on a folder now, members of groups one by one."""
    return group_by_user(causes_at(folder_id))


def group_by_user(causes: Iterable[Cause]) -> list[Holder]:
    """Turn causes into people: active ones only, by name."""
    causes = list(causes)
    members = _members({cause.grant.group_id for cause in causes if cause.grant.group_id})
    holders: dict[int, Holder] = {}
    for cause in causes:
        grant = cause.grant
        for user in members[grant.group_id] if grant.group_id else [grant.user]:
            if user.is_active:
                holders.setdefault(user.pk, Holder(user)).causes.append(cause)
    return sorted(holders.values(), key=lambda holder: name_of(holder.user))


def name_of(user: "User") -> str:
    """Return how a member of staff is called on screen."""
    return user.get_full_name() or user.get_username()


def _grants_on(folder_ids: set[int], *, user: "User | None") -> Mapping[int, list[Any]]:
    grants = (
        apps.get_model("dossiers", "Grant")
        .objects.in_force()
        .filter(folder_id__in=folder_ids)
        .select_related("user", "group__names", "folder__as_unit", "folder__as_dossier")
    )
    if user is not None:
        grants = grants.filter(Q(user=user) | Q(group__in=user.groups.all()))
    by_folder: dict[int, list[Any]] = defaultdict(list)
    for grant in grants:
        by_folder[grant.folder_id].append(grant)
    return by_folder


def _members(group_ids: set[int]) -> Mapping[int, list[Any]]:
    groups = apps.get_model("auth", "Group").objects.filter(pk__in=group_ids)
    return {group.pk: list(group.user_set.all()) for group in groups.prefetch_related("user_set")}
