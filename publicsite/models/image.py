"""Pictures of the public site: words for who cannot see them, consent where children are shown."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.search import index

from publicsite.picture_files import write_anew
from publicsite.search_text import FoldedTitle


class PublicImage(FoldedTitle, AbstractImage):
    """A picture. One that shows children is published only under a consent that still holds."""

    shows_children = models.BooleanField(
        _("shows children"),
        default=True,
        help_text=_("Leave this ticked unless nobody under 18 can be recognised."),
    )
    consent_reference = models.CharField(
        _("consent reference"),
        max_length=60,
        blank=True,
        help_text=_("Number of the signed consent; never a name."),
    )
    consent_until = models.DateField(_("consent valid until"), null=True, blank=True)

    search_fields = [*AbstractImage.search_fields, index.AutocompleteField("folded_title")]
    admin_form_fields = (
        *Image.admin_form_fields,
        "shows_children",
        "consent_reference",
        "consent_until",
    )

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002 (Wagtail's name)
        *,
        source: File | None = None,
    ) -> File:
        """Return the picture in a size, with its pixels alone, whatever the stored file holds."""
        made = super().generate_rendition_file(filter, source=source)
        return write_anew(made, name=made.name)

    def clean(self) -> None:
        """Ask for reference and end of the consent together."""
        super().clean()
        if self.shows_children and bool(self.consent_reference) != bool(self.consent_until):
            raise ValidationError(_("A consent needs both a reference and an end date."))

    def may_be_published(self) -> bool:
        """Tell whether the picture may stand on a public page today."""
        if not self.shows_children:
            return True
        return bool(
            self.consent_reference
            and self.consent_until
            and self.consent_until >= timezone.localdate()
        )


class PublicRendition(AbstractRendition):
    """A picture in one size, made when the page is published."""

    image = models.ForeignKey(PublicImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="publicsite_rendition_unique",
            )
        ]
