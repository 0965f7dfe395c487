"""Which papers to bring for which procedure: reference data of the archive, as plain values."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.public_door import procedure_guides
from publicsite.navigation import frame
from publicsite.page_cache import mark_public
from publicsite.page_meta import Crumb, page_meta


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponseBase:
    """List the procedures."""
    language = get_language() or "ar"
    context = frame(language=language) | {"section": "procedures"}
    context["guides"] = procedure_guides(language)
    context |= page_meta(
        request,
        title=_("Papers to bring"),
        summary=_("Which papers do you need? Lists to read or print."),
        way=(context["navigation"].home,),
    )
    return mark_public(render(request, "publicsite/procedures.html", context))


@require_safe
def procedure_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one procedure so that it prints on one A4."""
    language = get_language() or "ar"
    guides = procedure_guides(language, code=code)
    if not guides:
        raise Http404
    context = frame(language=language) | {"section": "procedures", "guide": guides[0]}
    overview = Crumb(_("Papers to bring"), reverse("publicsite:procedures"))
    context |= page_meta(
        request,
        title=guides[0].title,
        summary=_("%(procedure)s: the papers to bring") % {"procedure": guides[0].title},
        way=(context["navigation"].home, overview),
    )
    return mark_public(render(request, "publicsite/procedure.html", context))
