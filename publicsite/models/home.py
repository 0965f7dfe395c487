"""The start page: who the centre is, its pillars, the way to help."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from publicsite.blocks import BodyBlock
from publicsite.private_pages import public_q

from .news import NewsPage
from .pillar import PillarPage
from .public_page import PublicPage


class HomePage(PublicPage):
    """One a language; the pillars on it are those of the tree, in the order of the tree."""

    headline = models.CharField(_("headline"), max_length=120)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("headline"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "publicsite.PillarIndexPage",
        "publicsite.ApproachPage",
        "publicsite.ProjectIndexPage",
        "publicsite.NewsIndexPage",
        "publicsite.HelpPage",
        "publicsite.ContactPage",
        "publicsite.StandardPage",
    ]

    class Meta:
        verbose_name = _("start page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page below in two queries, however deep: Wagtail asks three a level.

        No page type of ours has a route of its own, so that the address alone decides.
        """
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        page = self.get_descendants().live().filter(url_path=url_path).specific().first()
        if page is None:
            raise Http404
        return RouteResult(page)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pillars and the latest news."""
        context = super().get_context(request, *args, **kwargs)
        shown = public_q()
        pillars = PillarPage.objects.live().filter(shown).descendant_of(self)
        context["pillars"] = list(pillars.order_by("path"))
        news = NewsPage.objects.live().filter(shown).descendant_of(self)
        news = news.order_by("-published_on", "-pk")
        context["latest_news"] = list(news[:3])
        return context
