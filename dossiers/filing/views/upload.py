"""Receive papers for a tray from the plain form, several at once; scripts use `arrivals`."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dossiers.filing.upload_form import UploadForm
from dossiers.filing.views.tray import render_tray
from dossiers.intake.capture.accept import Refusal, accept_upload
from dossiers.intake.capture.outcome import Outcome, outcome_of
from dossiers.intake.untrusted_files.virus_scan import ScannerAwayError
from dossiers.models import Unit, User
from dossiers.storage.disk_space import DiskFullError
from dossiers.storage.private_files import StoreAwayError
from dossiers.web.filing_rights import LAST_UNIT, filing_units, require_filing
from dossiers.web.request import AuthenticatedRequest


@require_POST
def receive(request: AuthenticatedRequest) -> HttpResponse:
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
    message = ngettext("%(count)d file was added.", "%(count)d files were added.", len(outcomes))
    messages.success(request, message % {"count": len(outcomes)})
    return redirect("dossiers:tray")


def _capture(file: UploadedFile, *, unit: Unit, by: User, upload_id: str) -> Outcome:
    name = file.name or ""
    try:
        accepted = accept_upload(file=file, name=name, unit=unit, by=by, upload_id=upload_id)
    except (Refusal, ScannerAwayError, StoreAwayError, DiskFullError) as refusal:
        return Outcome(name=name, is_captured=False, reason=str(refusal.reason))
    return outcome_of(accepted.original, by=by)


def _with_ids(form: UploadForm) -> list[tuple[UploadedFile, str]]:
    """Give every file of one sending its own id: sent twice, it is captured once."""
    sending = form.cleaned_data["upload_id"]
    return [(file, f"{sending}-{place}") for place, file in enumerate(form.cleaned_data["papers"])]
