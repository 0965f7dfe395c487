"""Ask those who answer for a person to have them in a dossier of one's own; answer that.

Until it is accepted the membership is not confirmed: the dossier shows the name alone. Whoever
answers shares the dossier in which the asker found the person; a request tells of no other.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers import journal, rate_limits
from dossiers.access.explain import people_at
from dossiers.access.permissions import Permission, Right
from dossiers.errors import RefusedError, require
from dossiers.indexing.reindex import reindex_memberships
from dossiers.journal.notices import tell
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, LinkRequest, Membership, Person, PersonName, User
from dossiers.rate_limits import Limit
from dossiers.reasons import clean_reason
from dossiers.sharing.own_rights import own_gain
from dossiers.vocabulary import JournalAction, MemberRole, NoticeKind, Script

from .write import learns_for_longer, link_person, may_link, name_dossier

# Who was declined asks the same people for the same person again only after this time.
ONE_DECLINED = Limit(1, timedelta(days=7))


ANSWERED = {
    LinkRequest.Answer.ACCEPTED: Verb.LINK_ACCEPTED,
    LinkRequest.Answer.DECLINED: Verb.LINK_DECLINED,
}


@transaction.atomic
def link_or_ask(
    *, dossier: Dossier, person: Person, role: MemberRole, by: User, is_primary: bool = False
) -> Membership:
    """Put somebody into one more dossier; ask first where only their name may be known."""
    link = link_person if may_link(person, dossier=dossier, by=by) else request_link
    return link(dossier=dossier, person=person, role=role, by=by, is_primary=is_primary)


@transaction.atomic
def request_link(
    *, dossier: Dossier, person: Person, role: MemberRole, by: User, is_primary: bool = False
) -> Membership:
    """Put the name of somebody into a dossier and ask those who answer for them for the rest."""
    require(by, Permission.Dossier.FILE, dossier)
    elsewhere = Membership.objects.visible_to(by).filter(person=person).exclude(dossier=dossier)
    if not elsewhere.exists():
        raise PermissionDenied("person")
    place = elsewhere.filter(is_confirmed=True).select_related("dossier").order_by("pk").first()
    if place is None:
        raise RefusedError(
            _("Nobody you may ask is responsible for this person. Ask the management.")
        )
    if rate_limits.spent(_declined_key(person, found_in=place.dossier, asked_by=by)):
        raise RefusedError(
            _(
                "Your request for this person was declined in the last seven days. "
                "Speak with those who answer for them, or ask again later."
            )
        )
    membership, is_new = Membership.objects.get_or_create(
        dossier=dossier,
        person=person,
        role=role,
        defaults={"is_primary": is_primary, "is_confirmed": False},
    )
    if not is_new:
        return membership
    request = LinkRequest.objects.create(membership=membership, found_in=place.dossier, asked_by=by)
    reindex_memberships(dossier.memberships.all())
    name_dossier(dossier)
    _write_down(request, verb=Verb.LINK_ASKED, by=by)
    who_answer = [one.user for one in people_at(place.dossier_id) if Right.SHARE in one.rights]
    tell(who_answer, dossier=place.dossier, kind=NoticeKind.LINK_ASKED)
    return membership


@transaction.atomic
def accept_link(*, request: LinkRequest, by: User) -> None:
    """Let the asker's dossier show all that is known of the person.

    Nobody does so who would know the person for longer by it.
    """
    request = _to_be_answered(request, by=by)
    membership = request.membership
    still_there = request.found_in.memberships.filter(
        person=membership.person_id, is_confirmed=True
    )
    if not still_there.exists():
        raise RefusedError(_("This person is not in the dossier any more: you can only decline."))
    if learns_for_longer(membership.person, dossier=membership.dossier, by=by):
        raise own_gain()
    membership.is_confirmed = True
    membership.save(update_fields=["is_confirmed"])
    reindex_memberships([membership])
    _close(request, LinkRequest.Answer.ACCEPTED, by=by)


@transaction.atomic
def decline_link(*, request: LinkRequest, reason: str, by: User) -> None:
    """Leave the asker's dossier a person of that name, written anew, of whom nothing is known.

    Its papers stay where they are and are about that one.
    """
    request = _to_be_answered(request, by=by)
    reason = clean_reason(reason, missing=_("Say why you decline: who asked is told."))
    rate_limits.take(
        _declined_key(
            request.membership.person, found_in=request.found_in, asked_by=request.asked_by
        ),
        ONE_DECLINED,
    )
    _write_anew(request.membership)
    _close(request, LinkRequest.Answer.DECLINED, by=by, reason=reason)


def _declined_key(person: Person, *, found_in: Dossier, asked_by: User) -> str:
    return f"link declined {asked_by.pk} {person.pk} {found_in.pk}"


def _to_be_answered(request: LinkRequest, *, by: User) -> LinkRequest:
    """Return the request as it is now, locked, if this person may answer it."""
    rows = LinkRequest.objects.select_for_update(of=("self",))
    request = rows.select_related("membership__dossier", "found_in").get(pk=request.pk)
    require(by, Permission.Dossier.SHARE, request.found_in)
    if request.answered_at is not None:
        raise RefusedError(_("This request is answered already."))
    if request.asked_by_id == by.pk:
        raise RefusedError(_("Somebody else has to answer your request."))
    return request


def _write_anew(membership: Membership) -> None:
    """Put a new person with the names that were shown in the place of the one asked for."""
    requested = membership.person
    person = Person.objects.create()
    shown = ((Script.ARABIC, requested.name_arabic), (Script.LATIN, requested.name_latin))
    PersonName.objects.bulk_create(
        PersonName(person=person, text=text, script=script) for script, text in shown if text
    )
    membership.person, membership.is_confirmed = person, True
    membership.save(update_fields=["person", "is_confirmed"])
    dossier = membership.dossier
    if not dossier.memberships.filter(person=requested).exists():
        for document in dossier.documents.filter(people=requested):
            document.people.remove(requested)
            document.people.add(person)
    reindex_memberships(dossier.memberships.all())


def _close(request: LinkRequest, answer: LinkRequest.Answer, *, by: User, reason: str = "") -> None:
    request.answer, request.reason = answer, reason
    request.answered_by, request.answered_at = by, timezone.now()
    request.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
    _write_down(request, verb=ANSWERED[answer], by=by, reason=reason)
    tell([request.asked_by], dossier=request.membership.dossier, kind=NoticeKind.LINK_ANSWER)


def _write_down(request: LinkRequest, *, verb: Verb, by: User, reason: str = "") -> None:
    """Write a line in the journal of either dossier."""
    membership = request.membership
    for dossier_id in (membership.dossier_id, request.found_in_id):
        detail: dict[str, Any] = {"verb": verb, "role": membership.role}
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=membership.person,
            folder_id=dossier_id,
            reason=reason,
            **detail,
        )
