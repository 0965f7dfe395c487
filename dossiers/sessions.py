"""End the sessions of a person: on request, and whenever what they may do here changes.

A session is a row (models.Session): without it the next request is nobody's.
A role is a grant on a unit. Grants on single dossiers end no session: what somebody holds is
looked up anew for every request, and sharing a dossier must not throw its reader out.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save, pre_save

from dossiers import journal
from dossiers.models import Grant, Session, User
from dossiers.vocabulary import GrantCause, JournalAction

# What a user is allowed by themselves; a change of any of these ends their sessions.
WATCHED = ("password", "is_active", "is_superuser")
CHANGED = ("post_add", "post_remove", "pre_clear")


@transaction.atomic
def end_sessions_of(*, user: User, by: Any = None, but: str | None = None) -> int:
    """End every session of a person, but the one with this key; return how many there were.

    `by` is None where the sessions end because of a change and nobody asked for it.
    """
    ended = Session.objects.filter(user=user).exclude(session_key=but).delete()[0]
    if ended:
        journal.record(
            by=by,
            action=JournalAction.LOGOUT,
            thing=f"user {user.pk}",
            verb="sessions ended",
            sessions=ended,
        )
    return ended


@transaction.atomic
def end_session(*, session: Session, by: User) -> None:
    """End one session of a person."""
    session.delete()
    journal.record(
        by=by,
        action=JournalAction.LOGOUT,
        thing=f"user {session.user_id}",
        verb="sessions ended",
        sessions=1,
    )


def connect() -> None:
    """Listen to what changes a person's rights; called when the app is ready."""
    pre_save.connect(_look_at_user, sender=User, dispatch_uid="dossiers.sessions.look")
    post_save.connect(_user_saved, sender=User, dispatch_uid="dossiers.sessions.user")
    post_save.connect(_grant_saved, sender=Grant, dispatch_uid="dossiers.sessions.grant")
    for through, receiver in (
        (User.groups.through, _groups_changed),
        (User.user_permissions.through, _permissions_changed),
        (Group.permissions.through, _permissions_of_group_changed),
    ):
        name = f"dossiers.sessions.{through.__name__}"
        m2m_changed.connect(receiver, sender=through, dispatch_uid=name)


def _look_at_user(*, instance: User, update_fields: Any, **_: Any) -> None:
    """Remember whether something is changing; a sign-in saves only the time of it."""
    watched = [name for name in WATCHED if update_fields is None or name in update_fields]
    instance._ends_sessions = False  # type: ignore[attr-defined]  # noqa: SLF001
    if instance.pk is None or not watched or _is_rehash(instance, update_fields):
        return
    before = User.objects.filter(pk=instance.pk).values(*watched).first()
    now = {name: getattr(instance, name) for name in watched}
    instance._ends_sessions = before not in (None, now)  # type: ignore[attr-defined]  # noqa: SLF001


def _is_rehash(user: User, update_fields: Any) -> bool:
    """Tell a known password that is merely hashed anew from a new one.

    Django's `check_password` does so when the hasher's cost has changed; it alone saves the
    password with nothing remembered of the raw one.
    """
    return set(update_fields or ()) == {"password"} and (getattr(user, "_password", None) is None)


def _user_saved(*, instance: User, **_: Any) -> None:
    if getattr(instance, "_ends_sessions", False):
        end_sessions_of(user=instance)


def _grant_saved(*, instance: Grant, **_: Any) -> None:
    """A role was given, changed or ended: a grant on a unit."""
    if instance.cause == GrantCause.UNIT_DEFAULT:
        holder = Q(pk=instance.user_id) if instance.user_id else Q(groups=instance.group_id)
        _end_all(User.objects.filter(holder))


def _groups_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: Iterable[int] | None, **_: Any
) -> None:
    if action == "pre_clear":
        _end_all(instance.user_set.all() if reverse else _one_of(instance, instance.groups))
    elif action in CHANGED and pk_set:
        _end_all(User.objects.filter(pk__in=pk_set if reverse else [instance.pk]))


def _permissions_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: Iterable[int] | None, **_: Any
) -> None:
    if action == "pre_clear":
        _end_all(
            instance.user_set.all() if reverse else _one_of(instance, instance.user_permissions)
        )
    elif action in CHANGED and pk_set:
        _end_all(User.objects.filter(pk__in=pk_set if reverse else [instance.pk]))


def _permissions_of_group_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: Iterable[int] | None, **_: Any
) -> None:
    if action == "pre_clear":
        groups = instance.group_set.all() if reverse else _one_of(instance, instance.permissions)
        _end_all(User.objects.filter(groups__in=groups))
    elif action in CHANGED and pk_set:
        _end_all(User.objects.filter(groups__in=pk_set if reverse else [instance.pk]))


def _one_of(instance: Any, held: Any) -> Any:
    """Return the instance as a set, or nobody where there is nothing to clear."""
    rows = type(instance)._default_manager
    return rows.filter(pk=instance.pk) if held.exists() else rows.none()


def _end_all(users: Any) -> None:
    for user in users.distinct().filter(sessions__isnull=False):
        end_sessions_of(user=user)
