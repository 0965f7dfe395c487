"""The search of the public pages: live pages of the reader's language, folded like the query."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publicsite.navigation import frame
from publicsite.page_cache import mark_public
from publicsite.page_meta import page_meta
from publicsite.public_search import find_pages


@require_safe
def search_pages(request: HttpRequest) -> HttpResponseBase:
    """Show what was found; when nothing is, offer the nearest words and the pillars."""
    language = get_language()
    query = request.GET.get("q", "").strip()[:100]
    context = frame(language=language) | {"section": "search", "query": query}
    summary = _("Search the pages of the Aman Centre.")
    context |= page_meta(request, title=_("Search"), summary=summary)
    context |= {"carried_form": "site-search", "carried_by_get": True}
    if query:
        context["result"] = find_pages(query, language=language)
    return mark_public(render(request, "publicsite/search.html", context))
