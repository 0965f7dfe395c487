"""On the first page of the admin: what the technician must see about the store."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from dossiers.models import Installation
from dossiers.storage.private_files import private_storage


class StorePanel(Component):
    """What is wrong with the store, and the command that helps."""

    name = "store"
    template_name = "dossiers/administration/store_panel.html"
    order = 10

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Hand over the sentences."""
        return {"sentences": self.sentences}


def store_panels(request: HttpRequest) -> list[StorePanel]:
    """Return the panel for the technical administrator; none where nothing is wrong."""
    if not request.user.is_superuser:
        return []
    sentences = list(_what_is_wrong())
    return [StorePanel(sentences)] if sentences else []


def _what_is_wrong() -> list[str]:
    problems = []
    if not private_storage.is_there():
        problems.append(
            _("The store of documents is not seen. Nothing is lost: the worker waits for its disk.")
        )
    here = Installation.objects.filter(pk=1).first()
    if here is not None and here.sweep_refused_at is not None:
        problems.append(
            _(
                "%(found)s of %(stored)s stored files look as if no document needed them"
                " (%(when)s). That is too many for a crash: nothing was moved. Is this the right"
                " database? On the server, ./aman manage sweep_store shows them."
            )
            % {
                "found": here.orphans_found,
                "stored": here.files_stored,
                "when": date_format(localtime(here.sweep_refused_at), "SHORT_DATETIME_FORMAT"),
            }
        )
    return problems
