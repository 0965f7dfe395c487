"""Pieces of the pages about access: the ways to them, a role's sentence, the badge of notices.

Decides no permission: asks the permission map as every view does.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import BUNDLES
from dossiers.access.visibility import held_rights
from dossiers.models import Document, Dossier, Unit
from dossiers.staff.queries import is_led_to_staff

register = template.Library()


@dataclass(frozen=True, slots=True)
class Door:
    """A way to a page about access: its word, icon and address."""

    word: str | Promise
    icon: str
    url: str


@register.filter
def sentence_of_role(role: str) -> str:
    """Say what a role may do."""
    return str(BUNDLES[role].sentence) if role in BUNDLES else ""


@register.inclusion_tag("dossiers/sharing/parts/doors.html", takes_context=True)
def dossier_doors(context: dict[str, Any], dossier: Dossier) -> dict[str, list[Door]]:
    """Lead to sharing, access report, journal and break-glass of a dossier, where allowed."""
    user = context["request"].user
    may_open = user.has_perm(Permission.Dossier.VIEW, dossier)
    ways = (
        (Permission.Dossier.SHARE, _("Sharing"), "people", "dossier_sharing"),
        (Permission.Dossier.SEE_ACCESS, _("Who has access"), "info", "dossier_access"),
        (Permission.Dossier.READ_JOURNAL, _("Journal"), "clock", "dossier_journal"),
        (Permission.Dossier.BREAK_GLASS, _("Use emergency access"), "warning", "break_glass"),
    )
    doors = [
        Door(word, icon, reverse(f"dossiers:{name}", args=[dossier.uid]))
        for permission, word, icon, name in ways
        # Who may open the dossier has no need of the hammer in view.
        if user.has_perm(permission, dossier) and not (name == "break_glass" and may_open)
    ]
    return {"doors": doors}


@register.simple_tag(takes_context=True)
def unit_link(context: dict[str, Any], unit: Unit) -> str:
    """Name a unit; for who shares it, as the way to its sharing page."""
    if not context["request"].user.has_perm(Permission.Unit.SHARE, unit):
        return format_html("<bdi>{}</bdi>", unit.name)
    url = reverse("dossiers:unit_sharing", args=[unit.uid])
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, unit.name)


@register.inclusion_tag("dossiers/sharing/parts/doors.html", takes_context=True)
def document_doors(context: dict[str, Any], document: Document) -> dict[str, list[Door]]:
    """Lead to corrections, class and access report of a filed paper, where allowed."""
    user = context["request"].user
    ways = (
        (Permission.Document.CORRECT, _("Correct"), "document", "correct"),
        (Permission.Document.CHANGE_CLASS, _("Change the class"), "lock", "paper_class"),
        (Permission.Document.SEE_ACCESS, _("Who has access"), "info", "document_access"),
    )
    doors = [
        Door(word, icon, reverse(f"dossiers:{name}", args=[document.uid]))
        for permission, word, icon, name in ways
        if user.has_perm(permission, document)
    ]
    return {"doors": doors}


@register.inclusion_tag("dossiers/sharing/parts/watch_menu.html", takes_context=True)
def watch_menu(context: dict[str, Any]) -> dict[str, Any]:
    """List the pages of who watches over the archive, and the notices with their number."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"unseen": 0, "doors": []}
    held = held_rights(user)
    reads_journal = bool(held.get(Right.READ_JOURNAL))
    reports = reads_journal or bool(held.get(Right.SHARE))
    ways = (
        (is_led_to_staff(user), _("Staff"), "people", "team"),
        (reports, _("What each person can see"), "info", "staff"),
        (reads_journal, _("Journal"), "clock", "journal"),
        (
            reads_journal or bool(held.get(Right.REVIEW)),
            _("Emergency openings"),
            "warning",
            "break_glass_reviews",
        ),
    )
    return {
        "unseen": user.unseen_notices,
        "doors": [
            Door(word, icon, reverse(f"dossiers:{name}"))
            for shown, word, icon, name in ways
            if shown
        ],
    }
