"""Tell the journal who signed in, who left and where somebody failed to; tell of a lock-out."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from dossiers import attempts, journal
from dossiers.access.account_keepers import directors
from dossiers.actions.notices import tell_about_account
from dossiers.models import Notice, User
from dossiers.vocabulary import JournalAction, NoticeKind


def connect() -> None:
    """Listen to Django's signals; called when the app is ready."""
    user_logged_in.connect(_note_login, dispatch_uid="dossiers.login")
    user_logged_out.connect(_note_logout, dispatch_uid="dossiers.logout")
    user_login_failed.connect(_note_failure, dispatch_uid="dossiers.login_failed")


def _note_login(*, user: Any, **_: Any) -> None:
    journal.record(by=user, action=JournalAction.LOGIN)


def _note_logout(*, user: Any, **_: Any) -> None:
    # A session that had already ended has nobody to name.
    if user is not None:
        journal.record(by=user, action=JournalAction.LOGOUT)


def _note_failure(*, credentials: dict[str, Any], **_: Any) -> None:
    """Name the account if there is one; what was typed is not kept, it may be a password."""
    users = get_user_model().objects
    typed = str(credentials.get("username") or "")
    user = users.filter(username=typed).only("pk").first() if typed else None
    journal.record(
        by=None, action=JournalAction.LOGIN_FAILED, thing=f"user {user.pk}" if user else ""
    )


def note_wrong_code(user: User, *, door: str, refused: bool = False) -> None:
    """Write the line of a wrong code of the second factor, or of one that was not looked at."""
    journal.record(
        by=None,
        action=JournalAction.LOGIN_FAILED,
        thing=f"user {user.pk}",
        verb="code refused" if refused else "wrong code",
        door=door,
    )
    if not refused and attempts.spent(attempts.code_key(user)) >= attempts.CODES_LIMIT:
        tell_locked(user, kind=NoticeKind.CODES_LOCKED)


@transaction.atomic
def tell_locked(user: User, *, kind: NoticeKind) -> None:
    """Tell the owner of an account and the directors that it is locked; once until they look."""
    told = Notice.objects.filter(account=user, kind=kind, seen_at=None)
    knowing = set(told.values_list("recipient", flat=True))
    unknowing = [one for one in (user, *directors()) if one.pk not in knowing]
    tell_about_account(unknowing, account=user, kind=kind)
    journal.record(
        by=None, action=JournalAction.LOGIN_FAILED, thing=f"user {user.pk}", verb="locked"
    )


def is_locked(user: User) -> bool:
    """Tell whether even the right password, or the right code, is refused now."""
    return user.username in locked_names([user]) or (
        attempts.spent(attempts.code_key(user)) >= attempts.CODES_LIMIT
    )


def locked_names(users: Iterable[User]) -> set[str]:
    """Return the names for which even the right password is refused from an unknown browser."""
    return {
        user.username
        for user in users
        if attempts.spent(attempts.password_key(user.username)) >= settings.AMAN_FAILURES
    }


@transaction.atomic
def unlock(*, user: User, by: User | None) -> bool:
    """Let somebody sign in again before the lock ends; tell whether anything was counted.

    Whether `by` may is asked by the caller; None is the command on the server.
    """
    keys = (attempts.password_key(user.username), attempts.code_key(user))
    counted = attempts.clear(*keys)
    if counted:
        journal.record(by=by, action=JournalAction.CHANGE, thing=f"user {user.pk}", verb="unlocked")
    return bool(counted)
