"""The pages on which two records are compared, merged and taken apart."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import JournalEntry, Person, PersonMerge
from dossiers.people.merge import merge_people
from dossiers.tests.factories import MembershipFactory, PersonFactory
from dossiers.tests.world import World
from dossiers.vocabulary import MemberRole
from search import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(world: World) -> Person:
    person = PersonFactory(latin="Rokia Oubella", birth_place="Taroudant")
    row = MembershipFactory(dossier=world.others, person=person, role=MemberRole.MOTHER)
    api.index([f"member:{row.pk}"])
    return person


def signed_in(world: World, user: str = "registration_worker") -> Client:
    client = Client()
    client.force_login(world.users[user])
    return client


def page_of(person: Person) -> str:
    return reverse("dossiers:person_merge", args=[person.uid])


def test_who_is_perhaps_the_same_is_offered_with_the_reason(world: World, twin: Person) -> None:
    page = signed_in(world).get(page_of(world.mother.person))

    (record,) = page.context["found"]
    assert record.person == twin
    assert record.reasons


def test_nobody_is_offered_whom_one_may_not_change(world: World, twin: Person) -> None:
    page = signed_in(world, "social_worker").post(page_of(world.mother.person), {"find": "Rokia"})

    assert page.context["found"] == []


def test_the_other_record_is_not_there_for_who_may_not_change_it(
    world: World, twin: Person
) -> None:
    asked = {"other": twin.uid, "do": "merge", "reason": "x"}

    answer = signed_in(world, "social_worker").post(page_of(world.mother.person), asked)

    assert answer.status_code == 404
    assert not PersonMerge.objects.exists()


def test_both_are_seen_before_anything_changes(world: World, twin: Person) -> None:
    page = signed_in(world).post(page_of(world.mother.person), {"other": twin.uid})

    taken = {line.gone for line in page.context["lines"] if line.taken}
    assert "Taroudant" in taken
    assert not PersonMerge.objects.exists()
    line = JournalEntry.objects.filter(detail__verb="records compared").get()
    assert line.folder_id == world.family.pk


def test_a_merge_asks_how_one_knows(world: World, twin: Person) -> None:
    asked = {"other": twin.uid, "do": "merge", "reason": " "}

    page = signed_in(world).post(page_of(world.mother.person), asked)

    assert page.context["form"].errors["reason"]


def test_merged_and_taken_apart_by_hand(world: World, twin: Person) -> None:
    clerk, kept = signed_in(world), world.mother.person

    merged = clerk.post(page_of(kept), {"other": twin.uid, "do": "merge", "reason": "same card"})
    done = PersonMerge.objects.get()
    listed = clerk.get(page_of(kept))
    preview = clerk.get(reverse("dossiers:merge_undo", args=[done.uid]))
    apart = clerk.post(reverse("dossiers:merge_undo", args=[done.uid]))

    assert (merged.status_code, apart.status_code) == (302, 302)
    assert list(listed.context["merges"]) == [done]
    assert [name.text for name in preview.context["names"]] == ["Rokia Oubella"]
    assert twin.memberships.get().dossier == world.others


def test_the_dossier_page_leads_there_only_who_may(world: World) -> None:
    address = reverse("dossiers:dossier", args=[world.family.uid])
    link = page_of(world.mother.person)

    may = signed_in(world, "social_worker").get(address).content.decode()
    may_not = signed_in(world, "educator").get(address).content.decode()

    assert link in may
    assert link not in may_not


def test_a_merge_that_lies_under_another_waits_for_that_one(world: World, twin: Person) -> None:
    by = world.users["director"]
    third = PersonFactory(latin="Rkya Oubella")
    MembershipFactory(dossier=world.family, person=third, role=MemberRole.OTHER)
    first = merge_people(kept=twin, gone=third, reason="x", by=by)
    merge_people(kept=world.mother.person, gone=twin, reason="y", by=by)

    answer = signed_in(world, "director").post(reverse("dossiers:merge_undo", args=[first.uid]))

    assert answer.status_code == 404
    assert PersonMerge.objects.in_force().count() == 2
