"""Why two records are of one person."""

from django import forms
from django.utils.translation import gettext_lazy

from dossiers.web.fields import PlainField

REASON_MAX = 200


class MergeForm(forms.Form):
    """The reason of a merge."""

    reason = PlainField(
        label=gettext_lazy("How you know that it is one person"),
        max_length=REASON_MAX,
        error_messages={"required": gettext_lazy("Explain how you know that this is one person.")},
    )
