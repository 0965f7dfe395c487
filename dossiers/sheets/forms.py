"""What is asked before sheets and labels are printed."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models import DocumentKind, Dossier
from search.analysis.references import normal_reference

from .pdf import LABELS_A_SHEET

# Sheets of labels in one go.
MAX_LABELS = 10 * LABELS_A_SHEET


class CoverForm(forms.Form):
    """A cover sheet: of one kind of paper, or of several."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind of document"),
        queryset=DocumentKind.objects.filter(is_active=True),
        required=False,
        empty_label=gettext_lazy("Several kinds"),
    )


class LabelsForm(forms.Form):
    """Labels: references one below the other."""

    references = forms.CharField(
        label=gettext_lazy("References of the dossiers"),
        help_text=gettext_lazy("One per line, e.g. 2026/0012."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
        max_length=5000,
    )
    first = forms.IntegerField(
        label=gettext_lazy("First free position on the sheet"),
        help_text=gettext_lazy(
            "1 means a new sheet; positions are counted line by line from the left."
        ),
        min_value=1,
        max_value=LABELS_A_SHEET,
        initial=1,
        required=False,
    )

    def __init__(self, *args: Any, dossiers: QuerySet[Dossier], **named: Any) -> None:
        super().__init__(*args, **named)
        self.dossiers = dossiers

    def clean_references(self) -> list[Dossier]:
        """Return the dossiers, in the order they were typed."""
        references = list(dict.fromkeys(_references_in(self.cleaned_data["references"])))
        if not references:
            raise forms.ValidationError(_("Enter at least one reference, e.g. 2026/0012."))
        if len(references) > MAX_LABELS:
            raise forms.ValidationError(_("Too many labels at once."))
        known = {one.reference: one for one in self.dossiers.filter(reference__in=references)}
        unknown = [reference for reference in references if reference not in known]
        if unknown:
            sentence = _("Not found among the dossiers you can file into: %(references)s")
            raise forms.ValidationError(sentence % {"references": ", ".join(unknown)})
        return [known[reference] for reference in references]


def _references_in(typed: str) -> Iterator[str]:
    """Yield the references: one a line, or several with commas or blanks between them."""
    for line in re.split(r"[\n,;،؛]+", typed):
        whole = normal_reference(line)
        yield from filter(None, [whole] if whole else map(normal_reference, line.split()))
