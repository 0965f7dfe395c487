"""Pieces of the desks' pages: the menu, birth dates, the demo notice.

Decides no permission: the menu asks `dossiers.access` as every view does.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dossiers.access.permissions import Right
from dossiers.access.visibility import held_rights
from dossiers.models import Person
from dossiers.vocabulary import DatePrecision

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
def or_unnamed(name: str) -> str:
    """Write something where no name is known."""
    return name or _("Name not known")


@register.simple_tag
def is_embedded_demo() -> bool:
    """Tell whether demo log-ins work here without a second factor."""
    return bool(getattr(settings, "AMAN_EMBEDDED_DEMO", False))
