"""Searches kept under a name: saved from a page of hits, listed, asked again, deleted.

All by POST; private to who keeps them, and unreadable in the database.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers.errors import RefusedError
from dossiers.models import SavedSearch, User
from dossiers.search_pages.question import Asked, read_asked
from dossiers.search_pages.saved import PURPOSE, delete_search, save_search
from dossiers.storage.sealing import unseal_values
from dossiers.web.request import AuthenticatedRequest


@dataclass(frozen=True, slots=True)
class Saved:
    """A kept search, opened."""

    uid: str
    name: str
    asked: Asked


@require_POST
def save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the question of the form."""
    fields = read_asked(request.POST).as_fields()
    try:
        save_search(name=request.POST.get("name", ""), fields=fields, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(
            request, _("The search has been saved. You will find it on your start page.")
        )
    return redirect("dossiers:home")


@require_POST
def delete(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Forget one of one's own; another's is not there."""
    saved = get_object_or_404(SavedSearch, uid=uid, owner=request.user)
    delete_search(saved=saved, by=request.user)
    messages.success(request, _("The search is deleted."))
    return redirect("dossiers:home")


def saved_searches(user: User) -> list[Saved]:
    """Return the searches this person keeps, latest first; what cannot be opened is left out."""
    rows = SavedSearch.objects.filter(owner=user)
    opened = ((row, unseal_values(row.sealed, purpose=PURPOSE)) for row in rows)
    return [_saved(row, values) for row, values in opened if values]


def asked_again(request: AuthenticatedRequest) -> Asked | None:
    """Return the kept question that a button names; None when it names none of one's own."""
    uid = request.POST.get("saved", "")
    row = SavedSearch.objects.filter(owner=request.user, uid=uid).first() if uid else None
    values = unseal_values(row.sealed, purpose=PURPOSE) if row else None
    return read_asked(values["fields"]) if values else None


def _saved(row: SavedSearch, values: dict[str, Any]) -> Saved:
    return Saved(uid=row.uid, name=values["name"], asked=read_asked(values["fields"]))
