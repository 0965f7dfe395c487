"""One page of a paper in the tray: turn it, crop it by hand, take that back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dossiers import journal
from dossiers.documents.meanwhile import labels_of, tells_meanwhile, texts_of
from dossiers.documents.page_edits import (
    StalePageError,
    as_scanned,
    crop_page,
    stamp_of,
    take_back,
    turn_page,
)
from dossiers.documents.page_outline import corners_on_original
from dossiers.errors import RefusedError
from dossiers.intake.reading.tasks import read_document
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page
from dossiers.vocabulary import JournalAction
from dossiers.web.request import AuthenticatedRequest

TURNS = {"turn_right": 1, "turn_over": 2, "turn_left": 3}
# Less than this share of a side is no picture of a paper.
MIN_SHARE = 0.05


class CropForm(forms.Form):
    """What is kept, in percent of the picture."""

    left = forms.FloatField(label=gettext_lazy("From the left (%)"), min_value=0, max_value=100)
    top = forms.FloatField(label=gettext_lazy("From the top (%)"), min_value=0, max_value=100)
    right = forms.FloatField(
        label=gettext_lazy("To (%), from the left"), min_value=0, max_value=100
    )
    bottom = forms.FloatField(
        label=gettext_lazy("To (%), from the top"), min_value=0, max_value=100
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a box turned inside out or too small."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (
            cleaned["right"] - cleaned["left"] >= 100 * MIN_SHARE
            and cleaned["bottom"] - cleaned["top"] >= 100 * MIN_SHARE
        ):
            raise forms.ValidationError(_("Too little would be left of the page."))
        return cleaned

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The box as shares of the picture."""
        cleaned = self.cleaned_data
        return (
            cleaned["left"] / 100,
            cleaned["top"] / 100,
            cleaned["right"] / 100,
            cleaned["bottom"] / 100,
        )


@tells_meanwhile(texts_of(labels_of(CropForm)))
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AuthenticatedRequest, uid: str, page_uid: str) -> HttpResponse:
    """Show the page, or do one thing to it and go back to its pile."""
    page = _find(request, uid, page_uid)
    form = CropForm(
        request.POST if request.method == "POST" and _step(request) == "crop" else None,
        initial={"left": 0, "top": 0, "right": 100, "bottom": 100},
    )
    if request.method != "POST":
        journal.record(
            by=request.user,
            action=JournalAction.VIEW,
            thing=page.document,
            verb=Verb.PAGE_SHOWN,
            page=page.number,
        )
        return _show(request, page, form)
    act = _act(request, page, form)
    if act is None:
        return _show(request, page, form, status=422)
    try:
        act()
    except StalePageError as error:
        page = _find(request, uid, page_uid)
        return _show(request, page, form, error=str(error.reason), status=409)
    except RefusedError as refusal:
        return _show(request, page, form, error=str(refusal.reason), status=422)
    read_document.enqueue(Document.objects.get(pages=page).pk)
    messages.success(request, _("The page has been drawn and read again."))
    return redirect("dossiers:pile", uid=uid)


def _find(request: AuthenticatedRequest, uid: str, page_uid: str) -> Page:
    pages = Page.objects.in_tray_of(request.user).select_related("document").defer("text")
    return get_object_or_404(pages, document__uid=uid, uid=page_uid)


def _step(request: AuthenticatedRequest) -> str:
    """Return what is to be done to the page; the Enter key in a field presses no button of ours."""
    return request.POST.get("do") or "crop"


def _act(request: AuthenticatedRequest, page: Page, form: CropForm) -> Callable[[], None] | None:
    """Return what was asked for; None if it was nothing that can be done."""
    step = _step(request)
    stamp = request.POST.get("stamp", "")
    by = request.user
    if step in TURNS:
        return lambda: turn_page(page=page, turns=TURNS[step], stamp=stamp, by=by)
    if step == "undo":
        return lambda: take_back(page=page, stamp=stamp, by=by)
    if step == "reset":
        return lambda: as_scanned(page=page, stamp=stamp, by=by)
    if step == "crop" and page.words_name and form.is_valid():
        corners = corners_on_original(page, form.box)
        return lambda: crop_page(page=page, corners=corners, stamp=stamp, by=by)
    return None


def _show(
    request: AuthenticatedRequest, page: Page, form: CropForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "document": page.document,
        "form": form,
        "stamp": stamp_of(page),
        "errors": [error] if error else [],
    }
    return render(request, "dossiers/documents/page_edit.html", context, status=status)
