"""How the centre works: its principles and its approaches."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import BodyBlock

from .public_page import PublicPage


class ApproachPage(PublicPage):
    """The approach, made of points and steps."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["publicsite.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("approach")
