"""How to reach the centre, and how to get help from it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock

from .public_page import PublicPage


class HelpPage(PublicPage):
    """How to get help: emergency numbers first, then the ways to the centre."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["publicsite.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    # The terracotta button leads there: it needs no second place in the menu.
    show_in_menus_default = False

    class Meta:
        verbose_name = _("get help")


class ContactPage(PublicPage):
    """Address, telephone and hours come from the settings."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["publicsite.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact")
