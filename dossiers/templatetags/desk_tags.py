"""Pieces of the desks' pages: the menu, birth dates, the mark of a document, the demo notice.

Decides no permission: the menu asks `dossiers.access` as every view does.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dossiers.access.permissions import Right
from dossiers.access.visibility import held_rights
from dossiers.documents.meanwhile import SHOWN, shown_mark
from dossiers.models import Membership, Person
from dossiers.vocabulary import (
    DatePrecision,
    DossierState,
    ReferralState,
    RegistrationStatus,
)

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """One desk: its word, icon and address, and whether it is the present one."""

    word: str | Promise
    icon: str
    url: str
    is_current: bool


# Desk, its icon, and the right without which it would be empty.
DESKS: tuple[tuple[str, str | Promise, str, Right | None], ...] = (
    ("home", gettext_lazy("Search"), "search", None),
    ("tray", gettext_lazy("Tray"), "tray", Right.FILE),
    ("referrals", gettext_lazy("Referrals"), "help", Right.TRIAGE),
)


@register.inclusion_tag("dossiers/parts/menu.html", takes_context=True)
def desk_menu(context: dict[str, Any]) -> dict[str, list[MenuItem]]:
    """List the desks that have something for this user."""
    request = context["request"]
    held = held_rights(request.user)
    items = []
    for name, word, icon, right in DESKS:
        url = _address(name)
        if name == "home" and not held.get(Right.FIND):
            # Whoever finds nothing has a desk all the same, with what waits on it.
            word, icon = gettext_lazy("Your desk"), "home"
        if url and (right is None or held.get(right)):
            is_current = request.path == url or (name != "home" and request.path.startswith(url))
            items.append(MenuItem(word=word, icon=icon, url=url, is_current=is_current))
    return {"items": items}


def _address(name: str) -> str:
    try:
        return reverse(f"dossiers:{name}")
    except NoReverseMatch:
        return ""


# The colour of a state, by what it is the state of; others have none.
TAG_TONES: dict[str, dict[str, str]] = {
    "dossier": {
        DossierState.OPEN: "ok",
        DossierState.WAITING: "warn",
        DossierState.REFERRED: "warn",
        DossierState.PROPOSED: "danger",
    },
    "referral": {ReferralState.NEW: "danger", ReferralState.ACCEPTED: "ok"},
    "registration": {
        RegistrationStatus.REGISTERED: "ok",
        RegistrationStatus.IN_PROGRESS: "warn",
        RegistrationStatus.NOT_REGISTERED: "danger",
    },
    "finding": {"justified": "ok", "not_justified": "danger"},
    "answer": {"": "warn", "accepted": "ok", "declined": "danger"},
}


@register.filter
def tag_tone(state: str, subject: str) -> str:
    """Return the class that colours the tag of a state; "" for a state without a colour."""
    tone = TAG_TONES[subject].get(state)
    return f"tag-{tone}" if tone else ""


@register.filter
def birth(person: Person) -> str:
    """Write the birth date as exactly as it is known; "" when nothing is."""
    day = person.birth_date
    if day is None:
        return person.birth_hijri
    match person.birth_precision:
        case DatePrecision.MONTH:
            return date_format(day, "YEAR_MONTH_FORMAT")
        case DatePrecision.YEAR:
            return str(day.year)
        case DatePrecision.ABOUT:
            return pgettext("birth date", "about %(year)s") % {"year": day.year}
        case _:
            return date_format(day, "DATE_FORMAT")


@register.filter
def role_and_birth(member: Membership, known: Container[Any]) -> str:
    """Write the role in the dossier, and the birth date of a person whose key is in `known`."""
    born = birth(member.person) if member.person_id in known else ""
    role = member.get_role_display()
    return format_html("{}, <bdi>{}</bdi>", role, born) if born else role


@register.filter
def or_unnamed(name: str) -> str:
    """Write something where no name is known."""
    return name or _("Name not known")


@register.simple_tag(takes_context=True)
def shown_document(context: dict[str, Any], uid: str) -> SafeString:
    """Draw the hidden field of a form that proves that this document was shown beside it."""
    mark = shown_mark(uid, user=context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', SHOWN, mark)


@register.simple_tag
def is_embedded_demo() -> bool:
    """Tell whether demo log-ins work here without a second factor."""
    return bool(getattr(settings, "AMAN_EMBEDDED_DEMO", False))
