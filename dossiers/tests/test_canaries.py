"""Two hundred secret words, every role, every surface of the search: none is seen by a stranger.

Each word stands once: in the name of a person (and so on the dossier) or in the text of a
paper. What a role may find is told by the oracle; what it finds must be exactly that, with
every engine. Elasticsearch is asked where it runs.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.access import visibility
from dossiers.access.permissions import Right
from dossiers.indexing.source import scope_of
from dossiers.models import Document, Dossier, Membership
from dossiers.people.duplicates import Description, find_duplicates
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
from dossiers.vocabulary import ConfidentialityClass
from search import api, registry
from search.entries import Scope, SearchQuery

pytestmark = pytest.mark.django_db

FAMILIES = 40
ALPHABETS = ("بتثجحخدذرزسشصضطظعغفقكلمنه", "bcdfghjklmnpqrstvwxz")
# Every canary at the interface; one in this many also through the pages.
THROUGH_PAGES = 1 if "AMAN_LARGE_PROOFS" in os.environ else 20
# Stands beside every secret of a paper, and nowhere else: a snippet would show it.
BESIDE = "zoufari"
# What the pages are asked besides the word: the parts of an answer, orders, some words.
SURFACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("dossiers:search", {}),
    ("dossiers:search", {"part": "papers", "sort": "issued", "any": "1"}),
    ("dossiers:suggest", {}),
)
# Pages of the area that speak of no one thing, and those about a colleague.
GENERAL_PAGES = (
    "home",
    "tray",
    "referrals",
    "notices",
    "staff",
    "journal",
    "journal_export",
    "journal_anomalies",
    "break_glass_reviews",
)
PAGES_ON_STAFF = (
    "person_access",
    "person_access_export",
    "person_journal",
    "person_journal_export",
)


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


@pytest.fixture(params=["embedded", "elastic"])
def engine(request: Any, settings: Any, tmp_path: Path) -> Iterator[str]:
    """Search with this engine, on an empty index of its own."""
    if request.param == "elastic":
        settings.SEARCH_ELASTIC_URLS = request.getfixturevalue("elastic_urls")
        settings.SEARCH_ELASTIC_PREFIX = f"test-{uuid4().hex[:12]}"
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    registry.clear()
    yield request.param
    if request.param == "elastic":
        registry.engine().drop()
    registry.clear()


@pytest.fixture
def nest() -> Nest:
    """Hide five canaries in each family: one in a name, four in papers of four classes."""
    chance = random.Random(4)
    nest = Nest(make_world())
    for number in range(FAMILIES):
        name = _word(chance)
        dossier = _family(nest.world, number, title=name)
        nest.members[name] = MembershipFactory(
            dossier=dossier,
            person=PersonFactory(
                **{"arabic" if name > "z" else "latin": f"{name} {_word(chance)}"}
            ),
        )
        for paper_class in chance.sample(ConfidentialityClass.values, 4):
            word = _word(chance)
            nest.papers[word] = _paper(dossier, paper_class, word)
    api.index([f"member:{member.pk}" for member in nest.members.values()])
    api.index([f"document:{paper.pk}" for paper in nest.papers.values()])
    api.drain()
    return nest


def _family(world: World, number: int, *, title: str) -> Dossier:
    unit = list(world.units.values())[1 + number % 4]
    parent = world.family if number % 5 == 0 else None
    boundary = {1: {"cut_off": True}, 2: {"hidden": True}}.get(number % 6, {})
    return DossierFactory(
        unit=parent.unit if parent else unit, parent=parent, title=title, **boundary
    )


def _paper(dossier: Dossier, paper_class: str, word: str) -> Document:
    kind = DocumentKindFactory(code=f"K{paper_class[:3]}", paper_class=paper_class)
    paper = DocumentFactory(filed=True, dossier=dossier, paper_class=paper_class, kind=kind)
    PageFactory(document=paper, text=f"شهادة certificat {word} {BESIDE} تارودانت")
    return paper


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(chance.choice(ALPHABETS), k=9))


def test_a_canary_is_found_by_whom_the_oracle_names_and_by_nobody_else(
    engine: str, nest: Nest
) -> None:
    for role in STAFF:
        user = nest.world.users[role]
        with visibility.request_cache():
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
        # A word of a paper one may not read stands in no paper, as far as one is told.
        missing = word in api.missing_words(f"{word} certificat", scope=scope)
        if (
            people != expected & members
            or {hit.key for hit in page.hits} != papers
            or page.total != len(papers)
            or missing != (not papers)
            or any(sum(counts.values()) > page.total for counts in page.facets.values())
            or not suggested <= readable
        ):
            wrong.append(word)
    return wrong


def test_order_totals_and_counts_of_a_common_word_tell_nothing_of_strangers_papers(
    engine: str, nest: Nest
) -> None:
    source = registry.source()
    everything = Scope(
        frozenset(token for card in source.entries(source.keys()) for token in card.reach)
    )
    by_key = {f"document:{paper.pk}": paper for paper in nest.papers.values()}
    for sort in ("relevance", "newest", "oldest"):
        asked = SearchQuery(text=BESIDE, sort=sort, limit=len(by_key))
        order = [hit.key for hit in api.search(asked, scope=everything).hits]
        assert set(order) == set(by_key)
        for role in STAFF:
            user = nest.world.users[role]
            mine = [key for key in order if nest.oracle.may_read(user, by_key[key])]
            page = api.search(asked, scope=scope_of(user))
            assert [hit.key for hit in page.hits] == mine, (role, sort)
            assert page.total == len(mine)
            assert page.facets.get("class", {}) == Counter(by_key[key].paper_class for key in mine)


def test_no_page_of_the_search_desk_shows_a_strangers_canary(nest: Nest) -> None:
    client = Client()
    for role in STAFF:
        user = nest.world.users[role]
        client.force_login(user)
        for word in [*nest.members, *nest.papers][::THROUGH_PAGES]:
            if nest.keys_for(user, word):
                continue
            # The word itself is repeated in the box: look for what stands beside it.
            dossier = (nest.members.get(word) or nest.papers[word]).dossier
            for address, fields in SURFACES:
                answer = client.post(reverse(address), {"q": word, **fields}).content.decode()
                assert dossier.reference not in answer, role
                assert BESIDE not in answer, role


def test_no_page_report_or_export_names_a_family_that_its_reader_may_not_find(nest: Nest) -> None:
    colleagues = [nest.world.users[name].pk for name in ("director", "social_worker", "educator")]
    addresses = [reverse(f"dossiers:{name}") for name in GENERAL_PAGES]
    addresses += [
        reverse(f"dossiers:{name}", args=[pk]) for name in PAGES_ON_STAFF for pk in colleagues
    ]
    client = Client()
    for role in STAFF:
        user = nest.world.users[role]
        client.force_login(user)
        hidden = [
            word
            for word, member in nest.members.items()
            if not nest.oracle.may_open(user, member.dossier, Right.FIND)
        ]
        for address in addresses:
            text = _text(client.get(address))
            assert [word for word in (*hidden, *nest.papers) if word in text] == [], (role, address)


def test_the_question_about_a_known_person_names_nobody_whom_its_asker_may_not_find(
    engine: str, nest: Nest
) -> None:
    told_of = {
        member.person: Description(tuple(name.text for name in member.person.names.all()))
        for member in nest.members.values()
    }
    for role in STAFF:
        user = nest.world.users[role]
        findable = {
            member.person
            for member in nest.members.values()
            if nest.oracle.may_open(user, member.dossier, Right.FIND)
        }
        for person, description in told_of.items():
            found = find_duplicates(description, by=user)
            assert {double.person for double in found.known} & {person} == findable & {person}, role
            # Nothing but a name was said, and of strangers a name alone announces nothing.
            assert found.unseen == 0, role


def _text(answer: Any) -> str:
    """Return a page, or a file that is sent as it comes."""
    return b"".join(answer).decode()
