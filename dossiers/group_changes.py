"""Tells the journal who joined or left a group: groups are kept in Wagtail, rights follow them."""

from typing import Any

from django.db.models.signals import m2m_changed
from wagtail.log_actions import get_active_log_context

from dossiers import journal
from dossiers.actions.second_factors import open_at_first_role
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
        if verb == "joined":
            given = Grant.objects.filter(group_id=group).values_list("pk", flat=True)
            open_at_first_role(user=User.objects.get(pk=user), given=given)
        journal.record(
            by=by,
            action=JournalAction.GRANT,
            thing=f"user {user}",
            verb=verb,
            holder=f"group {group}",
        )
