"""Two records of one person become one, everybody sees what they saw, and it can all go back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from dossiers.access.permissions import Permission
from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.indexing.source import people_scope
from dossiers.models import (
    Document,
    Dossier,
    JournalEntry,
    Membership,
    Person,
    PersonMerge,
    PersonName,
)
from dossiers.people.merge import FIELDS, merge_people, undo_merge
from dossiers.people.merge_relations import RELATIONS
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import DocumentFactory, MembershipFactory, PersonFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause, MemberRole
from search import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(world: World) -> Person:
    """A second record of the mother, in another family, with a paper."""
    person = PersonFactory(
        arabic="رقية اوبلا", latin="Rkia Oubella", birth_place="تارودانت", cnie="JB12345"
    )
    row = MembershipFactory(dossier=world.others, person=person, role=MemberRole.MOTHER)
    paper = DocumentFactory(filed=True, dossier=world.others, paper_class="civil")
    paper.people.add(person)
    api.index([f"member:{row.pk}"])
    return person


def merge(world: World, twin: Person, by: str = "director") -> PersonMerge:
    kept = world.mother.person
    return merge_people(kept=kept, gone=twin, reason="نفس البطاقة", by=world.users[by])


def all_there_is() -> dict[str, Any]:
    """Return every row that a merge may touch; versions only ever rise."""
    links = Document.people.through.objects.order_by("document_id", "person_id")
    return {
        "people": list(Person.objects.order_by("pk").values()),
        "names": list(PersonName.objects.order_by("pk").values()),
        "members": [
            {name: value for name, value in row.items() if name != "version"}
            for row in Membership.objects.order_by("pk").values()
        ],
        "papers": list(links.values_list("document_id", "person_id")),
    }


def found(world: World, text: str, by: str = "director") -> set[int]:
    """Return the people found under a name."""
    hits = api.find_people(text, scope=people_scope(world.users[by]))
    ids = [int(hit.key.partition(":")[2]) for hit in hits]
    return set(Membership.objects.filter(pk__in=ids).values_list("person_id", flat=True))


@pytest.mark.parametrize("user", ["scanning_desk", "educator", "auditor", "superuser", "left"])
def test_who_changes_no_dossier_merges_nobody(world: World, twin: Person, user: str) -> None:
    before = all_there_is()

    with pytest.raises(PermissionDenied):
        merge(world, twin, by=user)

    assert all_there_is() == before


@pytest.mark.parametrize("user", ["social_worker", "other_social_worker"])
def test_the_right_on_one_of_the_two_is_not_enough(world: World, twin: Person, user: str) -> None:
    with pytest.raises(PermissionDenied):
        merge(world, twin, by=user)

    assert not PersonMerge.objects.exists()


def test_a_dossier_one_finds_and_may_not_change_stands_in_the_way(
    world: World, twin: Person
) -> None:
    world.grant("social_worker", Role.FINDER, world.others)

    assert not world.users["social_worker"].has_perm(Permission.Person.MERGE, twin)


@pytest.mark.parametrize("turned", [False, True], ids=["kept for longer", "gone for longer"])
def test_who_knows_one_of_the_two_for_a_day_does_not_merge_them(
    world: World, twin: Person, turned: bool
) -> None:
    clerk = world.users["clerk"] = UserFactory()
    world.grant("clerk", Role.REGISTRATION_WORKER, world.family)
    give_role(
        folder=world.others,
        to=clerk,
        role=Role.REGISTRATION_WORKER,
        cause=GrantCause.SHARING,
        by=None,
        valid_until=timezone.now() + timedelta(days=1),
    )
    kept, gone = (twin, world.mother.person) if turned else (world.mother.person, twin)
    before = all_there_is()

    with override("en"), pytest.raises(RefusedError, match="or for longer"):
        merge_people(kept=kept, gone=gone, reason="نفس البطاقة", by=clerk)

    assert all_there_is() == before


def test_who_knows_both_for_a_day_merges_them(world: World, twin: Person) -> None:
    clerk, tomorrow = UserFactory(), timezone.now() + timedelta(days=1)
    for dossier in (world.family, world.others):
        give_role(
            folder=dossier,
            to=clerk,
            role=Role.REGISTRATION_WORKER,
            cause=GrantCause.SHARING,
            by=None,
            valid_until=tomorrow,
        )

    merge_people(kept=world.mother.person, gone=twin, reason="نفس البطاقة", by=clerk)

    assert not twin.memberships.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_merged_without_a_reason(world: World, twin: Person, reason: str) -> None:
    with pytest.raises(RefusedError):
        merge_people(kept=world.mother.person, gone=twin, reason=reason, by=world.users["director"])


def test_a_record_is_not_merged_with_itself(world: World) -> None:
    with pytest.raises(RefusedError):
        merge(world, world.mother.person)


def test_names_dossiers_and_papers_are_those_of_one_person(world: World, twin: Person) -> None:
    merge(world, twin)

    kept = Person.objects.get(pk=world.mother.person_id)
    assert {row.dossier for row in kept.memberships.all()} == {world.family, world.others}
    assert {name.text for name in kept.names.all()} == {"رقية أوبلا", "رقية اوبلا", "Rkia Oubella"}
    assert kept.name_arabic == "رقية أوبلا"
    assert kept.documents.filter(dossier=world.others).exists()
    assert (kept.birth_date, kept.cnie) == (date(1985, 3, 2), "JB12345")
    assert not twin.memberships.exists()


def test_the_index_knows_it_in_the_same_transaction(world: World, twin: Person) -> None:
    assert found(world, "JB12345") == {twin.pk}

    merge(world, twin)

    assert found(world, "JB12345") == {world.mother.person_id}
    assert found(world, "Rkia Oubella") == {world.mother.person_id}


def test_every_touched_dossier_has_a_line_with_the_reason(world: World, twin: Person) -> None:
    merge(world, twin)

    lines = JournalEntry.objects.filter(action="change", reason="نفس البطاقة")
    assert {line.folder_id for line in lines} == {world.family.pk, world.others.pk}
    assert {line.detail["merged"] for line in lines} == {twin.pk}


def test_everybody_sees_the_same_dossiers_and_papers_as_before(world: World, twin: Person) -> None:
    def seen() -> dict[str, tuple[set[int], set[int]]]:
        return {
            name: (
                set(Dossier.objects.visible_to(user).values_list("pk", flat=True)),
                set(Document.objects.visible_to(user).values_list("pk", flat=True)),
            )
            for name, user in world.users.items()
        }

    before = seen()
    merge(world, twin)

    assert seen() == before


def test_a_merge_is_undone_exactly(world: World, twin: Person) -> None:
    before = all_there_is()

    undo_merge(merge=merge(world, twin), by=world.users["director"])

    assert all_there_is() == before
    assert found(world, "JB12345") == {twin.pk}


def test_the_same_role_in_one_dossier_is_one_membership_and_comes_back(world: World) -> None:
    twin = PersonFactory(latin="Rkia Oubella")
    MembershipFactory(dossier=world.family, person=twin, role=MemberRole.MOTHER)
    before = all_there_is()

    done = merge(world, twin)
    during = world.family.memberships.filter(role=MemberRole.MOTHER).count()
    undo_merge(merge=done, by=world.users["director"])

    assert during == 1
    assert all_there_is() == before


def test_what_was_corrected_since_stays_corrected(world: World, twin: Person) -> None:
    done = merge(world, twin)
    Person.objects.filter(pk=world.mother.person_id).update(birth_place="أكادير")

    undo_merge(merge=done, by=world.users["director"])

    kept = Person.objects.get(pk=world.mother.person_id)
    assert (kept.birth_place, kept.cnie) == ("أكادير", "")


def test_papers_filed_since_go_where_their_dossier_goes(world: World, twin: Person) -> None:
    done = merge(world, twin)
    paper = DocumentFactory(filed=True, dossier=world.others, paper_class="civil")
    paper.people.add(world.mother.person)

    undo_merge(merge=done, by=world.users["director"])

    assert list(paper.people.all()) == [twin]


def test_a_merge_is_undone_once_and_by_who_may(world: World, twin: Person) -> None:
    done = merge(world, twin)
    with pytest.raises(PermissionDenied):
        undo_merge(merge=done, by=world.users["social_worker"])

    undo_merge(merge=done, by=world.users["director"])

    with pytest.raises(RefusedError):
        undo_merge(merge=done, by=world.users["director"])


def test_a_dossier_nobody_here_may_see_follows_without_a_word(world: World, twin: Person) -> None:
    row = MembershipFactory(dossier=world.hidden, person=twin, role=MemberRole.MOTHER)
    api.index([f"member:{row.pk}"])

    done = merge(world, twin)

    row.refresh_from_db()
    assert row.person == world.mother.person
    assert not Dossier.objects.visible_to(done.by).filter(pk=world.hidden.pk).exists()
    assert JournalEntry.objects.filter(folder_id=world.hidden.pk, action="change").exists()


def test_what_a_merge_does_is_said_of_everything_that_points_at_people() -> None:
    pointing = {
        f"{relation.related_model.__name__}.{relation.field.name}"
        for relation in Person._meta.related_objects
    }

    assert pointing == set(RELATIONS)


def test_what_a_merge_fills_is_said_of_every_column_of_a_person() -> None:
    identity = {"id", "uid", "version"}
    filled = {column for columns in FIELDS for column in columns} | {"deceased"}

    assert {column.name for column in Person._meta.concrete_fields} == filled | identity
