"""Receive papers for a tray from the plain form, several at once; scripts use `arrivals`."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dossiers.access.permissions import Right
from dossiers.filing.upload_form import UploadForm
from dossiers.intake.capture.accept import Refusal, accept_upload
from dossiers.intake.reading.advice import advice_for
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import Document, Dossier, Original, Unit
from dossiers.storage.disk_space import DiskFullError
from dossiers.storage.private_files import StoreAwayError
from dossiers.vocabulary import SHELF_STATES

from .tray import LAST_UNIT, filing_units, render_tray, require_filing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: captured, or refused with a sentence; a notice if it was known.

    `is_waiting`: nothing is wrong with it, and it is captured later by itself.
    """

    name: str
    is_captured: bool
    reason: str = ""
    notice: str = ""
    is_waiting: bool = False


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Capture the files; tell of each that was refused why, in the reader's language."""
    require_filing(request.user)
    form = UploadForm(request.POST, request.FILES, units=filing_units(request.user))
    if not form.is_valid():
        response = render_tray(request, form=form)
        response.status_code = 422
        return response
    unit: Unit = form.cleaned_data["unit"]
    request.session[LAST_UNIT] = unit.uid
    outcomes = [
        _capture(file, unit=unit, by=request.user, upload_id=upload_id)
        for file, upload_id in _with_ids(form)
    ]
    if any(outcome.reason or outcome.notice for outcome in outcomes):
        return render_tray(request, outcomes=outcomes)
    said = ngettext("%(count)d file was added.", "%(count)d files were added.", len(outcomes))
    messages.success(request, said % {"count": len(outcomes)})
    return redirect("dossiers:tray")


def _capture(file: UploadedFile, *, unit: Unit, by: Any, upload_id: str) -> Outcome:
    name = file.name or ""
    try:
        accepted = accept_upload(file=file, name=name, unit=unit, by=by, upload_id=upload_id)
    except (Refusal, ScannerAwayError, StoreAwayError, DiskFullError) as refusal:
        return Outcome(name=name, is_captured=False, reason=str(refusal.reason))
    return outcome_of(accepted.original, by=by)


def outcome_of(original: Original, *, by: Any) -> Outcome:
    """Say that a file is captured, whether its bytes were known, which picture came out badly."""
    document = Document.objects.filter(pages__original=original).order_by("pk").first()
    known = duplicate_notice(document, by) if document else ""
    faults = chain.from_iterable(original.pages.values_list("quality", flat=True))
    notice = " ".join([*filter(None, [known]), *advice_for(faults, original.notices)])
    return Outcome(name=original.upload_name, is_captured=True, notice=notice)


def duplicate_notice(document: Document, user: Any) -> str:
    """Say that the same file was captured before, as far as the user may know of it."""
    files = Original.objects.filter(pages__document=document)
    twins = Original.objects.filter(sha256__in=files.values("sha256")).exclude(pk__in=files)
    same = Document.objects.filter(pages__original__in=twins).exclude(pk=document.pk)
    if same.in_tray_of(user).exists():
        return _("The same file is already in the tray.")
    findable = Dossier.objects.visible_to(user, Right.FIND)
    if same.filter(state__in=SHELF_STATES, dossier__in=findable).exists():
        return _("The same file was filed before.")
    return ""


def _with_ids(form: UploadForm) -> list[tuple[UploadedFile, str]]:
    """Give every file of one sending its own id: sent twice, it is captured once."""
    sending = form.cleaned_data["upload_id"]
    return [(file, f"{sending}-{place}") for place, file in enumerate(form.cleaned_data["papers"])]


def as_plain(outcome: Outcome) -> dict[str, str | bool]:
    """Return an outcome for a script."""
    return {
        "name": outcome.name,
        "captured": outcome.is_captured,
        "waiting": outcome.is_waiting,
        "reason": outcome.reason,
        "notice": outcome.notice,
    }
