"""Blocks of running pages: text, steps, points, a callout, a picture."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import samples
from .picture import PictureBlock

TEXT_FEATURES = ["h2", "h3", "bold", "ul", "ol", "link", "document-link"]
SHORT_FEATURES = ["bold", "ul", "link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **options: object) -> None:
        options.setdefault("features", TEXT_FEATURES)
        super().__init__(**options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        help_text = _("Short paragraphs, with a heading for each idea.")
        template = "publicsite/blocks/text_block.html"
        preview_value = staticmethod(samples.text)


class PointBlock(blocks.StructBlock):
    """One titled sentence or two."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "dot-circle"
        label = _("Point")


class PointsBlock(blocks.StructBlock):
    """A few points of equal weight, beside each other where there is room."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80, required=False)
    points = blocks.ListBlock(PointBlock(), label=_("Points"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Points")
        help_text = _("Two to six points of equal importance.")
        template = "publicsite/blocks/points_block.html"
        preview_value = staticmethod(samples.points)


class StepsBlock(blocks.StructBlock):
    """What happens one after the other, numbered."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80, required=False)
    steps = blocks.ListBlock(PointBlock(label=_("Step")), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        help_text = _("Steps that follow one another; they are numbered automatically.")
        template = "publicsite/blocks/steps_block.html"
        preview_value = staticmethod(samples.steps)


class CalloutBlock(blocks.StructBlock):
    """A remark that must not be missed."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Information")), ("warn", _("Attention"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    text = blocks.TextBlock(label=_("Text"), max_length=400)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        help_text = _("One or two per page at most.")
        template = "publicsite/blocks/callout_block.html"
        preview_value = staticmethod(samples.callout)


class BodyBlock(blocks.StreamBlock):
    """The body of most pages."""

    text = TextBlock()
    points = PointsBlock()
    steps = StepsBlock()
    callout = CalloutBlock()
    picture = PictureBlock()
