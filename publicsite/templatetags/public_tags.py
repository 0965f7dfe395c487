"""Template tags of the public pages: what search engines and shared links read. No query here."""

import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from publicsite.blocks import SECTION_SYMBOLS

register = template.Library()

# What would end the script element early, as Django's json_script escapes it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def is_below(page: Page | str, ancestor: Page) -> bool:
    """Tell whether `page` stands somewhere under `ancestor` in the tree."""
    if not page or isinstance(page, str):
        return False  # Wagtail hands "" where there is no page.
    return page.path.startswith(ancestor.path) and page.path != ancestor.path


@register.filter
def section_symbol(name: str) -> str:
    """Return the symbol that stands beside the heading of a service's section."""
    return SECTION_SYMBOLS[name]


@register.simple_tag(takes_context=True)
def absolute_static(context: dict[str, Any], path: str) -> str:
    """Return the whole address of a static file: who shares a page needs it."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(static(path))


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString:
    """Describe the centre and the way to this page in the words of schema.org."""
    request: HttpRequest = context["request"]
    crumbs = context.get("crumbs", ())
    home = context["navigation"].home
    data = [
        {
            "@context": "https://schema.org",
            "@type": "NGO",
            "name": gettext("Aman Centre"),
            "url": request.build_absolute_uri(home.url if home else "/"),
            "areaServed": gettext("Taroudant"),
            "foundingDate": "2009",
        },
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": crumb.title,
                    "item": request.build_absolute_uri(crumb.url),
                }
                for position, crumb in enumerate(crumbs, start=1)
            ],
        },
    ]
    text = json.dumps(data if len(crumbs) > 1 else data[0], ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
