"""The search desk: people by name, papers by their words.

What is typed comes by POST and stays out of addresses, logs and the journal.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import journal
from dossiers.access import shown
from dossiers.documents import found_words
from dossiers.indexing.source import paper_scope, people_scope
from dossiers.models import User
from dossiers.search_pages.facets import COUNT_LIMIT, facets_of
from dossiers.search_pages.question import SORTS, Asked, read_asked
from dossiers.search_pages.results import FoundPerson, papers_of, people_of
from dossiers.vocabulary import JournalAction
from dossiers.web.request import AuthenticatedRequest
from dossiers.web.typed_words import carried_words, typed_in
from search import api
from search.entries import SearchPage

from .saved import asked_again

# Lines of one page, people and papers together.
ROWS = 25
# People above papers, where there are both.
PEOPLE_BESIDE_PAPERS = 10
# A name is suggested from this many letters on.
SUGGEST_FROM = 2
SUGGEST_LIMIT = 8
# Stands before what the answer on the page is: no button of it says that for the language switch.
SHOWN = "shown-"
NONE = SearchPage(hits=(), total=0)
AWAY = SearchPage(hits=(), total=0)

logger = logging.getLogger(__name__)


# Compressed, as no other page of the archive is: docs/decisions/0013.
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: AuthenticatedRequest) -> HttpResponse:
    """Answer a search; without words, show the box."""
    asked = asked_again(request) or read_asked(_words(request))
    context = {} if asked.is_empty else _answer(request, asked)
    response = render(request, "dossiers/search_pages/search.html", {"text": asked.text, **context})
    if asked.text and context.get("papers"):
        papers = [paper.row.pk for paper in context["papers"]]
        found_words.keep(request, response, asked.text, papers)
    return response


@require_POST
def suggestions(request: AuthenticatedRequest) -> HttpResponse:
    """Answer what is being typed with the first few people, as JSON."""
    text = read_asked(request.POST).text
    if len(text) < SUGGEST_FROM:
        return JsonResponse({"people": []})
    hits = api.suggest_people(text, scope=people_scope(request.user), limit=SUGGEST_LIMIT)
    people = people_of(hits, request.user)
    _record(request, text=text, people=len(people), suggested=True)
    return JsonResponse({"people": [_suggestion(person) for person in people]})


def _words(request: AuthenticatedRequest) -> dict[str, Any]:
    """Return the fields of the form; by the language switch, with the part and page now shown."""
    fields = typed_in(request).dict()
    if carried_words(request):
        return {name.removeprefix(SHOWN): value for name, value in fields.items()}
    return fields


@dataclass(frozen=True, slots=True)
class Place:
    """Which of the papers found are on this page; numbers are 1-based."""

    first: int
    last: int
    total: int
    previous_offset: int
    next_offset: int

    @property
    def is_bound(self) -> bool:
        """Whether there are more than anybody counts."""
        return self.total > COUNT_LIMIT


def _answer(request: AuthenticatedRequest, asked: Asked) -> dict[str, Any]:
    """Ask both indexes and look every hit up again."""
    user = request.user
    page = _search_papers(asked, user) if asked.asks_papers else NONE
    name_hits = (
        api.find_people(asked.text, scope=people_scope(user), limit=ROWS)
        if asked.asks_people
        else []
    )
    people_limit = PEOPLE_BESIDE_PAPERS if page.hits else ROWS
    people = people_of(name_hits[:people_limit], user)
    paper_hits = page.hits[: ROWS - len(people)]
    papers = papers_of(paper_hits, user, text=asked.text)
    _record(request, text=asked.text, people=len(people), papers=len(papers))
    return {
        "asked": asked,
        "papers_are_away": page is AWAY,
        "sure": [person for person in people if person.is_sure],
        "possible": [person for person in people if not person.is_sure],
        "more_people": len(name_hits) > people_limit,
        "people_are_cut": len(name_hits) >= ROWS and not len(name_hits) > people_limit,
        "papers": papers,
        "place": _place(asked, shown=len(paper_hits), total=page.total),
        "sorts": SORTS.items(),
        "facets": list(facets_of(page.facets, asked.chosen)) if asked.shows_choices else [],
        "missing": None if people else _missing(asked, page, user),
        "count_limit": COUNT_LIMIT,
    }


def _place(asked: Asked, *, shown: int, total: int) -> Place:
    end = asked.offset + shown
    return Place(
        first=asked.offset + 1,
        last=end,
        total=total,
        previous_offset=max(asked.offset - ROWS, 0),
        next_offset=end if end < total else 0,
    )


def _search_papers(asked: Asked, user: User) -> SearchPage:
    """Return a page of papers; `AWAY` when their index cannot answer, names still do."""
    try:
        return api.search(
            asked.papers(ROWS),
            scope=paper_scope(user),
            with_facets=asked.shows_choices,
            recheck=False,
        )
    except api.TextSearchUnavailableError:
        logger.warning("the index of papers did not answer", exc_info=True)
        return AWAY


def _missing(asked: Asked, page: SearchPage, user: User) -> dict[str, Any] | None:
    """Say, where all words together found nothing, which of several words nobody wrote."""
    pieces = len(api.typed_pieces(asked.text))
    if not asked.asks_papers or page is AWAY or page.total or asked.any_word or pieces < 2:
        return None
    try:
        words = api.missing_words(asked.text, scope=paper_scope(user))
    except api.TextSearchUnavailableError:
        return None
    return {"words": words, "some_are_there": len(words) < pieces}


def _record(
    request: AuthenticatedRequest,
    *,
    text: str,
    people: int,
    papers: int = 0,
    suggested: bool = False,
) -> None:
    """Write that somebody searched: how many letters and hits, never which."""
    journal.record(
        by=request.user,
        action=JournalAction.SEARCH,
        letters=len(text),
        people=people,
        papers=papers,
        suggested=suggested,
        places=shown.take_untold(),
    )


def _suggestion(found: FoundPerson) -> dict[str, str]:
    """Return one line of the list under the box; the same that a result would show."""
    return {
        "url": found.url,
        "arabic": found.names.name_arabic,
        "latin": found.names.name_latin,
        "reference": found.reference,
        "unit": found.unit,
        "role": str(found.role) if found.may_open else "",
    }
