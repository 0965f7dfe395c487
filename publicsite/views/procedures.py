"""Which papers to bring for which procedure: reference data of the archive, as plain values."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dossiers.public_door import procedure_guides
from publicsite.navigation import frame
from publicsite.page_cache import mark_public


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponseBase:
    """List the procedures."""
    language = get_language() or "ar"
    context = frame(language=language) | {"section": "procedures"}
    context["guides"] = procedure_guides(language)
    return mark_public(render(request, "publicsite/procedures.html", context))


@require_safe
def procedure_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one procedure so that it prints on one A4."""
    language = get_language() or "ar"
    guides = procedure_guides(language, code=code)
    if not guides:
        raise Http404
    context = frame(language=language) | {"section": "procedures", "guide": guides[0]}
    return mark_public(render(request, "publicsite/procedure.html", context))
