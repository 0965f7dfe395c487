"""Sample contents of the blocks, in the language of who edits: what the block picker shows."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _


def paragraph() -> str:
    """Return one short paragraph."""
    return format_html("<p>{}</p>", _("One short, clear paragraph."))


def text() -> str:
    """Return a heading and a paragraph."""
    return format_html("<h2>{}</h2>", _("A heading")) + paragraph()


def points() -> dict[str, Any]:
    """Return two points of equal weight."""
    titles = (_("Confidentiality"), _("Transparency"))
    return {
        "title": _("What we promise"),
        "points": [{"title": title, "text": paragraph()} for title in titles],
    }


def steps() -> dict[str, Any]:
    """Return two steps."""
    titles = (_("We listen"), _("We agree on a plan"))
    return {
        "title": _("What happens next"),
        "steps": [{"title": title, "text": paragraph()} for title in titles],
    }


def callout() -> dict[str, str]:
    """Return a remark."""
    return {
        "kind": "info",
        "title": _("Please note"),
        "text": _("This service is open to every family."),
    }
