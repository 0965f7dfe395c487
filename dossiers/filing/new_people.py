"""People and dossiers that are new: written when the paper is filed, in its transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from dossiers.casework.actions import create_dossier
from dossiers.models import Dossier, Person, User
from dossiers.people.duplicate_question import NOT_ASKED, Answer
from dossiers.people.link_requests import link_or_ask
from dossiers.people.write import NameInput, add_person
from dossiers.vocabulary import DatePrecision, MemberRole, Sex

from .forms import NewDossierForm, OtherPersonForm, PersonForm


def open_with_people(
    form: NewDossierForm, *, answers: Mapping[str, Answer], by: User
) -> tuple[Dossier, list[Person]]:
    """Open a dossier with its first person and, if named, the mother; return whom it concerns.

    `answers` tell of "first" and "mother" whether they are somebody who is written already.
    """
    fields = form.cleaned_data
    dossier = create_dossier(unit=fields["unit"], by=by)
    answer = answers.get("first", NOT_ASKED)
    first = write_person(form, answer, dossier=dossier, by=by, is_primary=True)
    mother = form.mothers_name()
    if mother is not None:
        known = answers.get("mother", NOT_ASKED)
        _write_or_link([mother], known, dossier=dossier, role=MemberRole.MOTHER, by=by)
    return dossier, [first]


def add_other(
    form: OtherPersonForm | None, *, answers: Mapping[str, Answer], dossier: Dossier, by: User
) -> list[Person]:
    """Write somebody of the family who was not in the dossier yet; nobody when none is named."""
    if form is None or not form.names():
        return []
    return [write_person(form, answers.get("other", NOT_ASKED), dossier=dossier, by=by)]


def write_person(
    form: PersonForm, answer: Answer, *, dossier: Dossier, by: User, is_primary: bool = False
) -> Person:
    """Write the person of the form into the dossier, or who it is already."""
    fields_of_form = form.cleaned_data
    born = fields_of_form["birth_date"]
    return _write_or_link(
        form.names(),
        answer,
        dossier=dossier,
        role=MemberRole(fields_of_form["role"] or MemberRole.OTHER),
        by=by,
        is_primary=is_primary,
        birth_date=born.day if born else None,
        birth_precision=born.precision if born else DatePrecision.DAY,
        sex=fields_of_form["sex"] or Sex.UNKNOWN,
    )


def _write_or_link(
    names: Iterable[NameInput],
    answer: Answer,
    *,
    dossier: Dossier,
    role: MemberRole,
    by: User,
    is_primary: bool = False,
    **fields: Any,
) -> Person:
    if answer.person is not None:
        membership = link_or_ask(
            dossier=dossier, person=answer.person, role=role, by=by, is_primary=is_primary
        )
    else:
        membership = add_person(
            dossier=dossier,
            names=names,
            role=role,
            by=by,
            is_primary=is_primary,
            despite=answer.alike,
            reason=answer.reason,
            **fields,
        )
    return membership.person
