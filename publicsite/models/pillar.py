"""Pillars: how many there are comes from the tree, never from a template."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock
from publicsite.private_pages import only_public

from .public_page import PublicPage
from .service import ServicePage
from .symbol import Symbol


class PillarIndexPage(PublicPage):
    """All pillars with their services."""

    parent_page_types = ["publicsite.HomePage"]
    subpage_types = ["publicsite.PillarPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("pillars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pillars."""
        context = super().get_context(request, *args, **kwargs)
        context["pillars"] = list(only_public(PillarPage.objects.child_of(self)).order_by("path"))
        return context


class PillarPage(PublicPage):
    """One pillar: what it is for, and its services below it in the tree."""

    icon = models.CharField(_("icon"), max_length=12, choices=Symbol, default=Symbol.SOCIAL)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("icon"), FieldPanel("body")]
    parent_page_types = ["publicsite.PillarIndexPage"]
    subpage_types = ["publicsite.ServicePage"]

    class Meta:
        verbose_name = _("pillar")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the services of this pillar."""
        context = super().get_context(request, *args, **kwargs)
        context["services"] = list(only_public(ServicePage.objects.child_of(self)).order_by("path"))
        return context
