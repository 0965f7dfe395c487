"""What a person is told of a cover sheet that leads them nowhere: no more than that."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dossiers.filing.candidates import fileable_dossiers
from dossiers.models import Document, Suggestion, User
from dossiers.vocabulary import SuggestedField


def sheet_notice(documents: Iterable[Document], *, user: User) -> str:
    """Return a sentence if a cover sheet is ignored for this user, else "".

    It is the same for a dossier that is closed, hidden from them, or not there at all.
    """
    suggestions = Suggestion.objects.filter(document__in=documents, field=SuggestedField.DOSSIER)
    suggestions = suggestions.exclude(page=None).exclude(page__sheet_code="")
    uids = set(suggestions.values_list("value", flat=True))
    if uids and fileable_dossiers(user).filter(uid__in=uids).count() < len(uids):
        return _(
            "A cover sheet was ignored: its code does not lead to a dossier you can file into."
        )
    return ""
