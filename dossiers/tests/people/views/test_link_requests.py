"""Who may only find somebody gets the name; the rest is asked of those who answer for them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dossiers.access.permissions import Permission, Right
from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.indexing.source import people_scope
from dossiers.models import (
    Document,
    Dossier,
    JournalEntry,
    LinkRequest,
    Membership,
    Person,
    RateLimit,
    User,
)
from dossiers.people.link_requests import accept_link, decline_link, link_or_ask, request_link
from dossiers.people.write import link_person
from dossiers.sharing.break_glass import break_glass
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import DocumentFactory, DossierFactory, UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause, JournalAction, MemberRole, NoticeKind
from search import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world: World) -> User:
    """A colleague of another unit: they work in it, and find the families of all others."""
    clerk = world.users["clerk"] = UserFactory(username="clerk", language="en")
    world.grant("clerk", Role.REGISTRATION_WORKER, world.units["civil_registration"])
    world.grant("clerk", Role.FINDER, world.units["aman"])
    Person.objects.filter(pk=world.mother.person_id).update(
        birth_place="إغرم", cnie="JB777", registration="registered"
    )
    return clerk


@pytest.fixture
def own(world: World, clerk: User) -> Dossier:
    """A dossier in which the clerk files and changes."""
    return DossierFactory(unit=world.units["civil_registration"], reference="2026/0500")


def ask(world: World, own: Dossier) -> LinkRequest:
    """Let the clerk ask for the mother."""
    link_or_ask(
        dossier=own,
        person=world.mother.person,
        role=MemberRole.MOTHER,
        by=world.users["clerk"],
    )
    return LinkRequest.objects.get()


def page(user: User, dossier: Dossier) -> str:
    """What the page of a dossier shows."""
    client = Client()
    client.force_login(user)
    return client.get(reverse("dossiers:dossier", args=[dossier.uid])).content.decode()


def test_a_link_by_who_may_only_find_is_refused(world: World, clerk: User, own: Dossier) -> None:
    with pytest.raises(PermissionDenied):
        link_person(dossier=own, person=world.mother.person, role=MemberRole.MOTHER, by=clerk)

    assert not own.memberships.exists()


def test_asking_shows_the_name_and_nothing_else(world: World, clerk: User, own: Dossier) -> None:
    ask(world, own)

    text = page(clerk, own)
    assert "رقية أوبلا" in text
    assert "1985" not in text
    assert "إغرم" not in text
    assert not clerk.has_perm(Permission.Person.VIEW, world.mother.person)
    assert not clerk.has_perm(Permission.Person.MERGE, world.mother.person)
    assert not Person.objects.details_visible_to(clerk).exists()


@pytest.mark.parametrize("typed", ["رقية 1985", "رقية إغرم", "JB777"])
def test_no_reader_of_the_asking_dossier_finds_by_details(
    world: World, clerk: User, own: Dossier, typed: str
) -> None:
    membership = ask(world, own).membership
    found = {hit.key: hit for hit in api.find_people(typed, scope=people_scope(clerk))}
    wrong = {"رقية 1985": "رقية 1984", "رقية إغرم": "رقية أنزا", "JB777": "JB778"}[typed]

    assert set(found) == {hit.key for hit in api.find_people(wrong, scope=people_scope(clerk))}
    hit = found.get(f"member:{membership.pk}")
    assert hit is None or {"year", "place"}.isdisjoint(reason for *_, reason in hit.why)


def test_filing_screen_and_results_keep_the_details_back(
    world: World, clerk: User, own: Dossier
) -> None:
    ask(world, own)
    paper = DocumentFactory(read=True, unit=world.units["civil_registration"])
    client = Client()
    client.force_login(clerk)

    chosen = client.post(reverse("dossiers:file", args=[paper.uid]), {"take": own.uid})
    looked = client.post(
        reverse("dossiers:file", args=[paper.uid]), {"find": "رقية أوبلا", "do": "find"}
    )
    found = client.post(reverse("dossiers:search"), {"q": "رقية أوبلا"})

    for answer in (chosen, looked, found):
        text = answer.content.decode()
        assert "رقية أوبلا" in text
        assert own.reference in text
        assert "1985" not in text


def test_those_who_share_the_dossier_are_told_and_nobody_else(
    world: World, clerk: User, own: Dossier
) -> None:
    request = ask(world, own)

    told = {notice.recipient.username for notice in world.family.notices.all()}
    assert told == {"social_worker", "supervisor", "director"}
    assert request.found_in == world.family
    lines = JournalEntry.objects.filter(detail__verb="link asked")
    assert {line.folder_id for line in lines} == {own.pk, world.family.pk}


@pytest.mark.parametrize("user", ["clerk", "educator", "other_social_worker", "superuser"])
def test_who_does_not_share_the_dossier_cannot_answer(
    world: World, clerk: User, own: Dossier, user: str
) -> None:
    request = ask(world, own)

    with pytest.raises(PermissionDenied):
        accept_link(request=request, by=world.users[user])
    with pytest.raises(PermissionDenied):
        decline_link(request=request, reason="لا", by=world.users[user])
    request.membership.refresh_from_db()
    assert not request.membership.is_confirmed


def test_who_knows_somebody_for_a_day_makes_them_known_to_themselves_for_no_longer(
    world: World, clerk: User, own: Dossier
) -> None:
    request, helper = ask(world, own), UserFactory()
    world.users["helper"] = helper
    give_role(
        folder=world.family,
        to=helper,
        role=Role.SUPERVISOR,
        cause=GrantCause.SHARING,
        by=None,
        valid_until=timezone.now() + timedelta(days=1),
    )
    world.grant("helper", Role.READER, own)

    with override("en"), pytest.raises(RefusedError, match="or for longer"):
        accept_link(request=request, by=helper)

    request.membership.refresh_from_db()
    assert not request.membership.is_confirmed


def test_accepted_it_is_shown_and_found_and_the_asker_is_told(
    world: World, clerk: User, own: Dossier
) -> None:
    accept_link(request=ask(world, own), by=world.users["social_worker"])

    assert "1985" in page(clerk, own)
    found = api.find_people("رقية إغرم", scope=people_scope(clerk))
    assert [hit.key for hit in found] == [f"member:{own.memberships.get().pk}"]
    assert clerk.notices.get().kind == NoticeKind.LINK_ANSWER
    assert JournalEntry.objects.filter(detail__verb="link accepted").count() == 2


def test_declined_the_dossier_keeps_the_name_and_its_papers_but_not_the_person(
    world: World, clerk: User, own: Dossier
) -> None:
    request = ask(world, own)
    paper = DocumentFactory(filed=True, dossier=own)
    paper.people.add(world.mother.person)

    decline_link(request=request, reason="ليست هي", by=world.users["supervisor"])

    other = own.memberships.get().person
    assert other != world.mother.person
    assert other.name_arabic == "رقية أوبلا"
    assert (other.birth_date, other.cnie) == (None, "")
    assert list(Document.objects.get(pk=paper.pk).people.all()) == [other]
    assert "1985" not in page(clerk, own)
    line = JournalEntry.objects.filter(detail__verb="link declined").first()
    assert line is not None and line.reason == "ليست هي"


def test_who_was_declined_asks_for_the_same_person_again_after_a_week(
    world: World, clerk: User, own: Dossier
) -> None:
    decline_link(request=ask(world, own), reason="ليست هي", by=world.users["supervisor"])

    with override("en"), pytest.raises(RefusedError, match="seven days"):
        ask(world, own)
    assert not own.memberships.filter(person=world.mother.person).exists()
    RateLimit.objects.update(until=timezone.now())
    link_or_ask(dossier=own, person=world.mother.person, role=MemberRole.MOTHER, by=clerk)

    assert LinkRequest.objects.open().count() == 1


def test_declined_request_keeps_nobody_from_asking_for_another_person(
    world: World, clerk: User, own: Dossier
) -> None:
    decline_link(request=ask(world, own), reason="ليست هي", by=world.users["supervisor"])
    other = world.family.memberships.exclude(person=world.mother.person).first().person

    link_or_ask(dossier=own, person=other, role=MemberRole.CHILD, by=clerk)

    assert LinkRequest.objects.open().count() == 1


def test_declining_wants_a_reason_and_an_answer_is_given_once(
    world: World, clerk: User, own: Dossier
) -> None:
    request = ask(world, own)
    with pytest.raises(RefusedError):
        decline_link(request=request, reason="  ", by=world.users["director"])
    accept_link(request=request, by=world.users["director"])

    with pytest.raises(RefusedError):
        decline_link(request=request, reason="لا", by=world.users["director"])


def test_who_knows_the_person_links_without_asking(world: World, own: Dossier) -> None:
    world.grant("clerk", Role.READER, world.family)
    clerk = world.users["clerk"]

    link_or_ask(dossier=own, person=world.mother.person, role=MemberRole.MOTHER, by=clerk)

    assert own.memberships.get().is_confirmed
    assert not LinkRequest.objects.exists()


@pytest.mark.parametrize("cause", ["break-glass", "a role for a day"])
def test_details_known_for_some_time_are_asked_for_not_linked(
    world: World, clerk: User, own: Dossier, cause: str
) -> None:
    if cause == "break-glass":
        break_glass(dossier=world.family, reason="A child is in hospital at night", by=clerk)
    else:
        until = timezone.now() + timedelta(days=1)
        give_role(
            folder=world.family,
            to=clerk,
            role=Role.READER,
            cause=GrantCause.SHARING,
            by=None,
            valid_until=until,
        )
    assert clerk.has_perm(Permission.Person.VIEW, world.mother.person)

    with pytest.raises(PermissionDenied):
        link_person(dossier=own, person=world.mother.person, role=MemberRole.MOTHER, by=clerk)
    ask(world, own)

    assert not own.memberships.get().is_confirmed


def test_a_person_known_only_by_another_request_cannot_be_asked_for(
    world: World, clerk: User, own: Dossier
) -> None:
    ask(world, own)
    Dossier.objects.filter(pk=world.family.pk).update(inherits=False, protected=True)
    third = DossierFactory(unit=world.units["civil_registration"])
    world.family.refresh_from_db()
    from dossiers.sharing.folder_closure import rebuild_closure

    rebuild_closure(world.family)
    with pytest.raises(RefusedError):
        request_link(dossier=third, person=world.mother.person, role=MemberRole.MOTHER, by=clerk)

    assert not clerk.has_perm(Permission.Person.MERGE, world.mother.person)


def test_the_requests_are_listed_and_answered_by_plain_forms(
    world: World, clerk: User, own: Dossier
) -> None:
    request = ask(world, own)
    client = Client()
    client.force_login(world.users["supervisor"])
    listed = client.get(reverse("dossiers:link_requests"))
    address = reverse("dossiers:link_answer", args=[request.uid])

    client.post(address, {"answer": "decline", "reason": ""})
    assert LinkRequest.objects.open().exists()
    client.post(address, {"answer": "accept"})

    assert "رقية أوبلا" in listed.content.decode()
    assert own.memberships.get().is_confirmed
    line = JournalEntry.objects.filter(action=JournalAction.LIST).first()
    assert line is not None and world.family.pk in line.detail["places"]


def test_filing_a_new_dossier_with_a_known_mother_asks(world: World, clerk: User) -> None:
    paper = DocumentFactory(read=True, unit=world.units["civil_registration"])
    data: dict[str, Any] = {
        "kind": "EC01",
        "do": "file",
        "new": "1",
        "new-unit": paper.unit.uid,
        "new-role": "mother",
        "new-arabic": "رقية أوبلا",
        "double-first-same": world.mother.person.uid,
    }
    client = Client()
    client.force_login(clerk)

    answer = client.post(reverse("dossiers:file", args=[paper.uid]), data)

    paper.refresh_from_db()
    assert answer.status_code == 302
    membership = Membership.objects.get(dossier=paper.dossier)
    assert (membership.person, membership.is_confirmed) == (world.mother.person, False)
    assert LinkRequest.objects.open().filter(membership=membership).exists()
    assert clerk.has_perm(Permission.Dossier.VIEW, paper.dossier)
    assert Right.VIEW and "1985" not in page(clerk, paper.dossier)


def test_details_of_a_born_person_are_no_secret_to_who_opens_the_dossier(world: World) -> None:
    assert world.mother.person.birth_date == date(1985, 3, 2)
    assert "1985" in page(world.users["educator"], world.family)
