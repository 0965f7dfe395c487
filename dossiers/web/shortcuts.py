"""How the pages about access fetch what they speak of: what may not be seen is a 404."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise

from dossiers.access.permissions import WORDS, Permission, Right
from dossiers.access.visibility import held_rights, touched_q
from dossiers.models import Document, Dossier, Unit, User
from dossiers.web.request import AuthenticatedRequest

from .breadcrumbs import Crumb, search_crumb

Place = Unit | Dossier


def place_or_404(request: AuthenticatedRequest, *, model: type[Place], uid: str, verb: str) -> Any:
    """Return the unit or dossier if the user may do this there; `verb` as in Permission.

    What is hidden from them is not read at all: its address costs as much as one of nothing.
    """
    rows: QuerySet[Any] = model._default_manager.filter(touched_q(request.user))
    if model is Dossier:
        rows = rows.select_related("unit", "parent", "responsible")
    place = get_object_or_404(rows, uid=uid)
    refuse_unless(request, permission_of(place, verb), place)
    return place


def dossier_of(document: Document) -> Dossier:
    """Return the dossier of a filed paper; one in the tray is not found here."""
    if document.dossier is None:
        raise Http404
    return document.dossier


def permission_of(place: Place, verb: str) -> str:
    """Return the name of the permission to ask of this place."""
    return str(getattr(Permission.Unit if isinstance(place, Unit) else Permission.Dossier, verb))


def refuse_unless(request: AuthenticatedRequest, permission: str, thing: Model) -> None:
    """Answer as if the thing did not exist unless the user has the permission."""
    if not request.user.has_perm(permission, thing):
        raise Http404


def refuse_unless_held_somewhere(request: AuthenticatedRequest, *rights: Right) -> None:
    """Answer 404 to whoever holds none of these rights anywhere."""
    held = held_rights(request.user)
    if not any(held.get(right) for right in rights):
        raise Http404


def address_of(place: Place, page: str) -> str:
    """Return the address of a page about a unit or a dossier."""
    kind = "unit" if isinstance(place, Unit) else "dossier"
    return reverse(f"dossiers:{kind}_{page}", args=[place.uid])


def label_of(place: Place) -> str:
    """Return how a place is called: a unit by its name, a dossier by its reference alone."""
    return str(place)


def crumbs_to(place: Place, title: str | Promise, *, user: User) -> list[Crumb]:
    """Lead back over the place, if the user may open its page."""
    if isinstance(place, Unit):
        return [search_crumb(), Crumb(place.name), Crumb(title)]
    may_find = user.has_perm(Permission.Dossier.FIND, place)
    url = reverse("dossiers:dossier", args=[place.uid]) if may_find else ""
    return [search_crumb(), *([Crumb(place.reference, url)] if url else []), Crumb(title)]


def words_of(rights: frozenset[Right]) -> list[str]:
    """Return the words of the rights, in their order; opening says finding too."""
    hidden = {Right.FIND} if Right.VIEW in rights else set()
    return [str(WORDS[right]) for right in Right if right in rights - hidden]


def sharing_frame(
    request: AuthenticatedRequest, place: Place, *, title: str | Promise
) -> dict[str, Any]:
    """Return what every page about the sharing of a place needs."""
    return {
        "place": place,
        "label": label_of(place),
        "is_dossier": isinstance(place, Dossier),
        "sharing_url": address_of(place, "sharing"),
        "access_url": address_of(place, "access"),
        "crumbs": crumbs_to(place, title, user=request.user),
    }


def back_to_sharing(request: AuthenticatedRequest, place: Place) -> HttpResponse:
    """Lead back to the sharing page, or home for whoever has just given up the right to it."""
    if request.user.has_perm(permission_of(place, "SHARE"), place):
        return redirect(address_of(place, "sharing"))
    return redirect("dossiers:home")
