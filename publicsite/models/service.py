"""A service: six sections that a family reads before it comes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from publicsite.blocks import REQUIRED_SECTIONS, ServiceSectionsBlock, empty_sections

from .public_form import PublicPageForm
from .public_page import PublicPage
from .symbol import Symbol


class ServicePageForm(PublicPageForm):
    """A service is published with all of its sections."""

    def clean(self) -> dict[str, Any]:
        """Name every missing section beside the field."""
        cleaned: dict[str, Any] = super().clean()
        sections = cleaned.get("sections")
        if not self.is_deferred_validation and sections is not None:
            present = {block.block_type for block in sections}
            missing = [
                str(label) for name, label in REQUIRED_SECTIONS.items() if name not in present
            ]
            if missing:
                # Translators: between the items of a list, such as "cost, papers".
                listed = pgettext("list", ", ").join(missing)
                sentence = _("Before publishing, add: {missing}")
                self.add_error("sections", ValidationError(format_lazy(sentence, missing=listed)))
        return cleaned


class ServicePage(PublicPage):
    """One service of a pillar."""

    icon = models.CharField(_("icon"), max_length=12, choices=Symbol, default=Symbol.SOCIAL)
    sections = StreamField(
        ServiceSectionsBlock(), default=empty_sections, verbose_name=_("sections")
    )

    stream_fields = ("sections",)
    base_form_class = ServicePageForm
    content_panels = [*PublicPage.content_panels, FieldPanel("icon"), FieldPanel("sections")]
    parent_page_types = ["publicsite.PillarPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("service")

    def missing_sections(self) -> list[str]:
        """Return the names of required sections that the page lacks."""
        present = {block.block_type for block in self.sections}
        return [name for name in REQUIRED_SECTIONS if name not in present]
