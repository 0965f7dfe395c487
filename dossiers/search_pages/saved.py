"""Keep a search under a name, for oneself, and forget it again."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from dossiers import journal
from dossiers.errors import RefusedError
from dossiers.journal.verbs import Verb
from dossiers.models import SavedSearch, User
from dossiers.storage.sealing import seal_values
from dossiers.vocabulary import JournalAction

PURPOSE = "saved search"
# More would be a list to search in.
MOST = 30
NAME_CHARS = 60


@transaction.atomic
def save_search(*, name: str, fields: Mapping[str, str], by: User) -> SavedSearch:
    """Keep the fields of a question under a name. Neither is written in clear anywhere."""
    name = " ".join(name.split())[:NAME_CHARS]
    if not name:
        raise RefusedError(_("Give the search a name."))
    if SavedSearch.objects.filter(owner=by).count() >= MOST:
        raise RefusedError(
            _("You already have %(number)s saved searches: delete one.") % {"number": MOST}
        )
    sealed = seal_values({"name": name, "fields": dict(fields)}, purpose=PURPOSE)
    saved = SavedSearch.objects.create(owner=by, sealed=sealed)
    journal.record(by=by, action=JournalAction.CHANGE, thing=saved, verb=Verb.SEARCH_SAVED)
    return saved


@transaction.atomic
def delete_search(*, saved: SavedSearch, by: User) -> None:
    """Forget a search; only who keeps it can."""
    if saved.owner_id != by.pk:
        raise PermissionDenied
    journal.record(by=by, action=JournalAction.CHANGE, thing=saved, verb=Verb.SEARCH_DELETED)
    saved.delete()
