"""Tell the journal who signed in, who left and where somebody failed to; tell of a lock-out.

What was counted here as guesses of a secret stands in dossiers.rate_limits.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from dossiers import journal, rate_limits
from dossiers.access.account_keepers import directors
from dossiers.models import Notice, User, normal_name
from dossiers.rate_limits import Limit
from dossiers.vocabulary import JournalAction, NoticeKind

from .notices import tell_about_account
from .verbs import Verb

# Wrong codes of the second factor that one person may send, all kinds together.
CODES_LIMIT = Limit(most=5, span=timedelta(minutes=5), restarts=True)
# Who has the password and goes on guessing finds the right one of a million before long.
CODES_OF_DAY = Limit(most=30, span=timedelta(days=1))
# What is refused without a look is told so often, with how many there were.
REFUSALS_TOLD = Limit(most=1, span=timedelta(minutes=1))
REFUSALS_KEPT = timedelta(days=1)


def connect() -> None:
    """Listen to Django's signals; called when the app is ready."""
    user_logged_in.connect(_note_login, dispatch_uid="dossiers.login")
    user_logged_out.connect(_note_logout, dispatch_uid="dossiers.logout")
    user_login_failed.connect(_note_failure, dispatch_uid="dossiers.login_failed")


def _note_login(*, user: User, **_: Any) -> None:
    journal.record(by=user, action=JournalAction.LOGIN)


def _note_logout(*, user: User, **_: Any) -> None:
    # A session that had already ended has nobody to name.
    if user is not None:
        journal.record(by=user, action=JournalAction.LOGOUT)


def password_key(name: str) -> str:
    """Return under what wrong passwords for a name are counted, whether it exists or not."""
    return f"password {normal_name(name)}"


def known_browsers_key(user: User) -> str:
    """Return under what wrong passwords count where the account has signed in before."""
    return f"known browsers {user.pk}"


def code_key(user: User) -> str:
    """Return under what wrong codes of a person are counted: codes of an app, recovery, keys."""
    return f"code {user.pk}"


def code_of_day_key(user: User) -> str:
    """Return under what wrong codes of a person are counted from the first one on, for a day."""
    return f"codes of day {user.pk}"


def take_code(user: User) -> bool:
    """Take an attempt at a code before it is looked at; False when there were too many."""
    return rate_limits.take(code_key(user), CODES_LIMIT) and rate_limits.take(
        code_of_day_key(user), CODES_OF_DAY
    )


def forget_codes(user: User) -> None:
    """Forget the wrong codes of the last minutes: one was right. The day keeps them."""
    rate_limits.clear(code_key(user))
    rate_limits.give_back(code_of_day_key(user))


def _note_failure(*, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    """Name the account if there is one; what was typed is not kept, it may be a password.

    The sign-in says by `request.told_together` under what limit too many came already.
    """
    users = get_user_model().objects
    typed = str(credentials.get("username") or "")
    user = users.filter(username=typed).only("pk").first() if typed else None
    if together := getattr(request, "told_together", None):
        _tell_together(together, thing=user, verb=Verb.PASSWORD_REFUSED)
    else:
        journal.record(by=None, action=JournalAction.LOGIN_FAILED, thing=user)


def note_wrong_code(user: User, *, door: str) -> None:
    """Write the line of a wrong code of the second factor; tell of the last one before a lock."""
    journal.record(
        by=None, action=JournalAction.LOGIN_FAILED, thing=user, verb=Verb.WRONG_CODE, door=door
    )
    used = rate_limits.spent_of([code_key(user), code_of_day_key(user)])
    if used[code_key(user)] >= CODES_LIMIT.most or used[code_of_day_key(user)] >= CODES_OF_DAY.most:
        tell_locked(user, kind=NoticeKind.CODES_LOCKED)


def note_refused_code(user: User, *, door: str) -> None:
    """Write that a code was not looked at: there were too many."""
    _tell_together(code_key(user), thing=user, verb=Verb.CODE_REFUSED, door=door)


@transaction.atomic
def _tell_together(key: str, **line: Any) -> None:
    """Write at most one line a minute under this key, with how many there were since the last.

    Whoever goes on guessing at a closed door must not be able to fill the journal.
    """
    number = rate_limits.count(f"refusals {key}", span=REFUSALS_KEPT)
    if rate_limits.take(f"refusals told {key}", REFUSALS_TOLD):
        rate_limits.clear(f"refusals {key}")
        journal.record(by=None, action=JournalAction.LOGIN_FAILED, attempts=number, **line)


@transaction.atomic
def tell_locked(user: User, *, kind: NoticeKind) -> None:
    """Tell the owner of an account and the directors that it is locked; once until they look."""
    notices = Notice.objects.filter(account=user, kind=kind, seen_at=None)
    knowing = set(notices.values_list("recipient", flat=True))
    unknowing = [one for one in (user, *directors()) if one.pk not in knowing]
    tell_about_account(unknowing, account=user, kind=kind)
    journal.record(by=None, action=JournalAction.LOGIN_FAILED, thing=user, verb=Verb.LOCKED)


def is_locked(user: User) -> bool:
    """Tell whether even the right password, or the right code, is refused now."""
    return user.username in locked_names([user])


def locked_names(users: Iterable[User]) -> set[str]:
    """Return the names of those refused now, in some browser or at the second factor."""
    limits = {
        user.username: (
            (password_key(user.username), settings.AMAN_FAILURES),
            (known_browsers_key(user), settings.AMAN_FAILURES),
            (code_key(user), CODES_LIMIT.most),
            (code_of_day_key(user), CODES_OF_DAY.most),
        )
        for user in users
    }
    used = rate_limits.spent_of(key for pairs in limits.values() for key, _most in pairs)
    return {name for name, pairs in limits.items() if any(used[key] >= most for key, most in pairs)}


@transaction.atomic
def unlock(*, user: User, by: User | None) -> bool:
    """Let somebody sign in again before the lock ends; tell whether anything was counted.

    They and the directors are told. Whether `by` may is asked by the caller; None is the
    command on the server.
    """
    counted = rate_limits.clear(
        password_key(user.username),
        known_browsers_key(user),
        code_key(user),
        code_of_day_key(user),
    )
    if counted:
        readers = [one for one in (user, *directors()) if by is None or one.pk != by.pk]
        tell_about_account(readers, account=user, kind=NoticeKind.ACCOUNT_UNLOCKED)
        journal.record(by=by, action=JournalAction.CHANGE, thing=user, verb=Verb.UNLOCKED)
    return bool(counted)
