"""Two hundred secret words, every role, every surface of the search: none is seen by a stranger.

Each word stands once: in the name of a person or in the text of a paper. What a
role may find is told by the oracle; what it finds must be exactly that.
"""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.access import visibility
from dossiers.access.permissions import Right
from dossiers.index_source import scope_of
from dossiers.models import Document, Dossier, Membership
from dossiers.tests.access.oracle import Oracle
from dossiers.tests.factories import (
    DocumentFactory,
    DocumentKindFactory,
    DossierFactory,
    MembershipFactory,
    PageFactory,
    PersonFactory,
)
from dossiers.tests.world import STAFF, World, make_world
from dossiers.vocabulary import Class
from search import api
from search.entries import SearchQuery

pytestmark = pytest.mark.django_db

FAMILIES = 40
ALPHABETS = ("بتثجحخدذرزسشصضطظعغفقكلمنه", "bcdfghjklmnpqrstvwxz")
# Every canary at the interface; one in this many also through the pages.
THROUGH_PAGES = 25


@dataclass
class Nest:
    """The town with its canaries: word → what holds it."""

    world: World
    members: dict[str, Membership] = field(default_factory=dict)
    papers: dict[str, Document] = field(default_factory=dict)
    oracle: Oracle = field(default_factory=Oracle)

    def keys_for(self, user: Any, word: str) -> set[str]:
        """What the user may find by this word, as keys of the index."""
        oracle = self.oracle
        if word in self.papers:
            paper = self.papers[word]
            return {f"document:{paper.pk}"} if oracle.may_read(user, paper) else set()
        member = self.members[word]
        may = oracle.may_open(user, member.dossier, Right.FIND)
        return {f"member:{member.pk}"} if may else set()


@pytest.fixture
def nest() -> Nest:
    """Hide five canaries in each family: one in a name, four in papers of four classes."""
    chance = random.Random(4)
    nest = Nest(make_world())
    for number in range(FAMILIES):
        dossier = _family(nest.world, number)
        name = _word(chance)
        nest.members[name] = MembershipFactory(
            dossier=dossier,
            person=PersonFactory(
                **{"arabic" if name > "z" else "latin": f"{name} {_word(chance)}"}
            ),
        )
        for paper_class in chance.sample(Class.values, 4):
            word = _word(chance)
            nest.papers[word] = _paper(dossier, paper_class, word)
    api.index([f"member:{member.pk}" for member in nest.members.values()])
    api.index([f"document:{paper.pk}" for paper in nest.papers.values()])
    api.drain()
    return nest


def _family(world: World, number: int) -> Dossier:
    unit = list(world.units.values())[1 + number % 4]
    parent = world.family if number % 5 == 0 else None
    boundary = {1: {"cut_off": True}, 2: {"hidden": True}}.get(number % 6, {})
    return DossierFactory(unit=parent.unit if parent else unit, parent=parent, **boundary)


def _paper(dossier: Dossier, paper_class: str, word: str) -> Document:
    kind = DocumentKindFactory(code=f"K{paper_class[:3]}", paper_class=paper_class)
    paper = DocumentFactory(filed=True, dossier=dossier, paper_class=paper_class, kind=kind)
    PageFactory(document=paper, text=f"شهادة certificat {word} تارودانت")
    return paper


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(chance.choice(ALPHABETS), k=9))


def test_a_canary_is_found_by_whom_the_oracle_names_and_by_nobody_else(nest: Nest) -> None:
    for role in STAFF:
        user = nest.world.users[role]
        with visibility.remembering():
            assert wrong_answers(nest, user) == [], role


def wrong_answers(nest: Nest, user: Any) -> list[str]:
    """Return the words whose hits, counts, facets or suggestions are not the oracle's."""
    scope, wrong = scope_of(user), []
    members = {f"member:{member.pk}" for member in nest.members.values()}
    readable = {
        f"document:{paper.pk}"
        for paper in nest.papers.values()
        if nest.oracle.may_read(user, paper)
    }
    for word in [*nest.members, *nest.papers]:
        expected = nest.keys_for(user, word)
        people = {hit.key for hit in api.find_people(word, scope=scope)} & members
        page = api.search(SearchQuery(text=word), scope=scope)
        suggested = {hit.key for hit in api.suggest(word[:6], scope=scope)}
        papers = expected - members
        if (
            people != expected & members
            or {hit.key for hit in page.hits} != papers
            or page.total != len(papers)
            or any(sum(counts.values()) > page.total for counts in page.facets.values())
            or not suggested <= readable
        ):
            wrong.append(word)
    return wrong


def test_no_page_of_the_search_desk_shows_a_strangers_canary(nest: Nest) -> None:
    client = Client()
    for role in STAFF:
        user = nest.world.users[role]
        client.force_login(user)
        for word in [*nest.members, *nest.papers][::THROUGH_PAGES]:
            if nest.keys_for(user, word):
                continue
            # The word itself is repeated in the box: look for what stands beside it.
            reference = (nest.members.get(word) or nest.papers[word]).dossier.reference
            for address in ("dossiers:search", "dossiers:suggest"):
                answer = client.post(reverse(address), {"q": word}).content.decode()
                assert reference not in answer, role
