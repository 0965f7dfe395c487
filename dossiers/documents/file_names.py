"""What a paper that leaves the house is called: nothing of a family stands in the name."""

from dossiers.documents.original_files import ENDINGS
from dossiers.models import Document


def neutral_name(document: Document, media_type: str) -> str:
    """Return a file name that tells the reference and no more, e.g. "2026-0012-17.pdf".

    The name under which the paper was uploaded may hold the name of a person.
    """
    place = document.dossier.reference.replace("/", "-") if document.dossier else "tray"
    ending = "zip" if media_type == "application/zip" else ENDINGS.get(media_type, "bin")
    return f"{place}-{document.pk}.{ending}"
