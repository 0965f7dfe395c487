"""How a paper is to be read again: which script, and which of its pages."""

from django import forms
from django.utils.translation import gettext_lazy

from dossiers.vocabulary import ReadAs


class RereadForm(forms.Form):
    """The choice beside the pages; no number means all of them."""

    read_as = forms.ChoiceField(label=gettext_lazy("Read again as"), choices=ReadAs.choices)
    number = forms.IntegerField(label=gettext_lazy("Page"), min_value=1, required=False)
