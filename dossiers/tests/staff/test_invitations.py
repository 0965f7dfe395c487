"""Invitations: who may make one, what it gives, how it is used up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.models import Grant, Invitation, JournalEntry, Notice, User
from dossiers.staff.actions.invitations import (
    Names,
    RoleGiven,
    accept,
    free_username,
    invite,
    renew_link,
    withdraw_link,
)
from dossiers.staff.codes import digest
from dossiers.tests.staff.conftest import NAMES, PASSWORD
from dossiers.tests.world import World
from dossiers.vocabulary import NoticeKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["social_worker", "auditor", "scanning_desk", "educator"])
def test_who_answers_for_no_unit_invites_nobody(world: World, name: str) -> None:
    with pytest.raises(PermissionDenied):
        invite(names=NAMES, roles=[], by=world.users[name])

    assert not User.objects.filter(username="salma").exists()


def test_head_of_a_unit_cannot_invite_into_another(world: World) -> None:
    roles = [RoleGiven(world.units["health"], Role.HEALTH_OFFICER)]

    with pytest.raises(PermissionDenied):
        invite(names=NAMES, roles=roles, by=world.users["supervisor"])

    assert not User.objects.filter(username="salma").exists()


def test_head_of_a_unit_cannot_give_more_than_they_hold(world: World) -> None:
    roles = [RoleGiven(world.units["social_work"], Role.DIRECTOR)]

    with pytest.raises(RefusedError):
        invite(names=NAMES, roles=roles, by=world.users["supervisor"])

    assert not User.objects.filter(username="salma").exists()


def test_technical_administrator_gives_no_role(world: World) -> None:
    roles = [RoleGiven(world.units["social_work"], Role.READER)]

    with pytest.raises(PermissionDenied):
        invite(names=NAMES, roles=roles, by=world.users["superuser"])

    assert not User.objects.filter(username="salma").exists()


def test_technical_administrator_makes_an_account_without_roles(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["superuser"])

    person = link.invitation.user
    assert person is not None
    assert not person.has_usable_password()
    assert not Grant.objects.filter(user=person).exists()


def test_invited_person_holds_the_roles_until_the_day_and_the_directors_are_told(
    world: World,
) -> None:
    until = timezone.now() + timedelta(days=30)
    roles = [
        RoleGiven(world.units["social_work"], Role.SOCIAL_WORKER, until),
        RoleGiven(world.units["social_work"], Role.SCANNING_DESK),
    ]

    link = invite(names=NAMES, roles=roles, by=world.users["supervisor"])

    grants = Grant.objects.in_force().filter(user=link.invitation.user)
    assert set(grants.values_list("role", "valid_until")) == {
        ("social_worker", until),
        ("scanning_desk", None),
    }
    told = Notice.objects.get(kind=NoticeKind.ACCOUNT_MADE)
    assert told.recipient == world.users["director"]
    assert JournalEntry.objects.filter(detail__verb="invited").count() == 1


def test_neither_token_nor_code_is_stored(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["director"])

    row = Invitation.objects.values().get()
    assert link.secret.token not in str(row)
    assert link.secret.code not in str(row)
    assert row["token_digest"] == digest(link.secret.token)
    lines = str(list(JournalEntry.objects.values("thing", "detail", "reason")))
    assert link.secret.token not in lines
    assert link.secret.code not in lines
    assert len(link.secret.token) >= 22, "at least 128 bits"


def test_a_user_name_that_differs_in_case_alone_is_taken(world: World) -> None:
    invite(names=NAMES, roles=[], by=world.users["director"])

    with pytest.raises(RefusedError):
        invite(
            names=Names("سلمى", "Salma", "ar", username="SALMA"),
            roles=[],
            by=world.users["director"],
        )


def test_a_user_name_is_made_of_the_latin_name(world: World) -> None:
    world.users["educator"].username = "fatima.ait.ali"
    world.users["educator"].save()

    assert free_username("Fatima Aït Ali") == "fatima.ait.ali2"
    assert free_username("Fatima-Zahra Aït Ali") == "fatima.zahra.ait.ali"
    assert free_username("…") == "user"


def test_a_new_link_ends_the_one_before(world: World) -> None:
    first = invite(names=NAMES, roles=[], by=world.users["director"]).invitation
    person = first.user
    assert person is not None

    second = renew_link(person=person, by=world.users["superuser"]).invitation

    with pytest.raises(RefusedError):
        accept(invitation=first, password=PASSWORD)
    assert accept(invitation=second, password=PASSWORD).check_password(PASSWORD)


def test_a_withdrawn_link_opens_nothing(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["director"])
    person = link.invitation.user
    assert person is not None

    withdraw_link(person=person, by=world.users["director"])

    with pytest.raises(RefusedError):
        accept(invitation=link.invitation, password=PASSWORD)
    with pytest.raises(RefusedError):
        withdraw_link(person=person, by=world.users["director"])


def test_a_link_is_good_once(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["director"])

    accept(invitation=link.invitation, password=PASSWORD)

    with pytest.raises(RefusedError):
        accept(invitation=link.invitation, password="another-password-of-mine")
    assert User.objects.get(username="salma").check_password(PASSWORD)


def test_a_link_that_is_too_old_opens_nothing(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["director"])
    Invitation.objects.update(valid_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(RefusedError):
        accept(invitation=link.invitation, password=PASSWORD)

    assert not User.objects.get(username="salma").has_usable_password()


def test_a_password_against_the_rules_leaves_the_link_good(world: World) -> None:
    link = invite(names=NAMES, roles=[], by=world.users["director"])

    with pytest.raises(ValidationError):
        accept(invitation=link.invitation, password="password")

    assert accept(invitation=link.invitation, password=PASSWORD)


def test_head_of_a_unit_renews_no_link_of_the_director(world: World) -> None:
    world.grant("director", Role.READER, world.units["social_work"])

    with pytest.raises(PermissionDenied):
        renew_link(person=world.users["director"], by=world.users["supervisor"])

    assert not Invitation.objects.exists()


def test_nobody_makes_a_link_for_themselves(world: World) -> None:
    for name in ("director", "superuser", "supervisor"):
        with pytest.raises(PermissionDenied):
            renew_link(person=world.users[name], by=world.users[name])
