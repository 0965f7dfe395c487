"""Is it one of these? Asked before somebody is written who may be written already."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models import Person
from dossiers.web.fields import ReasonField

NOBODY = "none"


class SamePersonForm(forms.Form):
    """One of the people found, or somebody else and why."""

    same = forms.ChoiceField(
        label=gettext_lazy("Is it one of these people?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the person, or say that it is someone else."),
            "invalid_choice": gettext_lazy("Choose the person, or say that it is someone else."),
        },
    )
    reason = ReasonField(label=gettext_lazy("If it is someone else: how you know"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.uid: person for person in people}
        field: Any = self.fields["same"]
        field.choices = [(uid, uid) for uid in self._people]
        field.choices += [(NOBODY, _("No, it is someone else"))]
        if not self._people:
            field.initial, field.widget = NOBODY, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where none of the people found is taken."""
        if self.cleaned_data.get("same") == NOBODY and not self.cleaned_data.get("reason"):
            self.add_error(
                "reason", ValidationError(_("Explain how you know that it is someone else."))
            )
        return self.cleaned_data

    @property
    def person(self) -> Person | None:
        """The person who was taken; None for somebody else."""
        return self._people.get(self.cleaned_data["same"])
