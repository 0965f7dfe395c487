"""What lies on the desk while a paper is filed: forms, the chosen dossier, questions."""

from dataclasses import dataclass, field

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from dossiers.errors import RefusedError
from dossiers.intake.suggestions.for_reader import Shown
from dossiers.models import Dossier, Membership, Person
from dossiers.people.duplicate_question import Question

from .candidates import Candidate
from .forms import NewDossierForm, OtherPersonForm, PaperForm, PeopleForm, RaiseClassForm

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
    # What the print suggests, by field of the form; taken by a key or a press, never by itself.
    suggested: dict[str, list[Shown]] = field(default_factory=dict)
    # Dossier and people are those of the paper before.
    is_carried: bool = False
    # The reference of another dossier, to which the paper itself points.
    points_to: str = ""
    # Whom the filed paper concerns.
    filed: list[Person] = field(default_factory=list)
    # The dossier filed in last, offered where nothing was carried over.
    last: Dossier | None = None

    @property
    def forms(self) -> list[Form]:
        """The forms that have to be right before the paper is filed."""
        return [
            form
            for form in (self.paper, self.raised, self.people, self.other, self.new)
            if form is not None
        ]

    def chosen(self) -> tuple[Dossier, list[Person]]:
        """Return the chosen dossier and those of its people whom the paper concerns."""
        if self.dossier is None or self.people is None:
            raise RefusedError(NO_DOSSIER)
        return self.dossier, list(self.people.cleaned_data["people"])

    @property
    def writes_people(self) -> bool:
        """Whether somebody would be written anew."""
        return self.new is not None or (self.other is not None and bool(self.other.names()))


def desk_as_typed(data: QueryDict) -> Desk:
    """Lay out the forms with what was typed, without judging it yet."""

    def typed(form_class: type[Form], prefix: str = "") -> dict[str, str]:
        names = {name: f"{prefix}{name}" for name in form_class.base_fields}
        return {name: str(data[key]) for name, key in names.items() if key in data}

    raised = RaiseClassForm(prefix="class", initial=typed(RaiseClassForm, "class-"))
    return Desk(paper=PaperForm(initial=typed(PaperForm)), raised=raised)
