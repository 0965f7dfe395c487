"""What only the centre knows: address, hours, what who reports must know, emergency numbers.

Nothing here is filled in by the software: an empty field shows as an obvious placeholder.
"""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="cogs")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Contact details of the centre, the same in every language but for the words."""

    address_ar = models.TextField(_("address (Arabic)"), blank=True)
    address_fr = models.TextField(_("address (French)"), blank=True)
    address_en = models.TextField(_("address (English)"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours_ar = models.CharField(_("opening hours (Arabic)"), max_length=200, blank=True)
    hours_fr = models.CharField(_("opening hours (French)"), max_length=200, blank=True)
    hours_en = models.CharField(_("opening hours (English)"), max_length=200, blank=True)
    spoken_ar = models.CharField(_("languages spoken (Arabic)"), max_length=200, blank=True)
    spoken_fr = models.CharField(_("languages spoken (French)"), max_length=200, blank=True)
    spoken_en = models.CharField(_("languages spoken (English)"), max_length=200, blank=True)
    reading_ar = models.CharField(_("when reports are read (Arabic)"), max_length=200, blank=True)
    reading_fr = models.CharField(_("when reports are read (French)"), max_length=200, blank=True)
    reading_en = models.CharField(_("when reports are read (English)"), max_length=200, blank=True)
    disclosure_ar = models.CharField(
        _("when others are told of a report (Arabic)"), max_length=200, blank=True
    )
    disclosure_fr = models.CharField(
        _("when others are told of a report (French)"), max_length=200, blank=True
    )
    disclosure_en = models.CharField(
        _("when others are told of a report (English)"), max_length=200, blank=True
    )

    panels = [
        *map(FieldPanel, ["address_ar", "address_fr", "address_en", "telephone", "email"]),
        *map(FieldPanel, ["hours_ar", "hours_fr", "hours_en"]),
        *map(FieldPanel, ["spoken_ar", "spoken_fr", "spoken_en"]),
        *map(FieldPanel, ["reading_ar", "reading_fr", "reading_en"]),
        *map(FieldPanel, ["disclosure_ar", "disclosure_fr", "disclosure_en"]),
        InlinePanel("emergency_numbers", label=_("Emergency numbers")),
    ]

    class Meta:
        verbose_name = _("contact details")

    @property
    def address(self) -> str:
        """The address in the active language."""
        return self._in_language("address")

    @property
    def hours(self) -> str:
        """The opening hours in the active language."""
        return self._in_language("hours")

    @property
    def spoken(self) -> str:
        """The languages spoken at the centre, in the active language."""
        return self._in_language("spoken")

    @property
    def reading(self) -> str:
        """When reports are read, in the active language."""
        return self._in_language("reading")

    @property
    def disclosure(self) -> str:
        """When others are told of a report, in the active language."""
        return self._in_language("disclosure")

    @cached_property
    def emergency(self) -> list["EmergencyNumber"]:
        """The numbers in their order."""
        return list(self.emergency_numbers.all())

    @property
    def has_unconfirmed_numbers(self) -> bool:
        """Tell whether a number still waits for the centre's word."""
        return any(number.confirmed_on is None for number in self.emergency)

    def _in_language(self, name: str) -> str:
        return str(getattr(self, f"{name}_{get_language()}", "") or getattr(self, f"{name}_ar"))


class EmergencyNumber(Orderable):
    """A number to call in danger; it says whether the centre has confirmed it."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="emergency_numbers")
    number = models.CharField(_("number"), max_length=20)
    name_ar = models.CharField(_("name (Arabic)"), max_length=80)
    name_fr = models.CharField(_("name (French)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    confirmed_on = models.DateField(
        _("confirmed by the centre on"),
        null=True,
        blank=True,
        help_text=_("Empty: shown as not yet confirmed."),
    )

    panels = [
        *map(FieldPanel, ["number", "name_ar", "name_fr", "name_en", "confirmed_on"]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("emergency number")

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """The name in the active language."""
        return str(getattr(self, f"name_{get_language()}", self.name_ar))
