"""The way back, as `components/breadcrumbs.html` shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way; the last one leads nowhere."""

    title: str | Promise
    url: str = ""


def search_crumb() -> Crumb:
    """Return the step that leads back to the search desk."""
    return Crumb(_("Search"), reverse("dossiers:search"))
