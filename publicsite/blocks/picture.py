"""A picture in a page: never without words for who cannot see it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """A picture with alternative text and an optional caption."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=200,
        help_text=_(
            "What the picture shows, for people who cannot see it, in the language of the page."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        help_text = _("A picture that shows children needs a consent on the picture itself.")
        template = "publicsite/blocks/picture_block.html"
        preview_template = "publicsite/blocks/picture_preview.html"
