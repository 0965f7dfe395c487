"""Merge two records of one person: find the other, look at both, say why; and undo it.

Whom one may not find, or may not change, is not there. What is looked for comes by POST.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import journal
from dossiers.access import shown
from dossiers.access.permissions import Permission
from dossiers.errors import RefusedError
from dossiers.journal.things import Subject, Thing
from dossiers.journal.verbs import Verb
from dossiers.models import Membership, Person, PersonMerge, User
from dossiers.people.duplicates import describe, find_duplicates
from dossiers.people.find import find_members
from dossiers.people.merge import FIELDS, may_undo, merge_people, undo_merge
from dossiers.people.merge_form import MergeForm
from dossiers.plain_text import plain
from dossiers.templatetags.desk_tags import birth
from dossiers.vocabulary import JournalAction
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import crumbs_to, refuse_unless
from dossiers.web.typed_words import typed_in

MOST = 12
SEARCH_MAX = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A person as far as the user may see: their places, and why they may be the one."""

    person: Person
    places: list[Membership]
    reasons: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; `taken` says that the kept record takes it over."""

    label: str
    kept: str
    gone: str
    taken: bool

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.kept and self.gone and self.kept != self.gone)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Find the other record of this person, look at both, merge them."""
    kept = _person_or_404(request, uid)
    words = typed_in(request)
    if "other" in words:
        return _compare(request, kept, _person_or_404(request, words.get("other", "")))
    query = plain(words.get("find", ""))[:SEARCH_MAX]
    candidates = _found(query, kept, request.user) if query else _alike(kept, request.user)
    context = {
        "record": _record(kept, request.user),
        "query": query,
        "found": candidates,
        "merges": [
            done
            for done in kept.merges.in_force().select_related("kept", "by").order_by("-at")
            if may_undo(done, by=request.user)
        ],
    }
    return _show(request, "dossiers/people/merge.html", kept, context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Say what would go back to the other record, and do it."""
    known = Person.objects.visible_to(request.user)
    merges = PersonMerge.objects.in_force().filter(kept__in=known)
    done = get_object_or_404(merges.select_related("by"), uid=uid)
    kept = _person_or_404(request, done.kept.uid)
    if not may_undo(done, by=request.user):
        raise Http404
    if request.method == "POST":
        _or_404(lambda: undo_merge(merge=done, by=request.user))
        messages.success(request, _("There are two records again, as before the merge."))
        return redirect("dossiers:dossier", uid=_home(kept, request.user))
    places = Membership.objects.visible_to(request.user).filter(pk__in=done.moved["memberships"])
    context = {
        "merge": done,
        "record": _record(kept, request.user),
        "names": kept.names.filter(pk__in=[name["pk"] for name in done.moved["names"]]),
        "places": places.select_related("dossier__unit"),
    }
    return _show(request, "dossiers/people/merge_undo.html", kept, context)


def _compare(request: AuthenticatedRequest, kept: Person, gone: Person) -> HttpResponse:
    """Show both records; merge them when that was asked and a reason is given."""
    wants = request.POST.get("do") == "merge"
    form = MergeForm(request.POST if wants else None)
    if wants and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            _or_404(lambda: merge_people(kept=kept, gone=gone, reason=reason, by=request.user))
        except RefusedError as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("dossiers:dossier", uid=_home(kept, request.user))
    context = {
        "record": _record(kept, request.user),
        "other": _record(gone, request.user),
        "both": [_record(kept, request.user), _record(gone, request.user)],
        "lines": list(_lines(kept, gone)),
        "form": form,
    }
    return _show(request, "dossiers/people/merge_preview.html", kept, context)


def _show(
    request: AuthenticatedRequest, template: str, person: Person, context: dict[str, Any]
) -> HttpResponse:
    """Write down that the record was looked at, then show it."""
    place = context["record"].places[0].dossier
    journal.record(
        by=request.user,
        action=JournalAction.VIEW,
        thing=person,
        folder_id=place.pk,
        verb=Verb.RECORDS_COMPARED,
    )
    crumbs = crumbs_to(place, _("Two records of one person"), user=request.user)
    return render(request, template, context | {"crumbs": crumbs})


def _person_or_404(request: AuthenticatedRequest, uid: str) -> Person:
    people = Person.objects.visible_to(request.user).prefetch_related("names")
    person = get_object_or_404(people, uid=uid)
    refuse_unless(request, Permission.Person.MERGE, person)
    return person


def _or_404(action: Callable[[], object]) -> None:
    """Do it; what became forbidden in between is not there."""
    try:
        action()
    except PermissionDenied as denial:
        raise Http404 from denial


def _home(person: Person, user: User) -> str:
    """Return the uid of the first dossier in which the user finds the person."""
    return _record(person, user).places[0].dossier.uid


def _record(person: Person, user: User, reasons: tuple[Any, ...] = ()) -> Record:
    places = Membership.objects.visible_to(user).filter(person=person)
    return Record(person, list(places.select_related("dossier__unit")), reasons)


def _alike(kept: Person, user: User) -> list[Record]:
    """Return those who may be the same person, with the reasons."""
    doubles = find_duplicates(describe(kept), by=user, exclude=[kept.pk]).known
    return [
        _record(double.person, user, double.reasons)
        for double in doubles
        if user.has_perm(Permission.Person.MERGE, double.person)
    ]


def _found(query: str, kept: Person, user: User) -> list[Record]:
    """Return the people of that name or number whom the user may merge."""
    # What is shown of them is loaded, and noted, by `_record`.
    with shown.comparing():
        members = find_members(query, user=user, limit=3 * MOST)
    listed = Subject(Thing.RECORDS)
    journal.record(by=user, action=JournalAction.SEARCH, thing=listed, found=len(members))
    people = dict.fromkeys(member.person for member in members)
    return [
        _record(person, user)
        for person in list(people)[:MOST]
        if person != kept and user.has_perm(Permission.Person.MERGE, person)
    ]


def _lines(kept: Person, gone: Person) -> Iterator[Line]:
    """Compare the columns that say something."""
    for columns in FIELDS:
        column: Any = Person._meta.get_field(columns[0])
        mine, theirs = _said(kept, columns), _said(gone, columns)
        if mine or theirs:
            yield Line(str(column.verbose_name), mine, theirs, taken=bool(theirs and not mine))


def _said(person: Person, columns: Iterable[str]) -> str:
    """Return what a record says in these columns; "" if it does not say."""
    first = next(iter(columns))
    if first == "birth_date":
        return birth(person)
    if first in ("sex", "registration"):
        value = getattr(person, first)
        return "" if value == "unknown" else str(getattr(person, f"get_{first}_display")())
    return " / ".join(str(value) for column in columns if (value := getattr(person, column)))
