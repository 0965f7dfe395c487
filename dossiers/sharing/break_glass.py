"""Break the glass of one dossier for one hour, and review that it was justified."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.access.explain import people_at
from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.errors import RefusedError, require
from dossiers.journal.notices import tell
from dossiers.journal.verbs import Verb
from dossiers.models import BreakGlassReview, Dossier, Grant, User
from dossiers.reasons import LONG_REASON_MAX, clean_reason
from dossiers.vocabulary import GrantCause, JournalAction, NoticeKind

from .grants import give_role

OPEN_FOR = timedelta(hours=1)
# Characters of the reason, without what surrounds it.
REASON_MIN = 20
# So often somebody opens one dossier before anybody has looked at why.
UNREVIEWED_MAX = 3


@transaction.atomic
def break_glass(*, dossier: Dossier, reason: str, by: User) -> Grant:
    """Open every class of one dossier to one person for one hour; those who answer are told."""
    require(by, Permission.Dossier.BREAK_GLASS, dossier)
    reason = clean_reason(reason, least=REASON_MIN, most=LONG_REASON_MAX)
    # Two requests of one person at once are counted one after the other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if active_emergency_access(dossier=dossier, user=by) is not None:
        raise RefusedError(_("You already have emergency access to this dossier."))
    _refuse_habit(dossier, by=by)
    grant = give_role(
        folder=dossier,
        to=by,
        role=Role.BREAK_GLASS,
        cause=GrantCause.BREAK_GLASS,
        by=by,
        reason=reason,
        valid_until=timezone.now() + OPEN_FOR,
    )
    tell(
        _those_who_answer(dossier, exclude=by),
        dossier=dossier,
        kind=NoticeKind.BREAK_GLASS,
        grant=grant,
    )
    journal.record(
        by=by,
        action=JournalAction.BREAK_GLASS,
        thing=dossier,
        folder_id=dossier.pk,
        reason=reason,
        grant=grant.pk,
    )
    return grant


def active_emergency_access(*, dossier: Dossier, user: User) -> Grant | None:
    """Return the break-glass by which the user has the dossier open now."""
    grants = dossier.grants.in_force().filter(cause=GrantCause.BREAK_GLASS, user=user)
    return grants.order_by("-valid_until").first()


@transaction.atomic
def review_break_glass(*, grant: Grant, finding: str, by: User, note: str = "") -> None:
    """Note that a break-glass was looked at, and what was found; once, and by somebody else."""
    dossier = grant.folder.as_dossier
    require(by, Permission.Dossier.REVIEW_BREAK_GLASS, dossier)
    if grant.user_id == by.pk:
        raise RefusedError(_("You cannot review your own emergency access."))
    if BreakGlassReview.objects.filter(grant=grant).exists():
        raise RefusedError(_("This emergency access has already been reviewed."))
    BreakGlassReview.objects.create(grant=grant, finding=finding, note=note, reviewed_by=by)
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=grant,
        folder_id=dossier.pk,
        reason=note,
        verb=Verb.BREAK_GLASS_REVIEWED,
        finding=finding,
    )


def _refuse_habit(dossier: Dossier, *, by: User) -> None:
    """Refuse one more hour while nobody has reviewed the hours before: it is no way of working."""
    broken = dossier.grants.filter(cause=GrantCause.BREAK_GLASS, user=by)
    if broken.filter(review__isnull=True).count() >= UNREVIEWED_MAX:
        raise RefusedError(
            _(
                "You have used emergency access to this dossier several times, and nobody has"
                " reviewed it yet. Ask a director for a review, or for a role in it."
            )
        )


def _those_who_answer(dossier: Dossier, *, exclude: User) -> Iterator[User]:
    """Yield the responsible of the dossier and the directors, the one who broke it left out."""
    if dossier.responsible and dossier.responsible.is_active and dossier.responsible != exclude:
        yield dossier.responsible
    for holder in people_at(dossier.pk):
        is_own = any(
            cause.grant.role == Role.RESPONSIBLE and not cause.is_inherited
            for cause in holder.causes
        )
        if holder.user != exclude and (is_own or Right.REVIEW in holder.rights):
            yield holder.user
