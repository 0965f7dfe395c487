"""Give and end rights: the only way to do so.

People write grants; guardian's rows are derived from them here, in the same
transaction. Several causes may give one right: losing one keeps the others.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access import visibility
from dossiers.access.duration import Until, later
from dossiers.access.permissions import Right
from dossiers.access.roles import rights_of
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.lost_factors.telling import open_at_first_role
from dossiers.models import Folder, FolderGroupPermission, FolderUserPermission, Grant, User
from dossiers.models.grant import GrantQuerySet
from dossiers.vocabulary import GrantCause, JournalAction

from .own_rights import is_own

# Only these may somebody write for themselves: a glass that they break, and what they keep of
# their own inside a boundary. Their actions see to it that nothing grows.
FOR_ONESELF = frozenset({GrantCause.BREAK_GLASS, GrantCause.PROTECTION})


@transaction.atomic
def give_role(
    *,
    folder: Folder,
    to: User | Group,
    role: str,
    cause: GrantCause,
    by: User | None,
    reason: str = "",
    valid_until: Until = None,
    stands_for: Grant | None = None,
) -> Grant:
    """Give a role on a folder to a user or a group; the rights hold from the next request.

    `stands_for` is the grant further up with which this one ends.
    """
    if cause not in FOR_ONESELF and is_own(to, by=by):
        raise RefusedError(_("Nobody gives a role to themselves, nor to a group they belong to."))
    grant = Grant.objects.create(
        folder_id=folder.pk,
        user=None if isinstance(to, Group) else to,
        group=to if isinstance(to, Group) else None,
        role=role,
        cause=cause,
        reason=reason,
        valid_until=valid_until,
        stands_for=stands_for,
        made_by=by,
    )
    derive_rights(folder_id=folder.pk, user=grant.user, group=grant.group)
    # Whose first role it is needs a second factor from now on.
    for user in to.user_set.all() if isinstance(to, Group) else [to]:
        open_at_first_role(user=user, given=[grant.pk])
    _record(grant, by=by, verb=Verb.GIVEN)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, by: User | None) -> None:
    """End a grant and all that stand for it; refuse when nobody would be left who may share."""
    grant.ended_at = timezone.now()
    grant.ended_by = by
    grant.save(update_fields=["ended_at", "ended_by"])
    for stand_in in grant.stand_ins.in_force():
        end_grant(grant=stand_in, by=by)
    if Right.SHARE in rights_of(grant.role) and not somebody_shares(grant.folder_id):
        raise RefusedError(_("At least one person who can share this dossier must remain."))
    derive_rights(folder_id=grant.folder_id, user=grant.user, group=grant.group)
    _record(grant, by=by, verb=Verb.ENDED)


def derive_rights(*, folder_id: int, user: User | None = None, group: Group | None = None) -> None:
    """Make guardian's rows of one holder on one folder equal to their grants in force."""
    rows: Any
    rows, holder = (
        (FolderGroupPermission, {"group": group})
        if group is not None
        else (FolderUserPermission, {"user": user})
    )
    wanted = rights_in_force(Grant.objects.filter(folder_id=folder_id, **holder))
    held = rows.objects.filter(content_object_id=folder_id, **holder)
    held.exclude(permission__codename__in=wanted).delete()
    ids = dict(
        Permission.objects.filter(
            content_type__app_label="dossiers",
            content_type__model="folder",
            codename__in=wanted,
        ).values_list("codename", "pk")
    )
    rows.objects.bulk_create(
        [
            rows(content_object_id=folder_id, permission_id=ids[right], valid_until=until, **holder)
            for right, until in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=[*holder, "permission", "content_object"],
        update_fields=["valid_until"],
    )
    visibility.clear_request_cache()


def rights_in_force(grants: "GrantQuerySet") -> dict[Right, Until]:
    """Return each right the grants give, and the latest moment until which it holds."""
    wanted: dict[Right, Until] = {}
    for grant in grants.in_force():
        for right in rights_of(grant.role):
            if right in wanted:
                wanted[right] = later(wanted[right], grant.valid_until)
            else:
                wanted[right] = grant.valid_until
    return wanted


def somebody_shares(folder_id: int) -> bool:
    """Whether a lasting grant of sharing reaches the folder, from here or from above."""
    lasting = Grant.objects.in_force().filter(valid_until__isnull=True)
    return any(
        Right.SHARE in rights_of(grant.role)
        for grant in lasting.filter(
            Q(user__is_active=True) | Q(group__user__is_active=True),
            folder__reaches__descendant_id=folder_id,
            folder__reaches__find_only=False,
        ).distinct()
    )


def _record(grant: Grant, *, by: User | None, verb: Verb) -> None:
    journal.record(
        by=by,
        action=JournalAction.GRANT,
        thing=grant,
        folder_id=grant.folder_id,
        reason=grant.reason,
        verb=verb,
        role=grant.role,
        cause=grant.cause,
        holder=f"group {grant.group_id}" if grant.group_id else f"user {grant.user_id}",
    )
