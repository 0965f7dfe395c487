"""The first page after signing in: the search box, what waits, and what was opened lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dossiers.access.permissions import Right
from dossiers.access.visibility import held_rights
from dossiers.models import Document, Dossier, JournalEntry, Referral, User
from dossiers.sharing.queries import REVIEWERS, reviewable
from dossiers.staff.queries import is_led_to_staff
from dossiers.vocabulary import JournalAction, ReferralState
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.typed_words import take_kept_words, typed_in

from .saved import saved_searches

# Counts stop here: nobody needs to know whether 1,200 or 1,300 wait.
COUNT_LIMIT = 1000
RECENT_LIMIT = 8
# How many lines of the journal are looked through for them.
RECENT_LINES = 200


@dataclass(frozen=True)
class WaitingDesk:
    """A desk where something waits for this user."""

    word: str | Promise
    icon: str
    url: str
    sentence: str


@require_safe
def home(request: AuthenticatedRequest) -> HttpResponse:
    """Show where to begin; a form that waited for its owner comes first."""
    if typed_form := take_kept_words(request):
        return render(
            request, "dossiers/typed_again.html", {"form": typed_form, "sends_itself": True}
        )
    return render(
        request,
        "dossiers/search_pages/home.html",
        {
            "text": typed_in(request).get("q", ""),
            "may_find": bool(held_rights(request.user).get(Right.FIND)),
            "waiting": list(waiting_for(request.user)),
            "saved": saved_searches(request.user),
            "recent": recent_dossiers(request.user),
        },
    )


def waiting_for(user: User) -> Iterator[WaitingDesk]:
    """Yield the desks that hold something for the user, with a bounded count."""
    held = held_rights(user)
    if user.unseen_notices:
        yield WaitingDesk(
            word=_("Notices"),
            icon="warning",
            url=reverse("dossiers:notices"),
            sentence=_notices_wait(user.unseen_notices),
        )
    if held.get(Right.FILE):
        papers = bounded_count(Document.objects.in_tray_of(user))
        yield WaitingDesk(
            word=_("Tray"),
            icon="tray",
            url=reverse("dossiers:tray"),
            sentence=_papers_wait(papers),
        )
    if held.get(Right.TRIAGE):
        signals = bounded_count(Referral.objects.visible_to(user).filter(state=ReferralState.NEW))
        yield WaitingDesk(
            word=_("Referrals"),
            icon="help",
            url=reverse("dossiers:referrals"),
            sentence=_referrals_wait(signals),
        )
    if any(held.get(right) for right in REVIEWERS):
        glasses = bounded_count(reviewable(user).filter(review__isnull=True))
        yield WaitingDesk(
            word=_("Emergency openings"),
            icon="lock",
            url=reverse("dossiers:break_glass_reviews"),
            sentence=_reviews_wait(glasses),
        )
    if is_led_to_staff(user):
        yield WaitingDesk(
            word=_("Staff"),
            icon="people",
            url=reverse("dossiers:team"),
            sentence=_("Invite, change, close accounts; units and their roles."),
        )
    if held.get(Right.READ_JOURNAL):
        yield WaitingDesk(
            word=_("Journal"),
            icon="clock",
            url=reverse("dossiers:journal"),
            sentence=_("Who did what, by dossier, by person, by day."),
        )


def bounded_count(things: QuerySet[Any]) -> int:
    """Count up to one more than `COUNT_LIMIT`."""
    return things.order_by()[: COUNT_LIMIT + 1].count()


def recent_dossiers(user: User) -> list[Dossier]:
    """Return the dossiers this user opened last and may still open, latest first."""
    lines = JournalEntry.objects.filter(
        actor_id=user.pk, action=JournalAction.VIEW, folder_id__isnull=False
    ).order_by("-pk")
    latest = list(dict.fromkeys(lines.values_list("folder_id", flat=True)[:RECENT_LINES]))
    latest = latest[: 3 * RECENT_LIMIT]
    dossiers = Dossier.objects.visible_to(user).select_related("unit").in_bulk(latest)
    return [dossiers[pk] for pk in latest if pk in dossiers][:RECENT_LIMIT]


def _notices_wait(number: int) -> str:
    return ngettext("%(number)s new notice.", "%(number)s new notices.", number) % {
        "number": number
    }


def _reviews_wait(number: int) -> str:
    if not number:
        return _("None to review.")
    return ngettext("%(number)s to review.", "%(number)s to review.", number) % {"number": number}


def _papers_wait(number: int) -> str:
    if number > COUNT_LIMIT:
        return _("More than %(number)s documents are waiting.") % {"number": COUNT_LIMIT}
    if not number:
        return _("No documents are waiting.")
    return ngettext(
        "%(number)s document is waiting.", "%(number)s documents are waiting.", number
    ) % {"number": number}


def _referrals_wait(number: int) -> str:
    if number > COUNT_LIMIT:
        return _("More than %(number)s new referrals.") % {"number": COUNT_LIMIT}
    if not number:
        return _("No new referral.")
    return ngettext("%(number)s new referral.", "%(number)s new referrals.", number) % {
        "number": number
    }
