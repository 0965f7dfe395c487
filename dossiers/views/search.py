"""The search desk: people by name, papers by their words.

What is typed comes by POST and stays out of addresses, logs and the journal.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import journal
from dossiers.index_source import paper_scope, people_scope
from dossiers.vocabulary import JournalAction
from search import api
from search.entries import Scope, SearchPage, SearchQuery

from .results import FoundPerson, papers_of, people_of

TEXT_LIMIT = 200
PEOPLE_LIMIT = 25
PAPERS_LIMIT = 20
# A name is suggested from this many letters on.
SUGGEST_FROM = 2
SUGGEST_LIMIT = 8
AWAY = SearchPage(hits=(), total=0)

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """Answer a search; without words, show the box."""
    text = typed(request)
    context = _answer(request, text) if text else {}
    return render(request, "dossiers/search.html", {"text": text, **context})


@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer what is being typed with the first few people, as JSON."""
    text = typed(request)
    if len(text) < SUGGEST_FROM:
        return JsonResponse({"people": []})
    hits = api.suggest_people(text, scope=people_scope(request.user), limit=SUGGEST_LIMIT)
    people = people_of(hits, request.user)
    _note(request, text=text, people=len(people), suggested=True)
    return JsonResponse({"people": [_suggestion(person) for person in people]})


def typed(request: HttpRequest) -> str:
    """Return what was typed, at most `TEXT_LIMIT` letters; "" unless it came by POST."""
    return " ".join(request.POST.get("q", "")[:TEXT_LIMIT].split())


def _answer(request: HttpRequest, text: str) -> dict[str, Any]:
    """Ask both indexes and look every hit up again."""
    user, offset = request.user, _offset(request)
    name_hits = (
        [] if offset else api.find_people(text, scope=people_scope(user), limit=PEOPLE_LIMIT)
    )
    page = _search_papers(text, offset=offset, scope=paper_scope(user))
    people = people_of(name_hits, user)
    papers = papers_of(page.hits, user, text=text)
    _note(request, text=text, people=len(people), papers=len(papers))
    return {
        "searched": True,
        "papers_are_away": page is AWAY,
        "sure": [person for person in people if person.is_sure],
        "possible": [person for person in people if not person.is_sure],
        "people_are_cut": len(name_hits) >= PEOPLE_LIMIT,
        "papers": papers,
        "total": page.total,
        "total_is_bound": page.total_is_bound,
        "first": offset + 1,
        "last": offset + len(page.hits),
        "next_offset": offset + PAPERS_LIMIT if offset + PAPERS_LIMIT < page.total else 0,
        "previous_offset": max(offset - PAPERS_LIMIT, 0),
        "offset": offset,
    }


def _search_papers(text: str, *, offset: int, scope: Scope) -> SearchPage:
    """Return a page of papers; `AWAY` when their index cannot answer, names still do."""
    try:
        asked = SearchQuery(text=text, offset=offset, limit=PAPERS_LIMIT)
        return api.search(asked, scope=scope, recheck=False)
    except api.TextSearchUnavailableError:
        logger.warning("the index of papers did not answer", exc_info=True)
        return AWAY


def _offset(request: HttpRequest) -> int:
    """Return how many papers to pass over, 0-based; anything odd is 0."""
    asked = request.POST.get("offset", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _note(
    request: HttpRequest, *, text: str, people: int, papers: int = 0, suggested: bool = False
) -> None:
    """Write that somebody searched: how many letters and hits, never which."""
    journal.record(
        by=request.user,
        action=JournalAction.SEARCH,
        letters=len(text),
        people=people,
        papers=papers,
        suggested=suggested,
    )


def _suggestion(found: FoundPerson) -> dict[str, str]:
    """Return one line of the list under the box; the same that a result would show."""
    return {
        "url": found.url,
        "arabic": found.names.name_arabic,
        "latin": found.names.name_latin,
        "reference": found.membership.dossier.reference,
        "unit": found.membership.dossier.unit.name,
        "role": str(found.membership.get_role_display()) if found.may_open else "",
    }
