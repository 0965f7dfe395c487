"""The question before a person is written anew: who may be meant, and whom to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from dossiers.access.explain import name_of, people_at
from dossiers.access.roles import Role
from dossiers.filing.forms import NewDossierForm, PersonForm
from dossiers.models import Dossier, Membership, Person, Unit, User
from dossiers.vocabulary import CHILD_ROLES, MemberRole
from dossiers.web.fields import Born

from .askings import count_asking
from .duplicate_form import SamePersonForm
from .duplicates import Description, DuplicateCandidate, find_duplicates


@dataclass(frozen=True, slots=True)
class Choice:
    """One person to be taken, with the radio button of the form."""

    double: DuplicateCandidate
    radio: Any


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the people found, the form of the answer, whom to ask about the others.

    `name` is that of the person who would be written anew.
    """

    name: str
    form: SamePersonForm
    known: Sequence[DuplicateCandidate]
    unseen: int
    whom_to_ask: str

    @property
    def choices(self) -> list[Choice]:
        """Each person found, with their button."""
        return [
            Choice(double, radio)
            for double, radio in zip(self.known, self.form["same"], strict=False)
        ]

    @property
    def another(self) -> Any:
        """The button for somebody else; None where nobody can be taken."""
        return list(self.form["same"])[-1] if self.known else None

    @property
    def is_answered(self) -> bool:
        """Whether the person was taken, or somebody else was said with a reason."""
        return self.form.is_bound and self.form.is_valid()


@dataclass(frozen=True, slots=True)
class Answer:
    """The person who is meant, or why it is none of those who are alike."""

    person: Person | None = None
    reason: str = ""
    alike: tuple[int, ...] = ()


NOT_ASKED = Answer()


def ask_about_new(form: NewDossierForm, data: QueryDict, *, by: User) -> dict[str, Question]:
    """Return the questions about the first person of a new dossier and about the mother."""
    fields, mother = form.cleaned_data, form.mothers_name()
    mothers = (mother.text,) if mother and fields["role"] in CHILD_ROLES else ()
    names = tuple(name.text for name in form.names())
    descriptions = {"first": _described(names, fields["birth_date"], mothers)}
    if mother is not None:
        descriptions["mother"] = Description((mother.text,))
    return _ask(descriptions, data, unit=fields["unit"], by=by)


def ask_about_other(
    form: PersonForm | None, data: QueryDict, *, dossier: Dossier, by: User
) -> dict[str, Question]:
    """Return the question about somebody added to a dossier."""
    if form is None or not form.names():
        return {}
    mothers: tuple[str, ...] = ()
    if form.cleaned_data["role"] in CHILD_ROLES:
        named = Membership.objects.filter(dossier=dossier, role=MemberRole.MOTHER)
        texts = named.values_list("person__names__text", flat=True)
        mothers = tuple(text for text in texts if text)
    names = tuple(name.text for name in form.names())
    descriptions = {"other": _described(names, form.cleaned_data["birth_date"], mothers)}
    return _ask(descriptions, data, unit=dossier.unit, by=by)


def _described(names: tuple[str, ...], born: Born | None, mothers: tuple[str, ...]) -> Description:
    if born is None:
        return Description(names, mothers=mothers)
    return Description(names, born.day, mothers, born.precision)


def answer_of(question: Question | None) -> Answer:
    """Return what was answered."""
    if question is None:
        return NOT_ASKED
    return Answer(
        person=question.form.person,
        reason=question.form.cleaned_data["reason"],
        alike=tuple(double.person.pk for double in question.known),
    )


def _ask(
    asked: Mapping[str, Description], data: QueryDict, *, unit: Unit, by: User
) -> dict[str, Question]:
    """Return a question for each who may be written already."""
    questions = {}
    for who, description in asked.items():
        count_asking(description.names, by=by)
        duplicates = find_duplicates(description, by=by)
        if duplicates:
            prefix = f"double-{who}"
            form = SamePersonForm(
                data if f"{prefix}-same" in data else None,
                prefix=prefix,
                people=[double.person for double in duplicates.known],
            )
            questions[who] = Question(
                name=description.names[0],
                form=form,
                known=duplicates.known,
                unseen=duplicates.unseen,
                whom_to_ask=_directors_of(unit) if duplicates.unseen else "",
            )
    return questions


def _directors_of(unit: Unit) -> str:
    """Return the names of those who direct the house this unit belongs to."""
    holders = people_at(unit.pk)
    return "، ".join(
        name_of(holder.user)
        for holder in holders
        if any(cause.grant.role == Role.DIRECTOR for cause in holder.causes)
    )
