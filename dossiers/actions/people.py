"""Write people into dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
    **fields: Any,
) -> Membership:
    """Write a new person with their names into a dossier; `fields` are columns of Person."""
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
