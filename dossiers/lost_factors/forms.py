"""Who lost their second factor, and why it is to be reset."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.access.explain import name_of
from dossiers.models import User
from dossiers.reasons import LONG_REASON_MAX
from dossiers.web.fields import ReasonField

from .queries import people_to_ask_for


class PersonField(forms.ModelChoiceField):
    """A choice of staff by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, and the one for signing in beside it."""
        return f"{name_of(obj)} ({obj.get_username()})"


class AskResetForm(forms.Form):
    """A request for a reset."""

    person = PersonField(label=_("Who lost the telephone or the key?"), queryset=None)
    reason = ReasonField(
        label=_("What happened, and how do you know that it is really this person?"),
        max_length=LONG_REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: came to my office herself, her telephone was stolen on Friday."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = people_to_ask_for(by)  # type: ignore[attr-defined]
