"""Print cover sheets, separators and folder labels. Every print is a line in the journal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import journal
from dossiers.access.permissions import Permission
from dossiers.access.visibility import touched_q
from dossiers.filing.candidates import fileable_dossiers
from dossiers.journal.things import Subject, Thing
from dossiers.models import Dossier
from dossiers.vocabulary import JournalAction
from dossiers.web.breadcrumbs import Crumb
from dossiers.web.filing_rights import require_filing
from dossiers.web.private_response import private_response
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.shortcuts import crumbs_to, refuse_unless

from .forms import CoverForm, LabelsForm
from .pdf import cover_sheet, label_sheets, separator_sheet


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """Ask for the kind, if all papers are of one; send the sheet."""
    dossier = get_object_or_404(Dossier.objects.filter(touched_q(request.user)), uid=uid)
    refuse_unless(request, Permission.Dossier.FILE, dossier)
    form = CoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        _record(request, dossier, sheet="cover", kind=kind.code if kind else "")
        return _sent(cover_sheet(dossier, kind), name=f"cover-{_plain(dossier)}")
    context = {
        "dossier": dossier,
        "form": form,
        "crumbs": crumbs_to(dossier, _("Cover sheet"), user=request.user),
    }
    return render(request, "dossiers/sheets/cover_sheet.html", context)


@require_safe
def separator(request: AuthenticatedRequest) -> HttpResponse:
    """Send a separator; it is about no dossier."""
    require_filing(request.user)
    sheet = Subject(Thing.SEPARATOR_SHEET)
    journal.record(by=request.user, action=JournalAction.PRINT, thing=sheet)
    return _sent(separator_sheet(), name="separator")


@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: AuthenticatedRequest) -> HttpResponse:
    """Take a list of references; send their labels. One that may not be filed into is unknown."""
    require_filing(request.user)
    form = LabelsForm(request.POST or None, dossiers=fileable_dossiers(request.user))
    if request.method == "POST" and form.is_valid():
        chosen: list[Dossier] = form.cleaned_data["references"]
        for dossier in chosen:
            _record(request, dossier, sheet="label")
        first = form.cleaned_data["first"] or 1
        return _sent(label_sheets(chosen, first=first), name="labels")
    context = {
        "form": form,
        "crumbs": [Crumb(_("Tray"), reverse("dossiers:tray")), Crumb(_("Labels for folders"))],
    }
    return render(
        request, "dossiers/sheets/labels.html", context, status=422 if form.errors else 200
    )


def _record(request: AuthenticatedRequest, dossier: Dossier, **detail: Any) -> None:
    """Write down what is printed, before it is sent."""
    journal.record(
        by=request.user,
        action=JournalAction.PRINT,
        thing=dossier,
        folder_id=dossier.pk,
        **detail,
    )


def _sent(content: bytes, *, name: str) -> HttpResponse:
    return private_response(content, as_file=f"{name}.pdf")


def _plain(dossier: Dossier) -> str:
    return dossier.reference.replace("/", "-")
