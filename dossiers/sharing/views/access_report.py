"""Who can see this dossier, this paper? What can this person see? With causes, as page and CSV.

For whoever shares the dossier and for auditors. A report names only dossiers that its
reader may report on; an auditor gets references, never a name from a dossier.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.access.explain import Cause, Holder, causes_by_folder, name_of, people_at
from dossiers.access.permissions import Permission, Right, right_for_class
from dossiers.access.visibility import dossiers_q, folders_q, held_rights
from dossiers.models import Document, Dossier, Grant, User
from dossiers.vocabulary import JournalAction
from dossiers.web.breadcrumbs import Crumb, search_crumb
from dossiers.web.csv import csv_file
from dossiers.web.fresh import fresh_sign_in_required_to_look
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import (
    Place,
    address_of,
    crumbs_to,
    dossier_of,
    label_of,
    place_or_404,
    refuse_unless,
    refuse_unless_held_somewhere,
    words_of,
)

ROWS_PER_PAGE = 50
REPORT_RIGHTS = (Right.SHARE, Right.READ_JOURNAL)


@dataclass(frozen=True, slots=True)
class CauseRow:
    """Why, from where, until when, in words."""

    role: str
    cause: str
    group: str
    where: str
    is_inherited: bool
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who gets in, what they may do, and why."""

    user: User
    name: str
    words: list[str]
    causes: list[CauseRow]


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier somebody gets into, what they may do there, and why."""

    dossier: Dossier
    title: str
    url: str
    words: list[str]
    causes: list[CauseRow]


@require_safe
def place_access(request: AuthenticatedRequest, uid: str, model: type[Place]) -> HttpResponse:
    """Answer who can see this dossier, or works in this unit."""
    place = place_or_404(request, model=model, uid=uid, verb="SEE_ACCESS")
    _record(request, JournalAction.VIEW, place)
    context = {
        "place": place,
        "label": label_of(place),
        "is_dossier": isinstance(place, Dossier),
        "people": list(_person_rows(people_at(place.pk))),
        "export_url": address_of(place, "access_export"),
        "crumbs": crumbs_to(place, _("Who has access"), user=request.user),
        "may_read_journals": bool(held_rights(request.user).get(Right.READ_JOURNAL)),
    }
    return render(request, "dossiers/sharing/access_report.html", context)


@fresh_sign_in_required_to_look
@require_safe
def place_access_export(
    request: AuthenticatedRequest, uid: str, model: type[Place]
) -> HttpResponse:
    """Give the same as CSV in the reader's language."""
    place = place_or_404(request, model=model, uid=uid, verb="SEE_ACCESS")
    _record(request, JournalAction.EXPORT, place)
    return _people_file(_person_rows(people_at(place.pk)))


@require_safe
def document_access(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Answer who can see this paper: those who hold the right of its class on its dossier."""
    document, people = _readers(request, uid)
    dossier = dossier_of(document)
    _record(request, JournalAction.VIEW, document)
    context = {
        "document": document,
        "label": dossier.reference,
        "people": people,
        "export_url": reverse("dossiers:document_access_export", args=[document.uid]),
        "crumbs": crumbs_to(dossier, _("Who has access"), user=request.user),
        "may_read_journals": bool(held_rights(request.user).get(Right.READ_JOURNAL)),
    }
    return render(request, "dossiers/sharing/access_report.html", context)


@fresh_sign_in_required_to_look
@require_safe
def document_access_export(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Give the same as CSV."""
    document, people = _readers(request, uid)
    _record(request, JournalAction.EXPORT, document)
    return _people_file(people)


def _readers(request: AuthenticatedRequest, uid: str) -> tuple[Document, list[PersonRow]]:
    """Return the paper, and who reads it by which cause."""
    mine = folders_q(request.user, Right.SHARE, path="dossier_id", rows_are_few=True)
    mine |= folders_q(request.user, Right.READ_JOURNAL, path="dossier_id", rows_are_few=True)
    known = Document.objects.filter(mine).select_related("dossier", "kind")
    document = get_object_or_404(known, uid=uid)
    refuse_unless(request, Permission.Document.SEE_ACCESS, document)
    class_right = right_for_class(document.paper_class)
    holders = [
        holder for holder in people_at(dossier_of(document).pk) if class_right in holder.rights
    ]
    return document, list(_person_rows(holders, asked=class_right))


@require_safe
def staff(request: AuthenticatedRequest) -> HttpResponse:
    """List the people who work here, each with the way to what they can see."""
    refuse_unless_held_somewhere(request, *REPORT_RIGHTS)
    people = sorted(User.objects.all(), key=lambda user: (not user.is_active, name_of(user)))
    context = {
        "people": [(user, name_of(user)) for user in people],
        "may_read_journals": bool(held_rights(request.user).get(Right.READ_JOURNAL)),
        "crumbs": [search_crumb(), Crumb(_("Staff"))],
    }
    return render(request, "dossiers/sharing/access_report_staff.html", context)


@require_safe
def person_access(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Answer what this person can see, among the dossiers the reader may report on."""
    refuse_unless_held_somewhere(request, *REPORT_RIGHTS)
    person = get_object_or_404(User, pk=pk)
    _record(request, JournalAction.VIEW, person)
    page = Paginator(_reported(person, reader=request.user), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "person": person,
        "name": name_of(person),
        "units": list(_unit_rows(person)),
        "page_obj": page,
        "rows": _dossier_rows(list(page), person=person, reader=request.user),
        "crumbs": [
            search_crumb(),
            Crumb(_("Staff"), reverse("dossiers:staff")),
            Crumb(name_of(person)),
        ],
    }
    return render(request, "dossiers/sharing/access_report_person.html", context)


@fresh_sign_in_required_to_look
@require_safe
def person_access_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give the same as CSV, all of it."""
    refuse_unless_held_somewhere(request, *REPORT_RIGHTS)
    person = get_object_or_404(User, pk=pk)
    _record(request, JournalAction.EXPORT, person)
    heads = [_("Reference"), _("Title"), pgettext("access", "May"), *_cause_heads()]
    return csv_file(heads, _export_rows(person, reader=request.user), filename="access.csv")


def _reported(person: User, *, reader: User) -> Any:
    """Return the dossiers this person finds or opens that the reader may report on."""
    mine = Q()
    for right in REPORT_RIGHTS:
        mine |= folders_q(reader, right)
    theirs = dossiers_q(person, Right.FIND) | dossiers_q(person, Right.VIEW)
    return Dossier.objects.filter(mine, theirs).order_by("-pk")


def _export_rows(person: User, *, reader: User) -> Iterator[list[str]]:
    for row in _unit_rows(person):
        yield [row.where, "", "", *_cells(row)]
    for page in Paginator(_reported(person, reader=reader), ROWS_PER_PAGE * 10):
        for line in _dossier_rows(list(page), person=person, reader=reader):
            for cause in line.causes:
                yield [line.dossier.reference, line.title, ", ".join(line.words), *_cells(cause)]


def _dossier_rows(dossiers: list[Dossier], *, person: User, reader: User) -> list[DossierRow]:
    ids = [dossier.pk for dossier in dossiers]
    causes = causes_by_folder(ids, user=person)
    findable = set(Dossier.objects.visible_to(reader, Right.FIND).filter(pk__in=ids))
    return [
        DossierRow(
            dossier=dossier,
            title=dossier.shown_title if dossier in findable else "",
            url=address_of(dossier, "access"),
            words=words_of(Holder(person, causes[dossier.pk]).rights),
            causes=[_cause_row(cause) for cause in causes[dossier.pk]],
        )
        for dossier in dossiers
    ]


def _unit_rows(person: User) -> Iterator[CauseRow]:
    """Yield the roles on units: units are no secret."""
    if not person.is_active:
        return
    grants = Grant.objects.in_force().filter(
        Q(user=person) | Q(group__in=person.groups.all()), folder__as_unit__isnull=False
    )
    for grant in grants.select_related(
        "user", "group__names", "folder__as_unit", "folder__as_dossier"
    ):
        yield _cause_row(Cause(grant, grant.folder_id, find_only=False))


def _person_rows(holders: Iterable[Holder], *, asked: Right | None = None) -> Iterator[PersonRow]:
    for holder in holders:
        causes = [cause for cause in holder.causes if asked is None or asked in cause.rights]
        yield PersonRow(
            user=holder.user,
            name=name_of(holder.user),
            words=words_of(holder.rights),
            causes=[_cause_row(cause) for cause in causes],
        )


def _cause_row(cause: Cause) -> CauseRow:
    grant = cause.grant
    until = localtime(grant.valid_until) if grant.valid_until else None
    return CauseRow(
        role=grant.get_role_display(),
        cause=grant.get_cause_display(),
        group=str(grant.group or ""),
        where=label_of(cause.where),
        is_inherited=cause.is_inherited,
        until=date_format(until, "SHORT_DATETIME_FORMAT") if until else "",
        reason=grant.reason,
    )


def _people_file(people: Iterable[PersonRow]) -> HttpResponse:
    heads = [_("Person"), pgettext("access", "May"), *_cause_heads()]
    rows = [
        [row.name, ", ".join(row.words), *_cells(cause)] for row in people for cause in row.causes
    ]
    return csv_file(heads, rows, filename="access.csv")


def _cause_heads() -> list[str]:
    return [
        _("Role"),
        _("Why"),
        _("Through the group"),
        _("Comes from"),
        _("Until"),
    ]


def _cells(row: CauseRow) -> list[str]:
    return [row.role, row.cause, row.group, row.where, row.until]


def _record(
    request: AuthenticatedRequest, action: JournalAction, about: Place | Document | User
) -> None:
    folder_id = None if isinstance(about, User) else about.pk
    if isinstance(about, Document):
        folder_id = about.dossier_id
    journal.record(
        by=request.user, action=action, thing=about, folder_id=folder_id, screen="access"
    )
