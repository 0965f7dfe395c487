"""A password that somebody else set is good once; its owner and the directors are told."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.administration.actor import telling_of
from dossiers.journal.verbs import Verb
from dossiers.lost_factors.telling import open_enrolment
from dossiers.models import User
from dossiers.vocabulary import JournalAction, NoticeKind

from .invitations import PASSWORD_FIELDS, end_links
from .telling import tell_of


@transaction.atomic
def note_one_time_password(*, person: User, by: User) -> None:
    """Tell that a password was set by somebody else: in the admin, or on the terminal.

    Its owner may set up a first second factor with it.
    """
    open_enrolment(user=person)
    tell_of(person, by=by, verb=Verb.ONE_TIME_PASSWORD_SET, notice=NoticeKind.PASSWORD_SET)


@transaction.atomic
def choose_own_password(*, person: User, password: str) -> None:
    """Put a password that nobody else knows in the place of the one-time one.

    Raises ValidationError when it breaks a rule, or is the one-time password again.
    """
    validate_password(password, person)
    if person.check_password(password):
        raise ValidationError(_("Somebody else knows this password. Choose another one."))
    keep_own_password(person=person, password=password)


@transaction.atomic
def keep_own_password(*, person: User, password: str) -> None:
    """Keep a checked password that its owner typed; a slip that lies about opens nothing now."""
    person.choose_password(password)
    with telling_of(person):
        person.save(update_fields=PASSWORD_FIELDS)
    end_links(person)
    journal.record(
        by=person,
        action=JournalAction.CHANGE,
        thing=person,
        verb=Verb.OWN_PASSWORD_SET,
    )
