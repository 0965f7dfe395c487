"""Write people into dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dossiers import journal
from dossiers.access.duration import Durations, Until, gains, later, rights_until
from dossiers.access.permissions import Permission, Right
from dossiers.errors import require
from dossiers.indexing.reindex import reindex_memberships
from dossiers.journal.verbs import Verb
from dossiers.models import Dossier, LinkRequest, Membership, Person, PersonName, User
from dossiers.models.person import main_name
from dossiers.vocabulary import JournalAction, MemberRole, NameKind, Script


@dataclass(frozen=True, slots=True)
class NameInput:
    """A name as typed: the whole text, its script, what kind of name it is."""

    text: str
    script: Script
    kind: NameKind = NameKind.OFFICIAL


@transaction.atomic
def add_person(
    *,
    dossier: Dossier,
    names: Iterable[NameInput],
    role: MemberRole,
    by: User,
    is_primary: bool = False,
    despite: Iterable[int] = (),
    reason: str = "",
    **fields: Any,
) -> Membership:
    """Write a new person with their names into a dossier; `fields` are columns of Person.

    `despite` are ids of people who are alike, `reason` says why it is none of them.
    """
    require(by, Permission.Dossier.FILE, dossier)
    person = Person.objects.create(**fields)
    PersonName.objects.bulk_create(
        PersonName(person=person, text=name.text, script=name.script, kind=name.kind)
        for name in names
    )
    membership = Membership.objects.create(
        dossier=dossier, person=person, role=role, is_primary=is_primary
    )
    # A mother's name narrows the search for her children: renew all cards of the family.
    reindex_memberships(dossier.memberships.all())
    name_dossier(dossier)
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=person,
        folder_id=dossier.pk,
        verb=Verb.PERSON_ADDED,
        role=role,
        reason=reason,
        **({"despite": alike} if (alike := list(despite)) else {}),
    )
    return membership


@transaction.atomic
def link_person(
    *, dossier: Dossier, person: Person, role: MemberRole, by: User, is_primary: bool = False
) -> Membership:
    """Put somebody who is written already into one more dossier; twice in one role is once.

    By whoever may know the person's details, for as long as they open that dossier; others ask
    (`dossiers.people.link_requests`). A request that waits for this membership is answered by it.
    """
    require(by, Permission.Dossier.FILE, dossier)
    if not may_link(person, dossier=dossier, by=by):
        raise PermissionDenied("person")
    membership, is_new = Membership.objects.get_or_create(
        dossier=dossier, person=person, role=role, defaults={"is_primary": is_primary}
    )
    if is_new or not membership.is_confirmed:
        _confirm(membership, by=by)
        reindex_memberships(dossier.memberships.all())
        name_dossier(dossier)
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=person,
            folder_id=dossier.pk,
            verb=Verb.PERSON_LINKED,
            role=role,
        )
    return membership


def may_link(person: Person, *, dossier: Dossier, by: User) -> bool:
    """Tell whether the person's details may go into a dossier on the word of this user.

    The dossier shows them already; or the user knows the details, and for as long as they open
    the dossier: an hour of break-glass makes nobody known for good.
    """
    if dossier.memberships.filter(person=person, is_confirmed=True).exists():
        return True
    if not by.has_perm(Permission.Person.VIEW, person):
        return False
    return not learns_for_longer(person, dossier=dossier, by=by)


def learns_for_longer(person: Person, *, dossier: Dossier, by: User) -> bool:
    """Tell whether by a dossier the user would know somebody's details, or know them for longer."""
    here = _opens_until(by, [dossier.pk])
    return bool(gains(details_known_until(person, by=by), here))


def details_known_until(person: Person, *, by: User) -> Durations:
    """Return until when the user knows somebody's details, by all the dossiers that show them."""
    known_in = person.memberships.opened_to(by).values_list("dossier_id", flat=True)
    return _opens_until(by, known_in)


def _opens_until(by: User, dossier_ids: Iterable[int]) -> Durations:
    """Return until when the user opens the dossier among these that they open for longest."""
    until_by_right: dict[Right, Until] = {}
    for pk in dossier_ids:
        held = rights_until(by, pk)
        if Right.VIEW in held:
            until = held[Right.VIEW]
            until_by_right[Right.VIEW] = (
                later(until_by_right[Right.VIEW], until) if until_by_right else until
            )
    return until_by_right


def _confirm(membership: Membership, *, by: User) -> None:
    Membership.objects.filter(pk=membership.pk).update(is_confirmed=True)
    membership.is_confirmed = True
    waiting = LinkRequest.objects.open().filter(membership=membership)
    waiting.update(answer=LinkRequest.Answer.ACCEPTED, answered_by=by, answered_at=timezone.now())


def name_dossier(dossier: Dossier) -> None:
    """Give a dossier without a title the name of its main person, Arabic first."""
    if dossier.title:
        return
    main = dossier.memberships.select_related("person").prefetch_related("person__names").first()
    if main is not None:
        dossier.title = main_name(main.person)
        dossier.save(update_fields=["title"])
