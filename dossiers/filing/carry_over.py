"""What one paper leaves to the next of its file: dossier, people, issuer; and which comes next.

Dossier and people are taken over within one captured file alone: the file after it may be
another family's, and a hand that only presses Enter would put it in the wrong dossier. There
the last dossier is offered, and a person takes it. Only opaque ids and the issuer are kept, in
the session; whoever takes them up asks for the rights anew.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from dossiers.models import Document, Dossier, Person

SESSION_KEY = "filing_before"
# So long after another a paper still belongs to the same pile.
PILE_GAP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the paper before was filed with."""

    document: int
    dossier: str
    people: list[str]
    issuer: str


def carry(
    document: Document,
    *,
    dossier: Dossier,
    people: Iterable[Person],
    issuer: str,
    session: MutableMapping[str, Any],
) -> None:
    """Keep what the next paper of the pile may take over."""
    uids = [person.uid for person in people]
    session[SESSION_KEY] = asdict(
        Carried(document=document.pk, dossier=dossier.uid, people=uids, issuer=issuer)
    )


def forget_carry_over(session: MutableMapping[str, Any]) -> None:
    """Leave nothing to the next paper: the last one may have been filed wrongly."""
    session.pop(SESSION_KEY, None)


def carried_to(document: Document, *, session: MutableMapping[str, Any]) -> Carried | None:
    """Return what the paper before left, if this one is of the same file."""
    stored = session.get(SESSION_KEY)
    if not stored:
        return None
    carried = Carried(**stored)
    of_one_file = Document.objects.filter(_shares_a_file_with(document))
    return carried if of_one_file.filter(pk=carried.document).exists() else None


def last_dossier(session: Mapping[str, Any]) -> str:
    """Return the uid of the dossier in which this person filed last; "" when there is none."""
    stored = session.get(SESSION_KEY)
    return Carried(**stored).dossier if stored else ""


def next_paper(document: Document, waiting: QuerySet[Document]) -> Document | None:
    """Return the next paper of the pile, in the order they came; else the latest of all."""
    pile = _pile_of(document, waiting).order_by("pk")
    later = pile.filter(pk__gt=document.pk).first()
    return later or pile.first() or waiting.order_by("-pk").first()


def _shares_a_file_with(document: Document) -> Q:
    return Q(pk__in=Document.objects.filter(pages__original__pages__document=document))


def _pile_of(document: Document, papers: QuerySet[Document]) -> QuerySet[Document]:
    """Keep the papers of one file, or the single pictures one person handed in within a while."""
    begins, ends = document.captured_at - PILE_GAP, document.captured_at + PILE_GAP
    one_file = _shares_a_file_with(document)
    of_many_pages = Document.objects.filter(pages__original__page_count__gt=1)
    if of_many_pages.filter(pk=document.pk).exists():
        return papers.filter(one_file)
    one_hand = Q(captured_by=document.captured_by_id, captured_at__range=(begins, ends))
    return papers.filter(one_file | one_hand & ~Q(pk__in=of_many_pages))
