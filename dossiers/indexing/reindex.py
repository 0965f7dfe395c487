"""Tell the card index what changed, inside the transaction of the change."""

from collections.abc import Iterable

from django.db.models import F

from dossiers.models import Document, Dossier, Membership
from search import api


def reindex_documents(documents: Iterable[Document]) -> None:
    """Renew the cards of these papers."""
    ids = [document.pk for document in documents]
    Document.objects.filter(pk__in=ids).update(version=F("version") + 1)
    api.index([f"document:{pk}" for pk in ids])


def reindex_memberships(memberships: Iterable[Membership]) -> None:
    """Renew the cards of these people in their dossiers."""
    ids = [membership.pk for membership in memberships]
    Membership.objects.filter(pk__in=ids).update(version=F("version") + 1)
    api.index([f"member:{pk}" for pk in ids])


def reindex_dossiers(dossiers: Iterable[Dossier]) -> None:
    """Renew the cards of everything in these dossiers."""
    ids = [dossier.pk for dossier in dossiers]
    reindex_memberships(Membership.objects.filter(dossier_id__in=ids))
    reindex_documents(Document.objects.filter(dossier_id__in=ids))
