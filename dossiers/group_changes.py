"""Watches who joins or leaves a group: groups are kept in Wagtail, rights follow them.

To put somebody into a group that holds roles in the archive is to give them these roles: it
takes the same rights, and nobody does so for themselves. The journal tells of each change.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed
from wagtail.log_actions import get_active_log_context

from dossiers import journal
from dossiers.access.explain import place_of
from dossiers.actions.boundaries import end_kept_by_group
from dossiers.actions.errors import RefusedError
from dossiers.actions.sharing import refuse_giving_more
from dossiers.models import Grant, User
from dossiers.vocabulary import JournalAction

# Clearing names nobody any more when it is done: those who leave are told before.
VERBS = {"post_add": "joined", "post_remove": "left", "pre_clear": "left"}


def connect() -> None:
    """Listen to changes of membership; called when the app is ready."""
    m2m_changed.connect(
        _note_change, sender=User.groups.through, dispatch_uid="dossiers.group_changes"
    )


def _note_change(*, instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any) -> None:
    """Write one line for each person and group; the actor is who works in the admin now."""
    if action == "pre_add":
        _refuse_joining(instance, reverse=reverse, pk_set=pk_set)
    verb = VERBS.get(action)
    if verb is None:
        return
    changed = set(pk_set or ())
    if action == "pre_clear":
        others = instance.user_set if reverse else instance.groups
        changed = set(others.values_list("pk", flat=True))
    by = get_active_log_context().user
    for pk in sorted(changed):
        user, group = (pk, instance.pk) if reverse else (instance.pk, pk)
        journal.record(
            by=by,
            action=JournalAction.GRANT,
            thing=f"user {user}",
            verb=verb,
            holder=f"group {group}",
        )
        if verb == "left":
            _end_kept(user=user, group=group, by=by)


def _end_kept(*, user: int, group: int, by: Any) -> None:
    """Who leaves a group keeps nothing by it inside a boundary; the last to share stays."""
    try:
        end_kept_by_group(user_id=user, group_id=group, by=by)
    except RefusedError as refusal:
        raise PermissionDenied("group") from refusal


def _refuse_joining(instance: Any, *, reverse: bool, pk_set: set[int]) -> None:
    """Refuse who works in the admin to give by a group what they could not give by hand."""
    by = get_active_log_context().user
    if by is None:
        return
    users, groups = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    for grant in Grant.objects.in_force().filter(group__in=groups).select_related("folder"):
        if by.pk in users:
            raise PermissionDenied("group")
        try:
            refuse_giving_more(
                place=place_of(grant.folder),
                role=grant.role,
                by=by,
                valid_until=grant.valid_until,
            )
        except RefusedError as refusal:
            raise PermissionDenied("group") from refusal
