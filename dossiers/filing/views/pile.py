"""A pile on the desk: its pages in a row, cut into papers, laid anew in one step.

Every step is a plain form: what is posted comes back as a row until it is confirmed.
The script turns and moves pages on the spot and posts the same form.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dossiers import journal
from dossiers.documents.meanwhile import tells_meanwhile
from dossiers.errors import RefusedError
from dossiers.filing.pile import StalePileError, arrange_pile
from dossiers.filing.pile_page import (
    Change,
    describe_row,
    is_mine_already,
    last_change,
    marks_in,
)
from dossiers.filing.pile_plan import Pile, Placed, find_pile
from dossiers.filing.pile_proposals import Reason, interleaved, joined, opening, propose
from dossiers.intake.reading.tasks import read_document
from dossiers.intake.suggestions.store import store_suggestions
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page
from dossiers.sheets.notice import sheet_notice
from dossiers.vocabulary import DocumentState, JournalAction
from dossiers.web.filing_rights import require_filing
from dossiers.web.numbers import whole_number
from dossiers.web.request import AreaView, AuthenticatedRequest
from dossiers.web.typed_words import carried_words, typed_in

# More papers than this are not looked at together: a screen of thumbnails ends somewhere.
MAX_CHOSEN = 60
# How the pile lay before the last change of this person.
BEFORE = "pile_before"


@require_safe
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """Lead from the papers ticked in the tray to their pile."""
    require_filing(request.user)
    chosen = request.GET.getlist("with")[:MAX_CHOSEN]
    first = Document.objects.in_tray_of(request.user).filter(uid__in=chosen).first()
    if first is None:
        messages.info(request, _("Tick the documents you want to combine."))
        return redirect("dossiers:tray")
    address = reverse("dossiers:pile", args=[first.uid])
    return redirect(f"{address}?{urlencode({'with': chosen}, doseq=True)}")


@method_decorator(tells_meanwhile(marks_in), name="dispatch")
class PileScreen(AreaView):
    """One pile: the papers chosen together, and whatever shares a file with them."""

    http_method_names = ["get", "head", "post"]
    documents: list[Document]
    pile: Pile

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the chosen papers in the user's trays; one that is not there is a 404."""
        fields = typed_in(request) or request.GET
        chosen = [kwargs["uid"], *fields.getlist("with")][:MAX_CHOSEN]
        tray = Document.objects.in_tray_of(self.request.user)
        self.documents = list(tray.filter(uid__in=chosen))
        if not any(document.uid == kwargs["uid"] for document in self.documents):
            raise Http404
        self.pile = find_pile(self.documents, user=self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Show the pile; one that nobody has split yet comes with proposals, if none are marked."""
        for document in self.pile.documents:
            journal.record(
                by=request.user, action=JournalAction.VIEW, thing=document, verb=Verb.PILE_SHOWN
            )
        if words := carried_words(request):
            return self.show(self.as_posted(words))
        proposal = opening(self.pile)
        return self.show(proposal.plan, reasons=proposal.reasons)

    def post(self, request: AuthenticatedRequest, uid: str) -> HttpResponse:
        """Lay the row anew without writing it, or confirm it."""
        step = request.POST.get("do", "")
        plan = self.as_posted(request.POST)
        if step == "undo":
            return self.confirm(self.before(), stamp=self.pile.stamp, goes_on=False)
        if step == "confirm":
            return self.confirm(plan, stamp=request.POST.get("stamp", ""))
        if request.POST.get("stamp", self.pile.stamp) != self.pile.stamp:
            return self.tell_stale(self.pile)
        reasons: Mapping[str, Reason] = {}
        if step == "join":
            plan = joined(plan)
        elif step == "interleave":
            plan = interleaved(plan)
        elif step == "propose":
            pages = {page.uid: page for page in self.pile.pages}
            proposal = propose([pages[placed.uid] for placed in plan])
            turns = {placed.uid: placed.turns for placed in plan}
            plan = [
                Placed(one.uid, one.begins, one.is_aside, turns[one.uid]) for one in proposal.plan
            ]
            reasons = proposal.reasons
        return self.show(plan, reasons=reasons)

    def as_posted(self, data: QueryDict) -> list[Placed]:
        """Return the row that was posted; pages it does not name stay at their place."""
        rows = []
        for place, now in enumerate(self.pile.plan):
            uid = now.uid
            wanted = whole_number(data.get(f"place-{uid}"), otherwise=place + 1)
            placed = Placed(
                uid,
                begins=f"cut-{uid}" in data,
                is_aside=f"aside-{uid}" in data,
                turns=whole_number(data.get(f"turns-{uid}"), otherwise=0) % 4,
            )
            rows.append((wanted, place, placed))
        return [placed for _wanted, _place, placed in sorted(rows, key=lambda row: row[:2])]

    def confirm(self, plan: Sequence[Placed], *, stamp: str, goes_on: bool = True) -> HttpResponse:
        """Make the papers, or say why not; a second click finds them made."""
        by = self.request.user
        before = self.pile.plan
        aside = {page.uid for page in self.pile.pages if page.is_set_aside}
        try:
            papers = arrange_pile(documents=self.documents, plan=plan, stamp=stamp, by=by)
        except StalePileError as error:
            if is_mine_already(plan, error.pile, by=by):
                return self.go_on(error.pile.documents, goes_on=goes_on)
            return self.tell_stale(error.pile)
        except RefusedError as refusal:
            return self.show(plan, error=str(refusal.reason), status=422)
        except PermissionDenied as denial:
            raise Http404 from denial
        # What lay in no paper had no suggestions; it has a paper now.
        store_suggestions(Page.objects.filter(uid__in=aside, is_read=True, sheet_code=""))
        for paper in papers:
            if paper.state == DocumentState.CAPTURED and not paper.failure:
                read_document.enqueue(paper.pk)
        after = find_pile(papers, user=by)
        self.request.session[BEFORE] = {
            "stamp": after.stamp,
            "row": [[placed.uid, placed.begins, placed.is_aside] for placed in before],
        }
        return self.go_on(papers, goes_on=goes_on)

    def go_on(self, papers: Sequence[Document], *, goes_on: bool) -> HttpResponse:
        """Say how many papers there are, and lead to the first that can be filed."""
        message = ngettext(
            "The pile now contains %(count)d document.",
            "The pile now contains %(count)d documents.",
            len(papers),
        )
        messages.success(self.request, message % {"count": len(papers)})
        ready = [paper for paper in papers if paper.state == DocumentState.READ]
        if goes_on and ready:
            return redirect("dossiers:file", uid=ready[0].uid)
        return redirect("dossiers:tray")

    def before(self) -> list[Placed]:
        """Return how the pile lay before this person's last change."""
        known = self.request.session.get(BEFORE) or {"row": []}
        return [Placed(uid, begins, is_aside) for uid, begins, is_aside in known["row"]]

    @property
    def may_undo(self) -> bool:
        """Whether nobody changed the pile since this person did."""
        known = self.request.session.get(BEFORE)
        return bool(known and known["stamp"] == self.pile.stamp)

    def tell_stale(self, pile: Pile) -> HttpResponse:
        """Show the pile as it lies now, what is different, who did it; nothing was written."""
        self.pile = pile
        if not pile.documents:
            raise Http404
        change = last_change(pile, shown=self.request.POST.get("row", ""))
        return self.show(pile.plan, change=change, status=409)

    def show(
        self,
        plan: Sequence[Placed],
        *,
        reasons: Mapping[str, Reason] | None = None,
        change: Change | None = None,
        error: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Show the row."""
        pages = describe_row(self.pile, plan, reasons=reasons or {}, change=change)
        context = {
            "document": self.documents[0],
            "pile": self.pile,
            "chosen": [one.uid for one in self.documents],
            "pages": pages,
            "papers": sum(page.paper > 0 and page.is_first for page in pages),
            "row": " ".join(page.token for page in describe_row(self.pile, self.pile.plan)),
            "change": change,
            "typed": marks_in(self.request.POST) if change else [],
            "errors": [error] if error else [],
            "may_undo": self.may_undo,
            "is_opening": self.request.method != "POST",
            "sheet_notice": sheet_notice(self.pile.documents, user=self.request.user),
            "words": _words_for_script(),
        }
        return render(self.request, "dossiers/filing/pile.html", context, status=status)


def _words_for_script() -> dict[str, str]:
    return {
        "paper": _("Document %(number)s"),
        "papers": _("Documents: %(number)s"),
        "cut": _("A document begins here."),
        "joined": _("Joined to the previous page."),
        "moved": _("Moved to place %(place)s, document %(number)s."),
        "turned": _("Turned to the right."),
        "aside": _("Set aside: it will not be part of any document."),
        "back": _("Back in its document."),
        "undone": _("Undone."),
        "nothing": _("There is nothing to undo."),
        "kept": _("As you left it. Nothing has been confirmed yet."),
    }
