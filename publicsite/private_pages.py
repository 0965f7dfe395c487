"""Pages that not everybody may read stand in no menu, list or language switch of the others."""

from django.db.models import Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from publicsite.page_cache import kept_or_made


def public_q() -> Q:
    """Ask for pages that are private neither themselves nor by a page above."""
    condition = Q()
    for path in kept_or_made("private-paths", _private_paths):
        condition &= ~Q(path__startswith=path)
    return condition


def only_public(pages: PageQuerySet) -> PageQuerySet:
    """Leave private pages out of a list."""
    return pages.live().filter(public_q())


def _private_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True).distinct())
