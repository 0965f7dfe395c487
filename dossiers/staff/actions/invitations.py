"""Invite somebody, make their one-time link anew, withdraw it, let them in by it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access import staff
from dossiers.access.account_keepers import is_administrator
from dossiers.access.permissions import Permission
from dossiers.administration.actor import telling_of
from dossiers.errors import RefusedError, require
from dossiers.journal.verbs import Verb
from dossiers.lost_factors.telling import open_enrolment
from dossiers.models import Invitation, Unit, User
from dossiers.sharing.actions import share
from dossiers.staff.codes import Secret, digest, new_secret
from dossiers.vocabulary import JournalAction, NoticeKind

from .telling import tell_of

Purpose = Invitation.Purpose
# What a password chosen by its owner changes.
PASSWORD_FIELDS = ("password", "must_change_password")


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role on a unit, for good or until a moment."""

    unit: Unit
    role: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation with its secrets, which nobody sees a second time."""

    invitation: Invitation
    secret: Secret


@dataclass(frozen=True, slots=True)
class Names:
    """How somebody is called, and in which language they read."""

    arabic: str
    latin: str
    language: str
    username: str = ""


@transaction.atomic
def invite(*, names: Names, roles: list[RoleGiven], by: User) -> Link:
    """Make an account that nobody has a password of, give its roles, and return its link.

    Whoever answers for a unit gives roles on it; a technical administrator gives none.
    """
    if not is_administrator(by) and not staff.shares_some_unit(by):
        raise PermissionDenied(Permission.Unit.INVITE)
    if not roles and not is_administrator(by) and not staff.answers_for_centre(by):
        raise RefusedError(_("Choose a unit and a role: without one you would not see them again."))
    person = make_account(names)
    for given in roles:
        share(place=given.unit, to=person, role=given.role, by=by, valid_until=given.until)
    tell_of(person, by=by, verb=Verb.INVITED, notice=NoticeKind.ACCOUNT_MADE, tells_person=False)
    return new_link(user=person, by=by)


@transaction.atomic
def renew_link(*, person: User, by: User) -> Link:
    """Make a new one-time link for an account; the old one opens nothing any more."""
    require(by, Permission.Staff.CHANGE, person)
    if not person.is_active:
        raise RefusedError(_("This account is closed. Open it again first."))
    link = new_link(user=person, by=by)
    tell_of(person, by=by, verb=Verb.LINK_MADE, notice=NoticeKind.LINK_MADE)
    return link


@transaction.atomic
def withdraw_link(*, person: User, by: User) -> None:
    """Let an open link of an account open nothing any more."""
    require(by, Permission.Staff.CHANGE, person)
    if not end_links(person):
        raise RefusedError(_("There is no open link to withdraw."))
    journal.record(by=by, action=JournalAction.CHANGE, thing=person, verb=Verb.LINK_WITHDRAWN)


@transaction.atomic
def accept(*, invitation: Invitation, password: str) -> User:
    """Use the link up: its owner has chosen a password that nobody else knows.

    Raises ValidationError when the password breaks a rule; the link stays good then.
    """
    person = invitation.user
    if person is None:
        raise RefusedError(_("This link opens nothing any more."))
    validate_password(password, person)
    use_up(invitation)
    person.refresh_from_db()
    if not person.is_active:
        raise RefusedError(_("This link opens nothing any more."))
    person.choose_password(password)
    with telling_of(person):
        person.save(update_fields=PASSWORD_FIELDS)
    end_links(person)
    tell_of(person, by=person, verb=Verb.INVITATION_USED, notice=NoticeKind.ACCOUNT_JOINED)
    return person


def make_account(names: Names, **fields: Any) -> User:
    """Write a new account; refuse a name without letters or a user name that is taken.

    Whoever calls it writes the line.
    """
    if not names.arabic or not names.latin:
        raise RefusedError(_("Write the name in both scripts."))
    username = names.username or free_username(names.latin)
    if User.objects.filter(username__iexact=username).exists():
        raise RefusedError(_("This user name is taken already. Choose another one."))
    person = User(
        username=username,
        name_arabic=names.arabic,
        name_latin=names.latin,
        language=names.language,
        **fields,
    )
    person.set_unusable_password()
    with telling_of(person):
        person.save()
    return person


def free_username(latin: str) -> str:
    """Return a user name made of a Latin name that nobody bears yet."""
    plain = plain_username(latin)
    taken = {
        name.casefold()
        for name in User.objects.filter(username__istartswith=plain).values_list(
            "username", flat=True
        )
    }
    number = 2
    username = plain
    while username in taken:
        username = f"{plain}{number}"
        number += 1
    return username


def plain_username(latin: str) -> str:
    """Return a Latin name in small letters without accents, its parts joined by dots.

    >>> plain_username("Fatima-Zahra Aït Ali")
    'fatima.zahra.ait.ali'
    """
    letters = unicodedata.normalize("NFKD", latin.casefold()).encode("ascii", "ignore").decode()
    return ".".join(re.findall(r"[a-z0-9]+", letters))[:60] or "user"


def end_links(person: User) -> int:
    """Withdraw every open link of an account; return how many there were."""
    return person.invitations.open().update(ended_at=timezone.now())


def new_setup_link(purpose: Purpose) -> Link:
    """Make the link by which the first account of a kind is made; the one before dies."""
    unused = Invitation.objects.open().filter(purpose=purpose, user=None)
    unused.update(ended_at=timezone.now())
    hours = timedelta(hours=settings.AMAN_SETUP_LINK_HOURS)
    return _write(purpose=purpose, valid_until=timezone.now() + hours)


def link_from_terminal(person: User, *, purpose: Purpose) -> Link:
    """Make a link for a first account whose names were asked on the terminal."""
    end_links(person)
    open_enrolment(user=person)
    hours = timedelta(hours=settings.AMAN_SETUP_LINK_HOURS)
    return _write(purpose=purpose, user=person, valid_until=timezone.now() + hours)


def use_up(invitation: Invitation) -> None:
    """Mark an invitation as used, once; of several who try at once one succeeds."""
    used = Invitation.objects.open().filter(pk=invitation.pk).update(used_at=timezone.now())
    if not used:
        raise RefusedError(_("This link opens nothing any more."))


def new_link(*, user: User, by: User) -> Link:
    """Make the only open link of an account; who uses it may set up a first second factor."""
    end_links(user)
    open_enrolment(user=user)
    days = timedelta(days=settings.AMAN_INVITATION_DAYS)
    return _write(user=user, made_by=by, valid_until=timezone.now() + days)


def _write(**fields: Any) -> Link:
    secret = new_secret()
    invitation = Invitation.objects.create(
        token_digest=digest(secret.token), code_digest=digest(secret.code), **fields
    )
    return Link(invitation, secret)
