"""Store what the pages of a paper suggest: one row for each reading of one place.

Done twice, it leaves the same rows: those of a page are replaced together.
"""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from dossiers.intake.suggestions.extract.all import suggest
from dossiers.intake.suggestions.extract.page import Found, PrintedPage
from dossiers.models import Page, Suggestion
from dossiers.storage.page_layout import words_of

logger = logging.getLogger(__name__)

MAX_VALUE = Suggestion._meta.get_field("value").max_length or 0
MAX_SHOWN = Suggestion._meta.get_field("shown").max_length or 0


def store_suggestions(pages: Iterable[Page]) -> int:
    """Replace what these read pages of papers suggest; return how many suggestions there are."""
    count = 0
    for page in pages:
        if page.document_id is None:
            continue
        rows = [_row(page, page.document_id, suggestions) for suggestions in _find(page)]
        with transaction.atomic():
            Suggestion.objects.filter(page=page).delete()
            Suggestion.objects.bulk_create(rows)
        count += len(rows)
    return count


def _find(page: Page) -> list[Found]:
    printed = PrintedPage.from_words(page.number, words_of(page))
    try:
        return suggest(printed, today=timezone.localdate())
    # A convenience must never hold up a paper, whatever is printed on it.
    except Exception:
        logger.exception("page %s: nothing is suggested", page.pk)
        return []


def _row(page: Page, document_id: int, found: Found) -> Suggestion:
    left, top, right, bottom = found.span.box or (None, None, None, None)
    return Suggestion(
        document_id=document_id,
        page=page,
        field=found.field,
        value=found.value[:MAX_VALUE],
        shown=found.span.text[:MAX_SHOWN],
        confidence=max(0.0, min(1.0, found.confidence)),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
    )
