"""What a person is told when a picture came out badly: what is wrong and how to take it again."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from dossiers.vocabulary import PageFault

ADVICE = {
    PageFault.BLURRED: _("The picture is blurred. Hold still, and take it again."),
    PageFault.DARK: _("The picture is too dark. Take it again by a window or a lamp."),
    PageFault.LOW_RESOLUTION: _(
        "The picture has too few pixels to be read well. Come closer, or scan at 200 dpi."
    ),
    PageFault.CUT_EDGE: _("An edge of the paper is cut off. Take it again with all four edges."),
    PageFault.UNREAD: _(
        "Much of the print was not read, so that the search will not find it. Have the page"
        " read in another way, or scan it again."
    ),
}


def advice_for(faults: Iterable[str]) -> list[str]:
    """Return one sentence for each fault, in the language in force."""
    known = set(faults)
    return [str(sentence) for fault, sentence in ADVICE.items() if fault in known]
