"""Why two records are of one person."""

from django import forms
from django.utils.translation import gettext_lazy

from dossiers.web.fields import ReasonField


class MergeForm(forms.Form):
    """The reason of a merge."""

    reason = ReasonField(
        label=gettext_lazy("How you know that it is one person"),
        error_messages={"required": gettext_lazy("Explain how you know that this is one person.")},
    )
