"""The demo's dossiers: one for each family, opened by the ordinary actions."""

from django.db import transaction

from dossiers.access.roles import Role
from dossiers.casework.actions import create_dossier
from dossiers.models import Dossier, Person, Unit, User
from dossiers.people.write import NameInput, add_person
from dossiers.sharing.boundaries import set_inheritance
from dossiers.sharing.grants import give_role
from dossiers.vocabulary import GrantCause, MemberRole, RegistrationStatus, Script, Sex

from .families import DemoFamily, DemoPerson

# Every n-th family is worked with by that service as well.
SHARED = ((3, "educator", Role.EDUCATOR), (4, "health", Role.HEALTH_OFFICER))
# This family's existence is the secret: only its responsible and the director find it.
PROTECTED_FAMILY = 13


def shelf_mark(family: DemoFamily) -> str:
    """Return the place of the family's paper file; it also tells the demo its dossier."""
    return f"D-{family.number:02}"


def find_dossier(family: DemoFamily) -> Dossier | None:
    """Return the dossier of this family, when it is there."""
    return Dossier.objects.filter(paper_place=shelf_mark(family)).first()


def unit_code(family: DemoFamily) -> str:
    """Tell which unit holds the family: who has no birth act yet goes to registration."""
    return "social_work" if family.is_registered else "civil_registration"


@transaction.atomic
def open_dossier(family: DemoFamily, *, users: dict[str, User]) -> Dossier:
    """Open the dossier of a family with all its people."""
    unit = Unit.objects.get(code=unit_code(family))
    responsible = users["social"] if unit.code == "social_work" else users["registration"]
    dossier = create_dossier(unit=unit, by=users["director"], responsible=responsible)
    dossier.paper_place = shelf_mark(family)
    dossier.commune, dossier.douar = family.commune[0], family.hamlet[0]
    dossier.save(update_fields=["paper_place", "commune", "douar"])
    for place, one in enumerate(family.people):
        _add(one, family=family, dossier=dossier, is_primary=place == 0, by=users["director"])
    for every, username, role in SHARED:
        if family.number % every == 0:
            give_role(
                folder=dossier,
                to=users[username],
                role=role,
                cause=GrantCause.INVOLVEMENT,
                by=users["director"],
            )
    if family.number == PROTECTED_FAMILY:
        set_inheritance(dossier=dossier, inherits=False, protected=True, by=users["director"])
    return dossier


def _add(
    one: DemoPerson, *, family: DemoFamily, dossier: Dossier, is_primary: bool, by: User
) -> None:
    is_waiting = is_primary and not family.is_registered
    add_person(
        dossier=dossier,
        names=[NameInput(one.arabic, Script.ARABIC), NameInput(one.latin, Script.LATIN)],
        role=MemberRole(one.role),
        by=by,
        is_primary=is_primary,
        sex=Sex(one.sex),
        birth_date=one.born,
        birth_place=family.commune[0],
        commune=family.commune[0],
        registration=(
            RegistrationStatus.IN_PROGRESS if is_waiting else RegistrationStatus.REGISTERED
        ),
    )


def find_person(one: DemoPerson, *, dossier: Dossier) -> Person:
    """Return the row of this person in the dossier."""
    return Person.objects.get(
        memberships__dossier=dossier,
        memberships__role=one.role,
        birth_date=one.born,
        names__text=one.arabic,
    )
