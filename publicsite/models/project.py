"""Projects of the centre, past and present."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock
from publicsite.private_pages import only_public

from .public_page import PublicPage


class ProjectIndexPage(PublicPage):
    """All projects, in the order of the tree."""

    parent_page_types = ["publicsite.HomePage"]
    subpage_types = ["publicsite.ProjectPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects."""
        context = super().get_context(request, *args, **kwargs)
        context["projects"] = list(only_public(ProjectPage.objects.child_of(self)).order_by("path"))
        return context


class ProjectPage(PublicPage):
    """One project."""

    period = models.CharField(
        _("period"), max_length=40, blank=True, help_text=_("In years, such as 2012–2014.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("period"), FieldPanel("body")]
    parent_page_types = ["publicsite.ProjectIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("project")
