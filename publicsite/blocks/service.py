"""The six sections of a service page: what a family needs to know before it comes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import samples
from .body import SHORT_FEATURES

FEATURES = [*SHORT_FEATURES, "ol"]

# Name → heading, in the order in which they are read. All are needed to publish.
REQUIRED_SECTIONS: dict[str, Promise] = {
    "what": _("What we do"),
    "for_whom": _("For whom"),
    "cost": _("What it costs"),
    "bring": _("What to bring"),
    "where_when": _("Where and when"),
    "next_steps": _("What happens next"),
}


# Symbols of img/icons.svg that stand beside the headings.
SECTION_SYMBOLS = {
    "what": "info",
    "for_whom": "people",
    "cost": "money",
    "bring": "documents",
    "where_when": "place",
    "next_steps": "arrow",
}


def empty_sections() -> list[tuple[str, str]]:
    """Return what a new service begins with: every section, to be filled in."""
    return [(name, "") for name in REQUIRED_SECTIONS]


def _section(name: str, icon: str) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(
        features=FEATURES,
        icon=icon,
        label=REQUIRED_SECTIONS[name],
        preview_value=samples.paragraph,
        preview_template="publicsite/blocks/service_section_preview.html",
    )


class ServiceSectionsBlock(blocks.StreamBlock):
    """The sections, each at most once; the page checks that none is missing."""

    what = _section("what", "help")
    for_whom = _section("for_whom", "group")
    cost = _section("cost", "tag")
    bring = _section("bring", "doc-full")
    where_when = _section("where_when", "calendar")
    next_steps = _section("next_steps", "arrow-right")

    class Meta:
        block_counts = {name: {"max_num": 1} for name in REQUIRED_SECTIONS}
