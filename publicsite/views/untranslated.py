"""A page that the reader's language does not have yet: say so and offer what there is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from publicsite.navigation import frame


@require_safe
def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to the translation once it is there; until then offer the other languages."""
    page = Page.objects.live().public().filter(pk=page_id).first()
    if page is None:
        raise Http404
    siblings = Page.objects.live().public().filter(translation_key=page.translation_key)
    by_language = {one.locale.language_code: one for one in siblings.select_related("locale")}
    language = get_language()
    there = by_language.get(language or "")
    if there is not None and there.url:
        return redirect(there.url)
    context = frame(language=language) | {"versions": by_language}
    return render(request, "publicsite/untranslated.html", context)
