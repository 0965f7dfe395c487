"""What a paper that leaves the house is called: nothing of a family stands in the name."""

from dossiers.media_types import extension_of
from dossiers.models import Document


def neutral_name(document: Document, media_type: str) -> str:
    """Return a file name that tells the reference and no more, e.g. "2026-0012-17.pdf".

    The name under which the paper was uploaded may hold the name of a person.
    """
    place = document.dossier.reference.replace("/", "-") if document.dossier else "tray"
    return f"{place}-{document.pk}.{extension_of(media_type)}"
