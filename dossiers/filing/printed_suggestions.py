"""What the print of a document suggests to a clerk: looked up when the screen opens.

The form carries it along, sealed for this clerk and this version of the document, so that no step
looks the printed names up again. What leads to a dossier in which the clerk may not file any more
is left out.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from dossiers.access import shown
from dossiers.intake.suggestions.for_reader import Shown, mark_sure, suggestions_for
from dossiers.models import Document, User
from dossiers.storage.sealing import seal_values, unseal_values
from dossiers.vocabulary import DocumentState, SuggestedField

from .candidates import fileable_dossiers

# Among what is suggested: printed names that lead to nobody, to be looked for.
NAME = "name"
# Suggestions shown beside a field; each has a key.
MOST_CHIPS = 4
# Older ones are looked up anew.
SEALED_FOR_S = 60 * 60


@dataclass(frozen=True, slots=True)
class PrintedSuggestions:
    """A few suggestions for each field, the surest first; `sealed` is what the form carries."""

    by_field: Mapping[str, Sequence[Shown]]
    sealed: str = ""

    @classmethod
    def at_opening(cls, document: Document, *, user: User) -> Self:
        """Look up what the document suggests; nothing while it is not read."""
        if document.state != DocumentState.READ:
            return cls({})
        by_field: dict[str, list[Shown]] = {}
        for one in suggestions_for(document, user=user):
            by_field.setdefault(NAME if one.is_unknown else one.field.value, []).append(one)
        few = {name: mark_sure(found[:MOST_CHIPS]) for name, found in by_field.items()}
        values = {name: [asdict(one) for one in found] for name, found in few.items()}
        return cls(few, seal_values(values, purpose=_purpose(document, user)))

    @classmethod
    def sent_back(cls, sealed: str, document: Document, *, user: User) -> Self:
        """Return what the form carried; look it up where the seal is not ours or too old."""
        values = unseal_values(sealed, purpose=_purpose(document, user), max_age_s=SEALED_FOR_S)
        if values is None:
            return cls.at_opening(document, user=user)
        by_field = {name: [_suggestion(one) for one in found] for name, found in values.items()}
        named = {one.dossier for found in by_field.values() for one in found if one.dossier}
        reachable = dict(fileable_dossiers(user).filter(uid__in=named).values_list("uid", "pk"))
        shown.note(*reachable.values())
        few = {
            name: [one for one in found if not one.dossier or one.dossier in reachable]
            for name, found in by_field.items()
        }
        return cls(few, sealed)

    @property
    def dossiers(self) -> Sequence[Shown]:
        """The dossiers to which the document points, the surest first."""
        return self.by_field.get(SuggestedField.DOSSIER, ())

    def names_another(self, dossier_uid: str) -> bool:
        """Whether the document points to dossiers, and this one is not among them."""
        return bool(self.dossiers) and dossier_uid not in {one.value for one in self.dossiers}

    def names_one_of(self, people_uids: Container[str]) -> bool:
        """Whether the document names one of these people."""
        return any(one.value in people_uids for one in self.by_field.get(SuggestedField.PERSON, ()))


def _purpose(document: Document, user: User) -> str:
    return f"suggestions of {document.uid}, version {document.version}, for {user.pk}"


def _suggestion(values: Mapping[str, Any]) -> Shown:
    box = values["box"]
    field = SuggestedField(values["field"])
    return Shown(**{**values, "field": field, "box": tuple(box) if box else None})
