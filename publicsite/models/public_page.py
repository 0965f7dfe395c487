"""What every public page has: summary, folded search text, its addresses in each language."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from publicsite.navigation import contact_details, page_navigation
from publicsite.page_cache import mark_public
from publicsite.search_text import FoldedTitle, plain_words

from .public_form import PublicPageForm


class PublicPage(FoldedTitle, Page):
    """Base of the page types; it has no table of its own."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        help_text=_("One or two sentences: shown on cards, in search results and when shared."),
    )

    # Names of the StreamFields whose words the search shall find.
    stream_fields: tuple[str, ...] = ("body",)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_title"),
    ]
    show_in_menus_default = True
    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    def folded_text(self) -> str:
        """Return all words of the page in the plain form in which queries are asked."""
        words = [self.title, self.summary]
        for name in self.stream_fields:
            value = getattr(self, name, None)
            if value:
                words += value.stream_block.get_searchable_content(value)
        return " ".join(plain_words(" ".join(map(str, words))))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page; who has no session may be given a kept copy."""
        response: HttpResponseBase = mark_public(super().serve(request, *args, **kwargs))
        return response

    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the page to its editor: in a panel of the admin, which frames it."""
        response: HttpResponseBase = super().serve_preview(request, mode_name)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the site and the page's addresses in each language."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        around = page_navigation(
            self, language=translation.get_language() or settings.LANGUAGE_CODE
        )
        return context | {
            "navigation": around.navigation,
            "contact_details": contact_details(),
            "crumbs": around.crumbs,
            "language_urls": self.language_urls(around.translations),
            "canonical": request.build_absolute_uri(self.get_url(request)),
            "alternates": {
                code: request.build_absolute_uri(around.translations[code].get_url(request))
                for code, _name in settings.LANGUAGES
                if code in around.translations
            },
        }

    def language_urls(self, translations: dict[str, Page]) -> dict[str, str]:
        """Return an address for every language: the translation, else a polite page."""
        return {
            code: translations[code].url
            if code in translations
            else reverse_in("publicsite:untranslated", code, self.pk)
            for code, _name in settings.LANGUAGES
        }


def reverse_in(name: str, language: str, *args: object) -> str:
    """Return the address of a view in another language than the active one."""
    with translation.override(language):
        return reverse(name, args=args)
