"""Sheets of ours at the edge of a paper leave it; what they say is proposed for it.

A sheet in the middle stays: where a pile is cut is for a person to say.
"""

from itertools import takewhile

from django.db import transaction

from dossiers import journal
from dossiers.filing.pile import propose_by_sheet
from dossiers.journal.verbs import Verb
from dossiers.models import Document, Page, Suggestion
from dossiers.vocabulary import JournalAction


@transaction.atomic
def lay_sheets_aside(document_id: int) -> tuple[int, int]:
    """Set sheets before and after the paper aside; return its pages now, and those read."""
    pages = list(Page.objects.filter(document_id=document_id).defer("text").order_by("number"))
    leading = list(takewhile(_is_sheet, pages))
    rest = pages[len(leading) :]
    trailing = list(takewhile(_is_sheet, reversed(rest)))
    rest = rest[: len(rest) - len(trailing)]
    sheets = leading + trailing
    # A file of sheets alone lies before the papers of the next file: it is their pile.
    if rest and sheets:
        Page.objects.filter(pk__in=[page.pk for page in sheets]).update(document=None, number=0)
        for number, page in enumerate(rest, 1):
            Page.objects.filter(pk=page.pk).update(number=number)
        Suggestion.objects.filter(page__in=sheets).delete()
        if leading:
            propose_by_sheet(leading[-1], document_id=document_id)
        journal.record(
            by=None,
            action=JournalAction.CHANGE,
            thing=Document(pk=document_id),
            verb=Verb.SHEETS_SET_ASIDE,
            pages=[page.original_number for page in sheets],
        )
        pages = rest
    return len(pages), sum(page.is_read for page in pages)


def _is_sheet(page: Page) -> bool:
    return page.is_sheet
