"""The page of one dossier: its people, its papers by class, its sub-dossiers.

What the user may not see is not there, and does not show that it is missing.
Who may only find the dossier gets reference, names, unit and responsible.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.permissions import Permission, Right
from dossiers.access.visibility import folders_q
from dossiers.models import Document, Dossier, Membership, User
from dossiers.people.queries import known_among
from dossiers.vocabulary import ConfidentialityClass, JournalAction
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.request import AuthenticatedRequest
from search.analysis.references import normal_reference


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one class, latest first."""

    paper_class: str
    label: str | Promise
    documents: list[Document]


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the dossier, and the other dossiers in which the user may find them."""

    membership: Membership
    elsewhere: tuple[Dossier, ...]
    may_merge: bool
    # Whether more than the name may be shown.
    is_known: bool


@require_safe
def find_by_reference(request: AuthenticatedRequest, typed: str) -> HttpResponse:
    """Lead to the dossier whose reference was typed into the address bar."""
    named = _findable(request.user).filter(reference=normal_reference(typed))
    return redirect("dossiers:dossier", uid=get_object_or_404(named).uid)


@require_safe
def show(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Show the dossier, or as much of it as may be found."""
    dossier = get_object_or_404(_findable(request.user), uid=uid)
    may_open = request.user.has_perm(Permission.Dossier.VIEW, dossier)
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        thing=dossier,
        folder_id=dossier.pk,
        opened=may_open,
    )
    context = {
        "dossier": dossier,
        "crumbs": [search_crumb(), Crumb(dossier.reference)],
        "file_url": _file_url(dossier, request.user),
    }
    if not may_open:
        context["people"] = _people(dossier)
        return render(request, "dossiers/casework/found.html", context)
    context |= {
        "members": list(_members(dossier, request.user)),
        "shelves": list(_shelves(dossier, request.user)),
        "may_export": request.user.has_perm(Permission.Dossier.EXPORT, dossier),
        "sub_dossiers": dossier.sub_dossiers.visible_to(request.user).order_by("pk"),
    }
    return render(request, "dossiers/casework/dossier.html", context)


def _findable(user: User) -> Any:
    """Return what the user may open or at least find."""
    both = Dossier.objects.visible_to(user) | Dossier.objects.visible_to(user, Right.FIND)
    return both.select_related("unit", "responsible", "parent")


def _people(dossier: Dossier) -> list[Membership]:
    return list(dossier.memberships.select_related("person").prefetch_related("person__names"))


def _members(dossier: Dossier, user: User) -> Iterator[Member]:
    people = _people(dossier)
    elsewhere: dict[int, list[Dossier]] = defaultdict(list)
    others = Membership.objects.visible_to(user).exclude(dossier=dossier)
    others = others.filter(person__in=[row.person_id for row in people])
    for row in others.select_related("dossier").order_by("dossier_id"):
        elsewhere[row.person_id].append(row.dossier)
    changed = _changed_by(user, {dossier.pk, *(row.dossier_id for row in others)})
    known = known_among(people, user=user, opened=[dossier.pk])
    for row in people:
        places = tuple(dict.fromkeys(elsewhere[row.person_id]))
        is_known = row.person_id in known
        may_merge = is_known and {dossier.pk, *(place.pk for place in places)} <= changed
        yield Member(row, places, may_merge, is_known)


def _changed_by(user: User, ids: set[int]) -> set[int]:
    """Return those of these dossiers whose people the user may change."""
    changed = Dossier.objects.filter(folders_q(user, Right.CHANGE), pk__in=ids)
    return set(changed.values_list("pk", flat=True))


def _shelves(dossier: Dossier, user: User) -> Iterator[Shelf]:
    """Yield the classes of which the user may read a paper here, in the order of the list."""
    papers: dict[str, list[Document]] = defaultdict(list)
    documents = (
        Document.objects.on_shelf_for(user)
        .filter(dossier=dossier)
        .select_related("kind")
        .prefetch_related("people__names")
        .order_by("-issued_on", "-pk")
    )
    for document in documents:
        papers[document.paper_class].append(document)
    for paper_class in ConfidentialityClass:
        if papers[paper_class]:
            yield Shelf(paper_class, paper_class.label, papers[paper_class])


def _file_url(dossier: Dossier, user: User) -> str:
    """Return where to file a paper into this dossier; "" if the user may not."""
    if not user.has_perm(Permission.Dossier.FILE, dossier):
        return ""
    return f"{reverse('dossiers:tray')}?{urlencode({'dossier': dossier.uid})}"
