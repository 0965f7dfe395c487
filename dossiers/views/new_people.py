"""People and dossiers that are new: written when the paper is filed, in its transaction."""

from typing import Any

from dossiers.actions.dossiers import create_dossier
from dossiers.actions.people import add_person
from dossiers.forms.filing import NewDossierForm, OtherPersonForm, PersonForm
from dossiers.models import Dossier, Person
from dossiers.vocabulary import MemberRole, Sex


def open_with_people(form: NewDossierForm, *, by: Any) -> tuple[Dossier, list[Person]]:
    """Open a dossier with its first person and, if named, the mother; return whom it concerns."""
    told = form.cleaned_data
    dossier = create_dossier(unit=told["unit"], by=by)
    first = write_person(form, dossier=dossier, by=by, is_primary=True)
    mother = form.mothers_name()
    if mother is not None:
        add_person(dossier=dossier, names=[mother], role=MemberRole.MOTHER, by=by)
    return dossier, [first]


def add_other(form: OtherPersonForm | None, *, dossier: Dossier, by: Any) -> list[Person]:
    """Write somebody of the family who was not in the dossier yet; nobody when none is named."""
    if form is None or not form.names():
        return []
    return [write_person(form, dossier=dossier, by=by)]


def write_person(
    form: PersonForm, *, dossier: Dossier, by: Any, is_primary: bool = False
) -> Person:
    """Write the person of the form into the dossier."""
    told = form.cleaned_data
    membership = add_person(
        dossier=dossier,
        names=form.names(),
        role=MemberRole(told["role"] or MemberRole.OTHER),
        by=by,
        is_primary=is_primary,
        birth_date=told["birth_date"],
        sex=told["sex"] or Sex.UNKNOWN,
    )
    return membership.person
