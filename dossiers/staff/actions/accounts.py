"""Change, unlock, close and reopen the account of somebody else; hand over what they answer for.

Roles are given and taken on the sharing pages alone. An account is closed, never deleted.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.access.account_keepers import administrators, directors
from dossiers.access.permissions import Permission, Right
from dossiers.administration.actor import acting, telling_of
from dossiers.errors import RefusedError, require
from dossiers.journal import sign_in_receivers
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, Grant, User
from dossiers.sessions import end_sessions_of
from dossiers.sharing.actions import name_responsible
from dossiers.sharing.grants import end_grant
from dossiers.vocabulary import GrantCause, NoticeKind

from .invitations import PASSWORD_FIELDS, Link, Names, end_links, new_link
from .telling import tell_of


@transaction.atomic
def change_account(*, person: User, names: Names, by: User) -> None:
    """Correct how somebody is called, or the language they read."""
    require(by, Permission.Staff.CHANGE, person)
    if not names.arabic or not names.latin:
        raise RefusedError(_("Write the name in both scripts."))
    person.name_arabic, person.name_latin = names.arabic, names.latin
    person.language = names.language
    person.save(update_fields=["name_arabic", "name_latin", "language"])
    tell_of(person, by=by, verb=Verb.ACCOUNT_CHANGED, notice=NoticeKind.ACCOUNT_CHANGED)


@transaction.atomic
def unlock_account(*, person: User, by: User) -> None:
    """Let somebody try again who typed too many wrong passwords or codes."""
    require(by, Permission.Staff.CHANGE, person)
    sign_in_receivers.unlock(user=person, by=by)


@transaction.atomic
def close_account(
    *, person: User, by: User, successor: User | None = None, reason: str = ""
) -> None:
    """Shut somebody out who leaves: sessions, links, roles and groups end in one transaction.

    What they answer for goes to the successor, as far as `by` shares it. A technical
    administrator hands nothing over: it waits with the closed account for who may.
    """
    require(by, Permission.Staff.CHANGE, person)
    _lock_keepers_and(person)
    if not person.is_active:
        raise RefusedError(_("This account is closed already."))
    refuse_last_of_their_kind(person)
    if by.has_perm(Permission.Staff.HAND_OVER, person):
        _hand_over_all(person, to=successor, by=by, reason=reason)
    for grant in Grant.objects.in_force().filter(user=person).select_related("folder"):
        _end_if_somebody_stays(grant, by=by)
    end_sessions_of(user=person, by=by)
    end_links(person)
    with acting(by):
        _shut_out(person)
        person.groups.clear()
        person.user_permissions.clear()
    tell_of(
        person,
        by=by,
        verb=Verb.ACCOUNT_CLOSED,
        notice=NoticeKind.ACCOUNT_CLOSED,
        reason=reason,
        tells_person=False,
    )


@transaction.atomic
def reopen_account(*, person: User, by: User) -> Link:
    """Let somebody come back by a new one-time link, without their old roles.

    What nobody could take over when they left is theirs again: then `by` is one who could hand
    it over, not a technical administrator.
    """
    require(by, Permission.Staff.REOPEN, person)
    if person.is_active:
        raise RefusedError(_("This account is open."))
    if not by.has_perm(Permission.Staff.HAND_OVER, person) and _still_holds(person):
        raise RefusedError(
            _("Dossiers wait for this person. Who answers for the centre opens the account again.")
        )
    person.is_active = True
    with telling_of(person):
        person.save(update_fields=["is_active"])
    tell_of(
        person,
        by=by,
        verb=Verb.ACCOUNT_REOPENED,
        notice=NoticeKind.ACCOUNT_REOPENED,
        tells_person=False,
    )
    return new_link(user=person, by=by)


@transaction.atomic
def hand_over(*, person: User, to: User, by: User, reason: str = "") -> int:
    """Name another responsible for every dossier of theirs that `by` shares; return how many."""
    require(by, Permission.Staff.HAND_OVER, person)
    return _hand_over_all(person, to=to, by=by, reason=reason)


def dossiers_to_hand_over(person: User, *, by: User) -> list[Dossier]:
    """Return the dossiers somebody is responsible for, as far as `by` may hand them over."""
    named = Dossier.objects.visible_to(by, Right.SHARE).filter(responsible=person)
    return list(named.select_related("unit").order_by("reference"))


def refuse_last_of_their_kind(person: User) -> None:
    """Refuse to shut out the last director, or the last technical administrator, who can get in."""
    for kind, sentence in (
        (directors(), _("This is the last director. Name another director first.")),
        (
            administrators(),
            _("This is the last technical administrator. Make another one first."),
        ),
    ):
        people = list(kind)
        if person in people and not any(_can_get_in(other) for other in people if other != person):
            raise RefusedError(sentence)


def _lock_keepers_and(person: User) -> None:
    """Let two who close each other wait for one another, and read how the person stands now."""
    keepers = {*directors().values_list("pk", flat=True)}
    keepers |= {*administrators().values_list("pk", flat=True), person.pk}
    list(User.objects.select_for_update().filter(pk__in=keepers).order_by("pk"))
    person.refresh_from_db()


def _shut_out(person: User) -> None:
    person.is_active = person.is_superuser = person.is_staff = False
    person.set_unusable_password()
    with telling_of(person):
        person.save(update_fields=[*PASSWORD_FIELDS, "is_active", "is_superuser", "is_staff"])


def _still_holds(person: User) -> bool:
    return Grant.objects.in_force().filter(user=person).exists()


def _can_get_in(user: User) -> bool:
    """Whether they have a password: who was only invited may never come."""
    return user.is_active and user.has_usable_password()


def _hand_over_all(person: User, *, to: User | None, by: User, reason: str) -> int:
    dossiers = dossiers_to_hand_over(person, by=by)
    if not dossiers:
        return 0
    if to is None:
        raise RefusedError(_("Choose who answers for their dossiers from now on."))
    if to == person or not _can_get_in(to):
        raise RefusedError(_("Choose somebody else, who has signed in already."))
    for dossier in dossiers:
        name_responsible(dossier=dossier, to=to, by=by, reason=reason)
    return len(dossiers)


def _end_if_somebody_stays(grant: Grant, *, by: User) -> None:
    """End a grant, unless nobody could share the place then: it stays, and opens nothing.

    Its holder is shut out all the same. Whoever closes the account learns nothing of it: the
    place may be one whose existence they do not know. So stays what was not handed over.
    """
    if grant.cause == GrantCause.RESPONSIBLE:
        return
    try:
        with transaction.atomic():
            end_grant(grant=grant, by=by)
    except RefusedError:
        return
