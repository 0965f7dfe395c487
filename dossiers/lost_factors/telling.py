"""What becomes of second factors is told: a journal line, a notice to the person and the director.

The factors themselves are rows of allauth, made by the pages of `aman_site.second_factor`.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dossiers import journal
from dossiers.access.account_keepers import directors
from dossiers.journal.notices import tell_about_account
from dossiers.journal.verbs import Verb
from dossiers.models import Grant, User
from dossiers.vocabulary import FactorKind, JournalAction, NoticeKind


@transaction.atomic
def factor_added(*, user: User, kind: FactorKind) -> None:
    """Tell that a person set up a second factor."""
    _tell(user, verb=Verb.SECOND_FACTOR_ADDED, notice=NoticeKind.FACTOR_ADDED, factor=kind)


@transaction.atomic
def factor_removed(*, user: User, kind: FactorKind) -> None:
    """Tell that a person removed one of their second factors."""
    _tell(user, verb=Verb.SECOND_FACTOR_REMOVED, notice=NoticeKind.FACTOR_REMOVED, factor=kind)


@transaction.atomic
def codes_made(*, user: User) -> None:
    """Tell that a person made new recovery codes; the old ones open nothing any more."""
    _tell(user, verb=Verb.RECOVERY_CODES_MADE, notice=NoticeKind.CODES_MADE)


@transaction.atomic
def codes_kept(*, user: User) -> None:
    """Tell the journal that a person says to have printed or written down the codes."""
    _record(user, verb=Verb.RECOVERY_CODES_KEPT)


@transaction.atomic
def code_used(*, user: User, left: int) -> None:
    """Tell the person that one of their recovery codes was used."""
    tell_about_account([user], account=user, kind=NoticeKind.CODE_USED)
    _record(user, verb=Verb.RECOVERY_CODE_USED, left=left)


@transaction.atomic
def open_enrolment(*, user: User, within: timedelta | None = None) -> None:
    """Let a person set up a first second factor from now on, for some days.

    To be called where somebody is invited or given a one-time password.
    """
    days = timedelta(days=settings.AMAN_ENROL_WITHIN_DAYS)
    user.enrol_until = timezone.now() + (within or days)
    User.objects.filter(pk=user.pk).update(enrol_until=user.enrol_until)


def open_at_first_role(*, user: User, given: Iterable[int]) -> None:
    """Let a person set up a second factor whose first roles these grants are.

    A further role opens nothing: a password that was never used must not become worth more.
    """
    if not Grant.objects.held_by(user).exclude(pk__in=given).exists():
        open_enrolment(user=user)


def _tell(user: User, *, verb: Verb, notice: NoticeKind, **detail: str) -> None:
    tell_about_account([user, *directors()], account=user, kind=notice)
    _record(user, verb=verb, **detail)


def _record(user: User, *, verb: Verb, **detail: Any) -> None:
    journal.record(by=user, action=JournalAction.CHANGE, thing=user, verb=verb, **detail)
