"""What lies on the desk while a document is filed: forms, the chosen dossier, questions.

`lay_desk` lays it out for the step that was pressed, `open_desk` for a document just opened.
"""

from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Dossier, Membership, Person, User
from dossiers.people.duplicate_question import Question
from dossiers.people.queries import known_among
from dossiers.vocabulary import JournalAction, Script
from dossiers.web.filing_rights import filing_units

from .candidates import Candidate, fileable_dossiers, find_candidates, people_of
from .carry_over import carried_to
from .filing_state import FilingState, Step
from .forms import (
    NewDossierForm,
    OtherPersonForm,
    PaperForm,
    PeopleForm,
    RaiseClassForm,
    script_of,
    written_down_of,
)
from .printed_suggestions import PrintedSuggestions

NO_DOSSIER = gettext_lazy("Choose the dossier of this document, or open a new one.")


@dataclass
class Desk:
    """What lies on the desk: the forms, the chosen dossier, the dossiers found."""

    paper: PaperForm
    raised: RaiseClassForm = field(default_factory=lambda: RaiseClassForm(prefix="class"))
    people: PeopleForm | None = None
    other: OtherPersonForm | None = None
    new: NewDossierForm | None = None
    dossier: Dossier | None = None
    may_open: bool = False
    members: list[Membership] = field(default_factory=list)
    # Ids of those of them of whom more than the name may be shown.
    known: set[int] = field(default_factory=set)
    concerned: list[str] = field(default_factory=list)
    query: str = ""
    has_searched: bool = False
    candidates: list[Candidate] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # Whether somebody who would be written anew is known already, by "first", "mother", "other".
    questions: dict[str, Question] = field(default_factory=dict)
    # Dossier and people are those of the document before.
    is_carried: bool = False
    # Whom the filed document concerns.
    filed: list[Person] = field(default_factory=list)

    @property
    def forms(self) -> list[Form]:
        """The forms that have to be right before the document is filed."""
        return [
            form
            for form in (self.paper, self.raised, self.people, self.other, self.new)
            if form is not None
        ]

    def chosen(self) -> tuple[Dossier, list[Person]]:
        """Return the chosen dossier and those of its people whom the document concerns."""
        if self.dossier is None or self.people is None:
            raise RefusedError(NO_DOSSIER)
        return self.dossier, list(self.people.cleaned_data["people"])

    @property
    def writes_people(self) -> bool:
        """Whether somebody would be written anew."""
        return self.new is not None or (self.other is not None and bool(self.other.names()))


def open_desk(
    document: Document, *, suggested: PrintedSuggestions, session: Any, user: User
) -> Desk:
    """Lay out an empty form, with what the document before left if both are of one file."""
    known = written_down_of(document)
    carried = carried_to(document, session=session)
    if carried is None or suggested.names_another(carried.dossier):
        return Desk(paper=PaperForm(initial=known))
    desk = Desk(paper=PaperForm(initial={"issuer": carried.issuer} | known))
    _lay_dossier(desk, carried.dossier, user=user)
    # What cannot be carried is no fault of the clerk's.
    desk.errors.clear()
    if desk.dossier is not None:
        members = {member.person.uid for member in desk.members}
        if not suggested.names_one_of(members):
            desk.concerned = [uid for uid in carried.people if uid in members]
        desk.is_carried = True
        _record_people(desk.dossier, user=user)
    return desk


def lay_desk(state: FilingState, *, document: Document, user: User) -> Desk:
    """Lay out the forms for the step; only filing judges what was typed."""
    if state.step is Step.FILE:
        return _desk_to_file(state, user=user)
    desk = _desk_as_typed(state.typed)
    match state.step:
        case Step.FIND:
            _look(desk, state.query, document=document, user=user)
        case Step.TAKE:
            _take(desk, state, user=user)
        case Step.OPEN_NEW:
            desk.new = _empty_new_dossier(state.query, document=document, user=user)
        case Step.USE:
            _lay_chosen(desk, state, user=user)
        case Step.RETURN:
            _lay_returned(desk, state, user=user)
    return desk


def _desk_as_typed(typed: QueryDict) -> Desk:
    """Lay out the forms with what was typed, without judging it yet."""
    paper = PaperForm(initial=_initial(PaperForm, typed))
    raised = RaiseClassForm(prefix="class", initial=_initial(RaiseClassForm, typed, "class-"))
    return Desk(paper=paper, raised=raised)


def _initial(form_class: type[Form], typed: QueryDict, prefix: str = "") -> dict[str, str]:
    names = {name: f"{prefix}{name}" for name in form_class.base_fields}
    return {name: str(typed[key]) for name, key in names.items() if key in typed}


def _desk_to_file(state: FilingState, *, user: User) -> Desk:
    """Lay out what is to be filed, and say where no dossier is chosen."""
    desk = Desk(paper=PaperForm(state.typed), raised=RaiseClassForm(state.typed, prefix="class"))
    _lay_chosen(desk, state, user=user)
    if desk.dossier is None and desk.new is None:
        desk.errors.append(str(NO_DOSSIER))
    return desk


def _look(desk: Desk, query: str, *, document: Document, user: User) -> None:
    """Look for dossiers, by a printed name or by what was typed."""
    desk.query, desk.has_searched = query, bool(query)
    desk.candidates = find_candidates(query, document_id=document.pk, user=user)
    if not query:
        desk.errors.append(_("Enter a name or a reference first."))


def _take(desk: Desk, state: FilingState, *, user: User) -> None:
    """Lay the dossier that was taken on the desk, with its people; the journal tells of it."""
    _lay_dossier(desk, state.dossier, user=user)
    if desk.dossier is None:
        return
    desk.concerned = list(state.people)
    if len(desk.members) == 1:
        desk.concerned = [desk.members[0].person.uid]
    _record_people(desk.dossier, user=user)


def _empty_new_dossier(query: str, *, document: Document, user: User) -> NewDossierForm:
    """Return the form of a new dossier, with the name that was looked for."""
    field_name = "arabic" if script_of(query) == Script.ARABIC else "latin"
    is_name = not any(letter.isdigit() for letter in query)
    return NewDossierForm(
        prefix="new",
        units=filing_units(user),
        initial={"unit": document.unit.uid, field_name: query if is_name else ""},
    )


def _lay_chosen(desk: Desk, state: FilingState, *, user: User) -> None:
    """Lay the new or the chosen dossier on the desk, filled in with what was typed."""
    if state.is_new:
        desk.new = NewDossierForm(state.typed, prefix="new", units=filing_units(user))
    elif state.dossier:
        _lay_dossier(desk, state.dossier, typed=state.typed, user=user)
        desk.concerned = list(state.people)


def _lay_returned(desk: Desk, state: FilingState, *, user: User) -> None:
    """Lay the new or the chosen dossier on the desk again, without judging what was typed."""
    if state.is_new:
        desk.new = NewDossierForm(
            prefix="new",
            units=filing_units(user),
            initial=_initial(NewDossierForm, state.typed, "new-"),
        )
    elif state.dossier:
        _lay_dossier(desk, state.dossier, user=user)
        desk.concerned = list(state.people)
    if desk.dossier is not None:
        _record_people(desk.dossier, user=user)


def _lay_dossier(desk: Desk, uid: str, *, typed: QueryDict | None = None, user: User) -> None:
    """Lay a dossier and its people on the desk, if the user may still file in it."""
    dossier = fileable_dossiers(user).filter(uid=uid).first()
    if dossier is None:
        desk.errors.append(_("This dossier cannot be chosen. Look for it again."))
        return
    desk.dossier = dossier
    desk.may_open = user.has_perm(Permission.Dossier.VIEW, dossier)
    desk.members = people_of(dossier, user=user)
    opened = [dossier.pk] if desk.may_open else []
    desk.known = known_among(desk.members, user=user, opened=opened) if opened else set()
    people = Person.objects.filter(pk__in=[row.person_id for row in desk.members])
    desk.people = PeopleForm(typed, people=people)
    desk.other = OtherPersonForm(typed, prefix="other")


def _record_people(dossier: Dossier, *, user: User) -> None:
    """Record that the people of a dossier were shown."""
    journal.record(
        by=user,
        action=JournalAction.VIEW,
        thing=dossier,
        folder_id=dossier.pk,
        verb=Verb.PEOPLE_LISTED_FOR_FILING,
    )
