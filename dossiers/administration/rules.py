"""What the administration may not do: give roles by a group, lower a kind, delete a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from dossiers.access.explain import place_of
from dossiers.access.permissions import Permission, Right
from dossiers.access.predicates import holds
from dossiers.errors import RefusedError
from dossiers.models import Grant, Unit, User
from dossiers.sharing.actions import refuse_giving_more
from dossiers.vocabulary import CONFIDENTIALITY_LEVEL

PEOPLE_STAY = _(
    "Accounts are never deleted: dossiers and the journal name them. "
    "An account is closed and opened again on the person’s page among the staff."
)
GROUPS_STAY = _(
    "Groups are never deleted: roles and the journal name them. "
    "Take the members and the permissions out instead."
)
GROUP_GIVES_ROLES = _(
    "“%(group)s” holds roles on dossiers: its members hold them too. Roles are given on the "
    "sharing page of a unit or a dossier, by those who may share it."
)
GROUP_MAY_MORE = _("“%(group)s” may do more than you may: you cannot change it.")
NOT_HELD = _("You cannot give a permission that you do not hold yourself.")
KIND_LOWERED = _(
    "Documents of this kind would be open to others than before. Only a director of the centre "
    "gives a kind a class that is not more closed."
)


def directs_the_centre(user: User) -> bool:
    """Tell whether the user is a director of the centre itself, not of a unit or a dossier."""
    centre = Unit.objects.filter(parent=None).values_list("pk", flat=True)
    return user.is_active and any(holds(user, Right.DESTROY, pk) for pk in centre)


def is_more_closed(after: str, *, before: str) -> bool:
    """Tell whether one class is above the other; two beside each other open to other people."""
    return CONFIDENTIALITY_LEVEL[after] > CONFIDENTIALITY_LEVEL[before]


def may_change_kind(*, before: str, after: str, by: User) -> bool:
    """Tell whether this user may give a kind of paper another class."""
    return before == after or is_more_closed(after, before=before) or directs_the_centre(by)


def may_change_member(group: Group, *, person_id: int, by: User) -> bool:
    """Tell whether this user may let a person into a group, or out: that gives its roles.

    Nobody gives a role to themselves, nor one that they may not give at its place.
    """
    return all(
        by.pk != person_id and _may_give(grant, by=by)
        for grant in Grant.objects.in_force().filter(group=group).select_related("folder")
    )


def _may_give(grant: Grant, *, by: User) -> bool:
    place = place_of(grant.folder)
    share = Permission.Unit.SHARE if isinstance(place, Unit) else Permission.Dossier.SHARE
    if not by.has_perm(share, place):
        return False
    try:
        refuse_giving_more(place=place, role=grant.role, by=by, valid_until=grant.valid_until)
    except RefusedError:
        return False
    return True


@dataclass(frozen=True)
class SiteRight:
    """What a group may do on a page or a collection of the public site and below it, or with
    the settings of a site.
    """

    codename: str
    kind: str
    pk: int
    # Of the tree: what lies below begins with it. A site has nothing below.
    path: str = ""

    def __str__(self) -> str:
        return f"{self.codename} {self.kind} {self.pk}"

    def includes(self, other: "SiteRight") -> bool:
        """Tell whether the other is the same right, on the same place or one below it."""
        if (self.codename, self.kind) != (other.codename, other.kind):
            return False
        return self.pk == other.pk or bool(self.path and other.path.startswith(self.path))


def rights_on_site(groups: Iterable[Group]) -> set[SiteRight]:
    """Return what the members of these groups may do on pages, collections and sites."""
    of_pages = GroupPagePermission.objects.filter(group__in=groups)
    of_files = GroupCollectionPermission.objects.filter(group__in=groups)
    of_sites = GroupSitePermission.objects.filter(group__in=groups)
    pages = of_pages.values_list("permission__codename", "page_id", "page__path")
    files = of_files.values_list("permission__codename", "collection_id", "collection__path")
    sites = of_sites.values_list("permission__codename", "site_id")
    return {
        *(SiteRight(name, "page", pk, path) for name, pk, path in pages),
        *(SiteRight(name, "collection", pk, path) for name, pk, path in files),
        *(SiteRight(name, "site", pk) for name, pk in sites),
    }


def holds_on_site(rights: Iterable[SiteRight], *, by: User) -> bool:
    """Tell whether this user holds all these rights, there or above."""
    if by.is_superuser:
        return True
    held = rights_on_site(by.groups.all())
    return all(any(one.includes(right) for one in held) for right in rights)


def may_do_more(group: Group, *, than: User) -> bool:
    """Tell whether members of the group may do in the admin what this user may not."""
    if than.is_superuser:
        return False
    if not holds_on_site(rights_on_site([group]), by=than):
        return True
    return any(not than.has_perm(name) for name in permissions_of(group))


def permissions_of(group: Group) -> list[str]:
    """Return the full names of a group's permissions in the admin."""
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return [f"{app}.{codename}" for app, codename in rows]
