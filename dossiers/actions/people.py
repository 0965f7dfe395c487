"""Write people into dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.models import Dossier, Membership, Person, PersonName, User
from dossiers.vocabulary import JournalAction, MemberRole, NameKind, Script

from .errors import require
from .index import reindex_memberships


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
    _name_dossier(dossier)
    journal.record(
        by=by,
        action=JournalAction.CHANGE,
        thing=person,
        dossier_id=dossier.pk,
        verb="person added",
        role=role,
        reason=reason,
        **({"despite": alike} if (alike := list(despite)) else {}),
    )
    return membership


@transaction.atomic
def link_person(
    *, dossier: Dossier, person: Person, role: MemberRole, by: User, is_primary: bool = False
) -> Membership:
    """Put somebody who is written already into one more dossier; twice in one role is once."""
    require(by, Permission.Dossier.FILE, dossier)
    if not Person.objects.visible_to(by).filter(pk=person.pk).exists():
        raise PermissionDenied("person")
    membership, is_new = Membership.objects.get_or_create(
        dossier=dossier, person=person, role=role, defaults={"is_primary": is_primary}
    )
    if is_new:
        reindex_memberships(dossier.memberships.all())
        _name_dossier(dossier)
        journal.record(
            by=by,
            action=JournalAction.CHANGE,
            thing=person,
            dossier_id=dossier.pk,
            verb="person linked",
            role=role,
        )
    return membership


def _name_dossier(dossier: Dossier) -> None:
    """Give a dossier without a title the name of its main person, Arabic first."""
    if dossier.title:
        return
    main = dossier.memberships.select_related("person").prefetch_related("person__names").first()
    if main is not None:
        dossier.title = main.person.name_arabic or main.person.name_latin
        dossier.save(update_fields=["title"])
