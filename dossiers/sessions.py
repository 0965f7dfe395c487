"""End the sessions of a person: on request, and whenever what they may do here changes.

A session is a row (models.Session): without it the next request is nobody's.
A role is a grant on a unit. Grants on single dossiers end no session: what somebody holds is
looked up anew for every request, and sharing a dossier must not throw its reader out.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from django.utils import timezone

from dossiers import journal
from dossiers.access.signals import access_changed
from dossiers.journal.things import Subject, Thing
from dossiers.journal.verbs import Verb
from dossiers.models import Grant, Session, User
from dossiers.vocabulary import GrantCause, JournalAction


@transaction.atomic
def end_sessions_of(*, user: User, by: User | None = None, but: str | None = None) -> int:
    """End every session of a person, but the one with this key; return how many there were.

    `by` is None where the sessions end because of a change and nobody asked for it.
    """
    ended = Session.objects.filter(user=user).exclude(session_key=but).delete()[0]
    if ended:
        journal.record(
            by=by,
            action=JournalAction.LOGOUT,
            thing=user,
            verb=Verb.SESSIONS_ENDED,
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
        thing=Subject(Thing.USER, session.user_id or ""),
        verb=Verb.SESSIONS_ENDED,
        sessions=1,
    )


def clear_expired() -> int:
    """Throw away the rows of sessions that are over; return how many there were."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def connect() -> None:
    """Listen to what changes a person's rights; called when the app is ready."""
    access_changed.connect(_access_changed, dispatch_uid="dossiers.sessions.access")
    post_save.connect(_grant_saved, sender=Grant, dispatch_uid="dossiers.sessions.grant")


def _access_changed(*, user_ids: set[int], **_: Any) -> None:
    """A password, an activity, a group or a permission changed."""
    _end_all(User.objects.filter(pk__in=user_ids))


def _grant_saved(*, instance: Grant, **_: Any) -> None:
    """A role was given, changed or ended: a grant on a unit."""
    if instance.cause == GrantCause.UNIT_DEFAULT:
        holder = Q(pk=instance.user_id) if instance.user_id else Q(groups=instance.group_id)
        _end_all(User.objects.filter(holder))


def _end_all(users: QuerySet[User]) -> None:
    for user in users.distinct().filter(sessions__isnull=False):
        end_sessions_of(user=user)
