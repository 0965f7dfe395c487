"""Tell the journal who signed in, who left and where somebody failed to."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from dossiers import journal
from dossiers.vocabulary import JournalAction


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
    typed = str(credentials.get("username") or credentials.get("login") or "")
    user = users.filter(username__iexact=typed).only("pk").first() if typed else None
    journal.record(
        by=None, action=JournalAction.LOGIN_FAILED, thing=f"user {user.pk}" if user else ""
    )
