"""Reset the second factor of somebody who lost it: one person asks, another confirms.

The two are technical administrators, or one of them is and the other directs the centre;
neither of them is the person concerned. Who was let in or lifted a short while ago confirms only
beside the director: an administrator makes administrators, and would have two accounts for it.
"""

from datetime import timedelta
from typing import TypedDict

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.account_keepers import (
    administrators,
    directors,
    is_administrator,
    is_director,
)
from dossiers.errors import RefusedError
from dossiers.journal.notices import tell_about_account
from dossiers.journal.things import Thing
from dossiers.journal.verbs import Verb
from dossiers.models import FactorReset, JournalEntry, User
from dossiers.reasons import LONG_REASON_MAX, clean_reason
from dossiers.sessions import end_sessions_of
from dossiers.vocabulary import JournalAction, NoticeKind

from .telling import open_enrolment

# Characters of the reason, without what surrounds it.
REASON_MIN = 10
# So long after a reset may a new second factor be set up.
ENROL_AFTER_RESET = timedelta(days=1)
# So long an administrator stands beside the director alone, once somebody let them in.
PROVEN_AFTER = timedelta(days=30)
LET_IN = (
    Verb.ACCOUNT_MADE,
    Verb.MADE_ADMINISTRATOR,
    Verb.PERMISSIONS_GIVEN,
    Verb.JOINED,
    Verb.INVITED,
    Verb.LINK_MADE,
    Verb.ONE_TIME_PASSWORD_SET,
    Verb.ACCOUNT_REOPENED,
)


class Told(TypedDict):
    """How a step stands in the journal and in the notices."""

    verb: Verb
    notice: NoticeKind


ASKED = Told(verb=Verb.FACTOR_RESET_ASKED, notice=NoticeKind.RESET_ASKED)
CONFIRMED = Told(verb=Verb.FACTOR_RESET_CONFIRMED, notice=NoticeKind.RESET_CONFIRMED)
REFUSED = Told(verb=Verb.FACTOR_RESET_REFUSED, notice=NoticeKind.RESET_REFUSED)


def may_reset(user: User) -> bool:
    """Tell whether this person may ask for resets of others, and confirm what another asked."""
    return is_administrator(user) or is_director(user)


@transaction.atomic
def ask_reset(*, user: User, by: User, reason: str) -> FactorReset:
    """Ask that the second factors of `user` are taken away; somebody else has to confirm."""
    _require_another(user, by=by)
    reason = clean_reason(reason, least=REASON_MIN, most=LONG_REASON_MAX)
    # Two who ask at once wait here for one another.
    User.objects.select_for_update().get(pk=user.pk)
    if user.factor_resets.waiting().exists():
        raise RefusedError(_("A reset for this person waits already to be confirmed."))
    reset = FactorReset.objects.create(user=user, reason=reason, asked_by=by)
    _record(user, by=by, reason=reason, **ASKED)
    return reset


@transaction.atomic
def confirm_reset(*, reset: FactorReset, by: User) -> None:
    """Take away every second factor of the person and end their sessions; within a day of asking.

    A new one may be set up within a day.
    """
    reset = _waiting(reset)
    _require_another(reset.user, by=by)
    if by.pk == reset.asked_by_id:
        raise RefusedError(_("Somebody else than the one who asked has to confirm."))
    if not may_reset(reset.asked_by):
        raise RefusedError(_("Whoever asked may not ask any more. Refuse it and ask again."))
    if not (is_administrator(by) or is_administrator(reset.asked_by)):
        raise RefusedError(_("One of the two has to be a technical administrator."))
    if not (is_director(by) or is_director(reset.asked_by)):
        _require_proven(by, reset.asked_by)
    _close(reset, FactorReset.Outcome.CONFIRMED, by=by)
    _take_away(reset.user, by=by)
    _record(reset.user, by=by, reason=reset.reason, **CONFIRMED)


@transaction.atomic
def reset_on_server(*, user: User, reason: str) -> None:
    """Do the same for who runs the server, where nobody is left to ask or to confirm."""
    reason = clean_reason(reason, least=REASON_MIN, most=LONG_REASON_MAX)
    _take_away(user, by=None)
    _record(user, by=None, reason=reason, **CONFIRMED)


@transaction.atomic
def refuse_reset(*, reset: FactorReset, by: User) -> None:
    """Close a request without a reset; the person concerned may do so too."""
    reset = _waiting(reset)
    if by.pk != reset.user_id and not may_reset(by):
        raise PermissionDenied
    _close(reset, FactorReset.Outcome.REFUSED, by=by)
    _record(reset.user, by=by, reason=reset.reason, **REFUSED)


def _require_another(user: User, *, by: User) -> None:
    if not may_reset(by):
        raise PermissionDenied
    if by.pk == user.pk:
        raise RefusedError(_("Nobody resets their own second factor: ask somebody else."))


def _require_proven(*two: User) -> None:
    """Refuse two administrators of whom one got their account, password or powers lately."""
    lines = JournalEntry.objects.filter(
        thing_model=Thing.USER,
        thing_id__in=[str(one.pk) for one in two],
        at__gte=timezone.now() - PROVEN_AFTER,
        actor_id__isnull=False,
        detail__verb__in=LET_IN,
    )
    if lines.exists():
        raise RefusedError(
            _("One of you got their account or their powers recently: the director has to be one.")
        )


def _waiting(reset: FactorReset) -> FactorReset:
    """Return the request, locked; refuse one that is closed or too old."""
    rows = FactorReset.objects.waiting().select_for_update(of=("self",))
    waiting = rows.select_related("user", "asked_by").filter(pk=reset.pk).first()
    if waiting is None:
        raise RefusedError(_("This request is closed, or older than a day."))
    return waiting


def _close(reset: FactorReset, outcome: FactorReset.Outcome, *, by: User) -> None:
    reset.outcome, reset.closed_by, reset.closed_at = outcome, by, timezone.now()
    reset.save(update_fields=["outcome", "closed_by", "closed_at"])


def _take_away(user: User, *, by: User | None) -> None:
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_sessions_of(user=user, by=by)
    open_enrolment(user=user, within=ENROL_AFTER_RESET)


def _record(user: User, *, by: User | None, reason: str, verb: Verb, notice: NoticeKind) -> None:
    tell_about_account([user, *directors(), *administrators()], account=user, kind=notice)
    journal.record(by=by, action=JournalAction.CHANGE, thing=user, reason=reason, verb=verb)
