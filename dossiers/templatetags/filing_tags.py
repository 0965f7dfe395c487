"""Pieces of the filing form: what a suggestion posts, and what scripts read from it."""

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from dossiers.intake.suggestions.for_reader import Shown
from dossiers.vocabulary import SuggestedField

register = template.Library()


@register.filter
def chip_attributes(shown: Shown) -> SafeString:
    """Write the attributes of the button of a suggestion: its value, its certainty, its place."""
    attributes: dict[str, str | bool] = {"data-sure": shown.is_sure, **_posted(shown)}
    if shown.box:
        attributes |= {"data-page": str(shown.page), "data-box": " ".join(map(str, shown.box))}
    return flatatt(attributes)


def _posted(shown: Shown) -> dict[str, str | bool]:
    if shown.is_unknown:
        return {"name": "look", "value": shown.label, "data-step": True}
    if not shown.dossier:
        value = shown.label if shown.field == SuggestedField.ISSUED_ON else shown.value
        return {"name": "use", "value": f"{shown.field} {shown.value}", "data-value": value}
    if shown.field == SuggestedField.PERSON:
        value = f"{shown.dossier} {shown.value}"
        return {"name": "take", "value": value, "data-step": True, "data-person": shown.value}
    return {"name": "take", "value": shown.dossier, "data-step": True}
