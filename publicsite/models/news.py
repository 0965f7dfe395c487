"""News with a date; lists and feeds show the newest first."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock
from publicsite.private_pages import only_public

from .public_page import PublicPage

NEWS_PER_PAGE = 10


class NewsIndexPage(PublicPage):
    """All news, ten at a time."""

    parent_page_types = ["publicsite.HomePage"]
    subpage_types = ["publicsite.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of news; a page number that does not exist shows the nearest one."""
        context = super().get_context(request, *args, **kwargs)
        news = only_public(NewsPage.objects.child_of(self)).order_by("-published_on", "-pk")
        context["page_obj"] = Paginator(news, NEWS_PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(PublicPage):
    """One piece of news."""

    published_on = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("published_on"), FieldPanel("body")]
    parent_page_types = ["publicsite.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("piece of news")
