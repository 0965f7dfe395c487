"""What a person is told of a file or a picture: what is wrong or left out, and what to do."""

from collections.abc import Iterable
from itertools import chain

from django.utils.translation import gettext_lazy as _

from dossiers.vocabulary import FileNotice, PageFault

ADVICE = {
    PageFault.BLURRED: _("The picture is blurred. Hold still and take it again."),
    PageFault.DARK: _("The picture is too dark. Take it again near a window or a lamp."),
    PageFault.LOW_RESOLUTION: _(
        "The resolution is too low for the text to be read well. Move closer, or scan at 200 dpi."
    ),
    PageFault.CUT_EDGE: _("An edge of the document is cut off. Take it again with all four edges."),
    PageFault.UNREAD: _(
        "Much of the print was not read, so that the search will not find it. Have the page"
        " read in another way, or scan it again."
    ),
    PageFault.HANDWRITTEN: _(
        "A page seems handwritten: it was not read. Describe it in a line as its title, which the"
        " search finds."
    ),
}
NOTICES = {
    FileNotice.PORTFOLIO: _(
        "This PDF is a folder of other files, and only its cover is kept as pages. Save each file"
        " and send it."
    ),
    FileNotice.DYNAMIC_FORM: _(
        "This is a form that only Adobe Reader shows. Print it into a new PDF and send that."
    ),
    FileNotice.ATTACHMENTS: _(
        "Other files are attached to this PDF, and they are not kept as pages. Save each and send"
        " it."
    ),
    FileNotice.SIGNED: _(
        "This PDF is signed electronically. A print does not prove the signature: hand out the"
        " original file."
    ),
    FileNotice.COMMENTS: _(
        "This PDF has comments that its pages do not show. Print it with its comments if they"
        " matter."
    ),
}


def advice_for(faults: Iterable[str], notices: Iterable[str] = ()) -> list[str]:
    """Return one sentence for each notice and each fault, in the language in force."""
    known = {*faults, *notices}
    sentences = chain(NOTICES.items(), ADVICE.items())
    return [str(sentence) for code, sentence in sentences if code in known]
