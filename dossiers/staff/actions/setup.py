"""The first technical administrator and the first director of a place that nobody can enter.

Who has the terminal of the machine has the place: that is the authority here. Each deed is a
journal line without an actor.
"""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.account_keepers import administrators, directors
from dossiers.access.roles import Role
from dossiers.administration.actor import telling_of
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import Invitation, Unit, User
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import GrantCause, JournalAction

from .invitations import (
    Link,
    Names,
    Purpose,
    link_from_terminal,
    make_account,
    new_setup_link,
    use_up,
)

FIRST_ACCOUNTS = (Purpose.FIRST_ADMINISTRATOR, Purpose.FIRST_DIRECTOR)


def missing_accounts() -> list[Purpose]:
    """Return of which first accounts nobody exists who has a password of their own."""
    return [
        purpose
        for purpose in FIRST_ACCOUNTS
        if not any(user.has_usable_password() for user in _people_of(purpose))
    ]


@transaction.atomic
def offer_first_account(purpose: Purpose, names: Names | None = None) -> Link:
    """Make the link for a first account; with names the account stands already, invited.

    Refused when there is somebody of that kind who can get in: they invite others themselves.
    """
    if purpose not in missing_accounts():
        raise RefusedError(
            _("Somebody is there already who can sign in. They invite others on the staff page.")
        )
    link = _offer_by_name(purpose, names) if names else new_setup_link(purpose)
    journal.record(
        by=None, action=JournalAction.CHANGE, thing=link.invitation, verb=Verb.FIRST_ACCOUNT_OFFERED
    )
    return link


@transaction.atomic
def make_first_account(*, invitation: Invitation, names: Names, password: str) -> User:
    """Make the account that the link is for, with the password that its owner chose.

    Raises ValidationError when the password breaks a rule; the link stays good then.
    """
    purpose = Purpose(invitation.purpose)
    if invitation.user is not None or purpose not in missing_accounts():
        raise RefusedError(_("This link opens nothing any more."))
    _refuse_bad_password(password, names)
    use_up(invitation)
    person = _make(purpose, names)
    person.choose_password(password)
    with telling_of(person):
        person.save()
    Invitation.objects.filter(pk=invitation.pk).update(user=person)
    journal.record(
        by=person,
        action=JournalAction.CHANGE,
        thing=person,
        verb=Verb.FIRST_ACCOUNT_MADE,
    )
    return person


def _offer_by_name(purpose: Purpose, names: Names) -> Link:
    """Make the account that was named on the terminal, or take the one that was made before."""
    before = User.objects.filter(username__iexact=names.username).first()
    waits = before is not None and before in _people_of(purpose)
    person = before if before is not None and waits else _make(purpose, names)
    return link_from_terminal(person, purpose=purpose)


def _people_of(purpose: Purpose) -> QuerySet[User]:
    return administrators() if purpose == Purpose.FIRST_ADMINISTRATOR else directors()


def _make(purpose: Purpose, names: Names) -> User:
    if purpose == Purpose.FIRST_ADMINISTRATOR:
        return make_account(names, is_superuser=True, is_staff=True)
    person = make_account(names, chooses_units=True)
    give_role(
        folder=Unit.objects.get(parent=None),
        to=person,
        role=Role.DIRECTOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    return person


def _refuse_bad_password(password: str, names: Names) -> None:
    owner = User(username=names.username, name_latin=names.latin, name_arabic=names.arabic)
    try:
        validate_password(password, owner)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
