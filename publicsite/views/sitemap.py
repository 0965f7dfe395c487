"""What search engines ask for: the public pages in all languages, and where not to look."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dossiers.public_door import procedure_codes
from publicsite.models.public_page import reverse_in
from publicsite.page_cache import mark_public


@dataclass(frozen=True)
class SitemapEntry:
    """One published page with its address in every language."""

    url: str
    changed_at: datetime | None
    alternates: dict[str, str] = field(default_factory=dict)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """List every live public page once a language; three queries whatever their number."""
    context = {"entries": [*sitemap_entries(request), *view_entries(request)]}
    response = render(request, "publicsite/sitemap.xml", context, content_type="application/xml")
    return mark_public(response)


def sitemap_entries(request: HttpRequest) -> list[SitemapEntry]:
    """Group the pages by what they translate."""
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    groups: dict[object, list[tuple[Page, str]]] = defaultdict(list)
    for page in pages.order_by("path"):
        url = page.get_url(request)
        if url:
            groups[page.translation_key].append((page, request.build_absolute_uri(url)))
    return [
        SitemapEntry(
            url=url,
            changed_at=page.last_published_at or page.latest_revision_created_at,
            alternates={one.locale.language_code: address for one, address in versions},
        )
        for versions in groups.values()
        for page, url in versions
    ]


def view_entries(request: HttpRequest) -> list[SitemapEntry]:
    """List what a reader may look for and no page of the tree shows: report, papers to bring."""
    places: list[tuple[str, tuple[str, ...]]] = [("report", ()), ("procedures", ())]
    places += [("procedure", (code,)) for code in procedure_codes()]
    entries = []
    for name, arguments in places:
        versions = {
            code: request.build_absolute_uri(reverse_in(f"publicsite:{name}", code, *arguments))
            for code, _name in settings.LANGUAGES
        }
        entries += [
            SitemapEntry(url=url, changed_at=None, alternates=versions) for url in versions.values()
        ]
    return entries


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of what is not for them; that is courtesy, not protection."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/dossiers/",
        "Disallow: /*/account/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
