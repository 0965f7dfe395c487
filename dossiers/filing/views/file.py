"""File a document beside its pages: kind, dossier, people, date. Every step is a plain form.

Choosing a dossier happens by POST and comes back with all that was typed; the script only saves
the clerk the jump to the top of the page.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from dossiers.documents.classification import why_class_stays
from dossiers.documents.meanwhile import labels_of, tells_meanwhile, texts_of
from dossiers.documents.read_again_form import RereadForm
from dossiers.errors import RefusedError
from dossiers.filing.candidates import fileable_dossiers
from dossiers.filing.carry_over import carry, last_dossier, next_paper
from dossiers.filing.file_from_desk import file_from_desk
from dossiers.filing.filing_desk import Desk, lay_desk, open_desk
from dossiers.filing.filing_state import FilingState, Step
from dossiers.filing.forms import NewDossierForm, OtherPersonForm, PaperForm, RaiseClassForm
from dossiers.filing.pile_plan import find_pile, parts_of
from dossiers.filing.pile_proposals import opening
from dossiers.filing.printed_suggestions import PrintedSuggestions
from dossiers.filing.tray_row import describe, with_thumbnails
from dossiers.intake.capture.outcome import duplicate_notice
from dossiers.models import Document, Dossier, User
from dossiers.sheets.notice import sheet_notice
from dossiers.vocabulary import SHELF_STATES, DocumentState
from dossiers.web.request import AreaView, AuthenticatedRequest
from dossiers.web.typed_words import carried_words

# The fields of text of the desk's forms.
LABELS = {
    **labels_of(PaperForm),
    **labels_of(RaiseClassForm, prefix="class-"),
    **labels_of(NewDossierForm, prefix="new-"),
    **labels_of(OtherPersonForm, prefix="other-"),
}


@method_decorator(tells_meanwhile(texts_of(LABELS)), name="dispatch")
class FilingScreen(AreaView):
    """One document of the tray, its pages and the form."""

    http_method_names = ["get", "head", "post"]
    document: Document
    suggested: PrintedSuggestions

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the document in the user's trays; say so where oneself filed it just now."""
        uid = kwargs["uid"]
        waiting = with_thumbnails(Document.objects.in_tray_of(self.request.user))
        document = waiting.filter(uid=uid).first()
        if document is None:
            return self.answer_gone(uid)
        self.document = document
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Show the pages beside an empty form, or beside what was carried along."""
        self.suggested = PrintedSuggestions.at_opening(self.document, user=request.user)
        if words := carried_words(request):
            return self.show(self.lay(FilingState.carried_along(words)))
        desk = open_desk(
            self.document, suggested=self.suggested, session=request.session, user=request.user
        )
        return self.show(desk)

    def post(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Take the next step: look for a dossier, take one, open a new one, or file."""
        self.suggested = PrintedSuggestions.sent_back(
            request.POST.get("suggested", ""), self.document, user=request.user
        )
        state = FilingState.parse(request.POST)
        desk = self.lay(state)
        return self.file(desk, state) if state.step is Step.FILE else self.show(desk)

    def lay(self, state: FilingState) -> Desk:
        """Lay the desk out for the step that was pressed."""
        return lay_desk(state, document=self.document, user=self.request.user)

    def file(self, desk: Desk, state: FilingState) -> HttpResponse:
        """File the document, or show what is still missing."""
        if desk.errors or not all(form.is_valid() for form in desk.forms):
            return self.show(desk, status=422)
        by = self.request.user
        try:
            dossier = file_from_desk(desk, typed=state.typed, document=self.document, by=by)
        except RefusedError as refusal:
            desk.errors.append(str(refusal.reason))
            return self.show(desk, status=422)
        except PermissionDenied:
            # A second click may have come in while the first one was filing it.
            return self.answer_gone(self.document.uid)
        carry(
            self.document,
            dossier=dossier,
            people=desk.filed,
            issuer=desk.paper.cleaned_data["issuer"],
            session=self.request.session,
        )
        return self.go_on(dossier)

    def go_on(self, dossier: Dossier) -> HttpResponse:
        """Say where the document went, and lead to the next one that is ready."""
        was_filed_before = self.document.taken_from_id is not None
        self.document.refresh_from_db()
        if was_filed_before and (stays := why_class_stays(self.document)):
            messages.info(self.request, stays)
        filed = _("Filed in %(reference)s.") % {"reference": dossier.reference}
        ready = Document.objects.in_tray_of(self.request.user).filter(state=DocumentState.READ)
        following = next_paper(self.document, ready)
        if following is None:
            messages.success(
                self.request, filed + " " + _("The tray is empty: there is nothing left to file.")
            )
            return redirect("dossiers:tray")
        messages.success(self.request, filed + " " + _("Here is the next document."))
        return redirect("dossiers:file", uid=following.uid)

    def answer_gone(self, uid: str) -> HttpResponse:
        """Tell who filed it that it is done; to all others it is not there."""
        by = self.request.user
        mine = Document.objects.filter(uid=uid, filed_by=by, state__in=SHELF_STATES)
        if not mine.exists():
            raise Http404
        messages.info(self.request, _("This document has already been filed."))
        return redirect("dossiers:tray")

    def last_dossier(self) -> Dossier | None:
        """Return the dossier filed in last, unless the document itself points to another."""
        uid = last_dossier(self.request.session)
        if not uid or self.suggested.names_another(uid):
            return None
        return fileable_dossiers(self.request.user).filter(uid=uid).first()

    def other_reference(self, desk: Desk) -> str:
        """Return the reference of another dossier, to which the document itself points."""
        if desk.dossier is None or not self.suggested.names_another(desk.dossier.uid):
            return ""
        return self.suggested.dossiers[0].label

    def show(self, desk: Desk, *, status: int = 200) -> HttpResponse:
        """Show the screen."""
        user, is_ready = self.request.user, self.document.state == DocumentState.READ
        context = {
            "document": self.document,
            "paper": describe([self.document])[0],
            "is_ready": is_ready,
            "pages": list(self.document.pages.order_by("number")),
            "notice": duplicate_notice(self.document, user),
            "looks_like": _count_documents(self.document, user=user),
            "sheet_notice": sheet_notice([self.document], user=user),
            "desk": desk,
            "suggested": self.suggested.by_field,
            "sealed_suggestions": self.suggested.sealed,
            "last_dossier": self.last_dossier(),
            "points_to": self.other_reference(desk),
            "forms": desk.forms,
            "errors": desk.errors,
            "reread_form": RereadForm() if is_ready else None,
        }
        return render(self.request, "dossiers/filing/file.html", context, status=status)


def _count_documents(document: Document, *, user: User) -> int:
    """Return how many documents the proposed cuts would make of one that nobody has split."""
    if document.page_count < 2 or document.state != DocumentState.READ:
        return 1
    pile = find_pile([document], user=user)
    return len(parts_of(opening(pile).plan)) if len(pile.documents) == 1 else 1
