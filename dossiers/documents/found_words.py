"""What a search has found, remembered for the pages that are opened next: words and papers.

They go back, sealed, to the browser that typed them (a cookie no script can read) and are
stored nowhere here. A paper shows its marks because it was on a page of hits, not because
of anything in its address.
"""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dossiers.models import Document
from dossiers.storage.sealing import seal_values, unseal_values

COOKIE = "aman_found"
PURPOSE = "found words"
# After so long nobody remembers what the marks mean.
KEPT_S = 60 * 60
# Pages of hits that are remembered: one for each window somebody may have open. Together
# they stay below the 4 kB of a cookie.
KEPT_PAGES = 3


def keep(request: HttpRequest, response: HttpResponse, text: str, papers: Sequence[int]) -> None:
    """Let the answer carry what was found; papers by their ids."""
    pages = [[text, list(papers)], *_kept(request)][:KEPT_PAGES]
    response.set_cookie(
        COOKIE,
        seal_values([request.session.session_key, pages], purpose=PURPOSE),
        max_age=KEPT_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def words_for(request: HttpRequest, document: Document) -> str:
    """Return the words by which this paper was found last, or ""."""
    return next((text for text, papers in _kept(request) if document.pk in papers), "")


def _kept(request: HttpRequest) -> list[tuple[str, list[int]]]:
    """Return what this session found, latest first; nothing of another session."""
    sealed = request.COOKIES.get(COOKIE, "")
    opened = unseal_values(sealed, purpose=PURPOSE, max_age_s=KEPT_S)
    session, opened_or_empty = opened or ("", [])
    return opened_or_empty if session == request.session.session_key else []
