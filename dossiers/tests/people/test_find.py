"""From a name to people: the index proposes, the rights of now decide."""

import ast

import pytest

from dossiers.access.roles import Role
from dossiers.models import Membership
from dossiers.people.find import by_member, find_members, known_members
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import MemberRole
from search import api
from search.entries import NameHit
from tests.source_tree import sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def namesake(world: World) -> Membership:
    """Somebody of the mother's name in the protected dossier of somebody else."""
    person = PersonFactory(arabic="رقية أوبلا")
    row = MembershipFactory(dossier=world.hidden, person=person, role=MemberRole.MOTHER)
    api.index([f"member:{row.pk}"])
    return row


def test_nobody_is_found_of_whom_the_user_may_not_know(world: World, namesake: Membership) -> None:
    found = find_members("رقية أوبلا", user=world.users["social_worker"], limit=10)

    assert world.mother in found
    assert namesake not in found

    world.grant("social_worker", Role.READER, world.hidden)
    assert namesake in find_members("رقية أوبلا", user=world.users["social_worker"], limit=10)


def test_card_that_is_older_than_the_rights_of_today_shows_nobody(
    world: World, namesake: Membership
) -> None:
    found = known_members([namesake.pk, world.mother.pk], user=world.users["social_worker"])

    assert found == [world.mother]


def test_members_come_in_the_order_of_the_hits(world: World) -> None:
    others = [MembershipFactory(dossier=world.family) for _ in range(3)]
    ids = [others[2].pk, world.mother.pk, others[0].pk]

    found = known_members(ids, user=world.users["social_worker"])

    assert [row.pk for row in found] == ids


def test_card_of_a_paper_is_no_member() -> None:
    hits = [NameHit(key, score=1.0, sure=True, why=()) for key in ("document:7", "member:7")]

    assert by_member(hits) == {7: hits[1]}


def test_only_the_search_page_and_this_module_ask_the_index_for_people() -> None:
    asking = {
        source.module
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "find_people"
        and isinstance(node.value, ast.Name)
        and source.module.startswith("dossiers.")
    }

    assert asking - {"dossiers.search_pages.views.search"} == {"dossiers.people.find"}
