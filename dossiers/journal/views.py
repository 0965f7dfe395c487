"""The journal for those who watch over the archive: by dossier, by person, by day.

As pages and as a table to keep; both leave a line in the journal themselves. Lines show
references and staff, never the name of a family, and only those about places on which the
reader holds the right to the journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.explain import name_of
from dossiers.access.permissions import Right
from dossiers.access.visibility import folders_q
from dossiers.models import JournalEntry, Unit, User
from dossiers.sharing.forms import field_of
from dossiers.vocabulary import JournalAction
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.csv import csv_stream
from dossiers.web.fresh import fresh_sign_in_required_to_look
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import (
    Place,
    address_of,
    crumbs_to,
    place_or_404,
    refuse_unless_held_somewhere,
)

from .anomalies import find_anomalies, find_askings, threshold
from .text import lines_in_words

LINES_PER_PAGE = 100
# Names are looked up for so many lines at once; they take some twenty megabytes.
LINES_PER_LOOK_UP = 10_000
ANOMALY_DAYS = 30


class FilterForm(forms.Form):
    """Which lines: ids and dates only, so that they may stand in the address."""

    action = forms.ChoiceField(
        label=gettext_lazy("Action"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *JournalAction.choices],
    )
    person = forms.TypedChoiceField(
        label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, asks_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_person:
            people = sorted((name_of(user), user.pk) for user in User.objects.all())
            everybody = ("", _("Everyone"))
            field_of(self, "person").choices = [everybody, *((pk, name) for name, pk in people)]
        else:
            del self.fields["person"]

    def condition(self) -> Q:
        """Return the chosen lines; a filter that makes no sense filters nothing."""
        if not self.is_valid():
            return Q()
        chosen = self.cleaned_data
        condition = Q()
        if chosen["action"]:
            condition &= Q(action=chosen["action"])
        if chosen.get("person"):
            condition &= Q(actor_id=chosen["person"])
        if chosen["since"]:
            condition &= Q(at__gte=_local(chosen["since"], time.min))
        if chosen["until"]:
            condition &= Q(at__lte=_local(chosen["until"], time.max))
        return condition


@dataclass(frozen=True, slots=True)
class Chapter:
    """Which lines one page is about, and how it says so."""

    title: str | Promise
    lines: QuerySet[JournalEntry]
    crumbs: list[Crumb]
    export_url: str
    # What the line of the reading itself is about.
    about: Place | User | None = None


@require_safe
def everything(request: AuthenticatedRequest) -> HttpResponse:
    """Show all lines the reader may read, the newest first."""
    return _page(request, _whole(request))


@fresh_sign_in_required_to_look
@require_safe
def everything_export(request: AuthenticatedRequest) -> StreamingHttpResponse:
    """Give them as CSV."""
    return _export(request, _whole(request))


@require_safe
def of_place(request: AuthenticatedRequest, uid: str, model: type[Place]) -> HttpResponse:
    """Show the lines of one dossier or unit."""
    return _page(request, _of_place(request, uid, model))


@fresh_sign_in_required_to_look
@require_safe
def of_place_export(
    request: AuthenticatedRequest, uid: str, model: type[Place]
) -> StreamingHttpResponse:
    """Give them as CSV."""
    return _export(request, _of_place(request, uid, model))


@require_safe
def of_person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show what one member of staff did, where the reader may read the journal."""
    return _page(request, _of_person(request, pk))


@fresh_sign_in_required_to_look
@require_safe
def of_person_export(request: AuthenticatedRequest, pk: int) -> StreamingHttpResponse:
    """Give it as CSV."""
    return _export(request, _of_person(request, pk))


def _whole(request: AuthenticatedRequest) -> Chapter:
    refuse_unless_held_somewhere(request, Right.READ_JOURNAL)
    return Chapter(
        title=_("Journal"),
        lines=readable_lines(request.user),
        crumbs=[search_crumb(), Crumb(_("Journal"))],
        export_url=reverse("dossiers:journal_export"),
    )


def _of_place(request: AuthenticatedRequest, uid: str, model: type[Place]) -> Chapter:
    place = place_or_404(request, model=model, uid=uid, verb="READ_JOURNAL")
    return Chapter(
        title=_("Journal of %(place)s") % {"place": str(place)},
        lines=JournalEntry.objects.filter(folder_id=place.pk),
        crumbs=crumbs_to(place, _("Journal"), user=request.user),
        export_url=address_of(place, "journal_export"),
        about=place,
    )


def _of_person(request: AuthenticatedRequest, pk: int) -> Chapter:
    refuse_unless_held_somewhere(request, Right.READ_JOURNAL)
    person = get_object_or_404(User, pk=pk)
    staff = Crumb(_("Staff"), reverse("dossiers:staff"))
    return Chapter(
        title=_("Journal of %(place)s") % {"place": name_of(person)},
        lines=readable_lines(request.user).filter(actor_id=person.pk),
        crumbs=[search_crumb(), staff, Crumb(_("Journal"))],
        export_url=reverse("dossiers:person_journal_export", args=[person.pk]),
        about=person,
    )


@require_safe
def anomalies(request: AuthenticatedRequest) -> HttpResponse:
    """List who opened many dossiers outside their units on a day, and say how it is counted."""
    refuse_unless_held_somewhere(request, Right.READ_JOURNAL)
    anomalies_found = find_anomalies(
        readable_lines(request.user), days=ANOMALY_DAYS, now=timezone.now()
    )
    stopped = find_askings(readable_lines(request.user), days=ANOMALY_DAYS, now=timezone.now())
    named = {one.user_id for one in anomalies_found} | {one.user_id for one in stopped}
    users = User.objects.in_bulk(named)
    context = {
        "stopped": [(one, name_of(users[one.user_id])) for one in stopped if one.user_id in users],
        "rows": [
            (one, name_of(users[one.user_id])) for one in anomalies_found if one.user_id in users
        ],
        "threshold": threshold(),
        "days": ANOMALY_DAYS,
        "crumbs": [
            search_crumb(),
            Crumb(_("Journal"), reverse("dossiers:journal")),
            Crumb(_("Unusual days")),
        ],
    }
    return render(request, "dossiers/journal/anomalies.html", context)


def readable_lines(user: User) -> QuerySet[JournalEntry]:
    """Return the lines about places whose journal the user reads.

    Lines about no place (sign-ins, searches) are for who reads the centre's journal.
    """
    mine = folders_q(user, Right.READ_JOURNAL, path="folder_id")
    centre = Unit.objects.filter(folders_q(user, Right.READ_JOURNAL), parent=None)
    if centre.exists():
        mine |= Q(folder_id=None)
    return JournalEntry.objects.filter(mine)


def _page(request: AuthenticatedRequest, chapter: Chapter) -> HttpResponse:
    form, chosen = _chosen(request, chapter)
    page = Paginator(chosen, LINES_PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": chapter.title,
        "form": form,
        "page_obj": page,
        "query": f"{query.urlencode()}&" if query else "",
        "lines": lines_in_words(list(page)),
        "export_url": f"{chapter.export_url}?{query.urlencode()}".rstrip("?"),
        "crumbs": chapter.crumbs,
    }
    _record(request, JournalAction.VIEW, chapter)
    return render(request, "dossiers/journal/journal.html", context)


def _export(request: AuthenticatedRequest, chapter: Chapter) -> StreamingHttpResponse:
    _form, chosen = _chosen(request, chapter)
    # What was asked for ends with this line, so that it does not tell of itself.
    last = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    _record(request, JournalAction.EXPORT, chapter)
    heads = [_("When"), _("Who"), _("Action"), _("Subject"), _("Details"), _("Reason")]
    return csv_stream(heads, _cells(chosen.filter(pk__lte=last)), filename="journal.csv")


def _chosen(
    request: AuthenticatedRequest, chapter: Chapter
) -> tuple[FilterForm, QuerySet[JournalEntry]]:
    asks_person = not isinstance(chapter.about, User)
    form = FilterForm(request.GET or None, asks_person=asks_person)
    return form, chapter.lines.filter(form.condition()).order_by("-pk")


def _cells(lines: QuerySet[JournalEntry]) -> Iterator[list[str]]:
    """Yield the lines in words; names are looked up for many at a time."""
    rows = lines.iterator(chunk_size=LINES_PER_LOOK_UP)
    while some := list(islice(rows, LINES_PER_LOOK_UP)):
        for line in lines_in_words(some):
            at = localtime(line.entry.at).strftime("%Y-%m-%d %H:%M:%S")
            yield [at, line.who, line.action, line.thing, line.detail, line.entry.reason]


def _record(request: AuthenticatedRequest, action: JournalAction, chapter: Chapter) -> None:
    about = chapter.about
    journal.record(
        by=request.user,
        action=action,
        thing=about,
        folder_id=None if about is None or isinstance(about, User) else about.pk,
        screen="journal",
    )


def _local(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
