"""Journal line and notices of what happens to an account; in the transaction of the deed."""

from dossiers import journal
from dossiers.access.account_keepers import directors
from dossiers.journal.notices import tell_about_account
from dossiers.journal.verbs import Verb
from dossiers.models import User
from dossiers.vocabulary import JournalAction, NoticeKind


def tell_of(
    person: User,
    *,
    by: User,
    verb: Verb,
    notice: NoticeKind,
    reason: str = "",
    tells_person: bool = True,
) -> None:
    """Write the line; tell the person and the directors, never whoever did it."""
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=person,
        reason=reason,
        verb=verb,
    )
    readers = [*directors(), *([person] if tells_person else [])]
    tell_about_account(
        [user for user in readers if user.pk != getattr(by, "pk", None)],
        account=person,
        kind=notice,
    )
