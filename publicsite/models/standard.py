"""A page of plain text: privacy, accessibility, safeguarding and what else comes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock

from .public_page import PublicPage


class StandardPage(PublicPage):
    """Text, points, steps, callouts."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["publicsite.HomePage", "publicsite.StandardPage"]
    subpage_types = ["publicsite.StandardPage"]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("standard page")
