"""Closing, reopening, changing accounts; handing over what somebody answers for."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from dossiers.access.roles import Role
from dossiers.errors import RefusedError
from dossiers.models import Dossier, Grant, JournalEntry, Notice, User
from dossiers.sharing.grants import give_role
from dossiers.staff.actions.accounts import (
    change_account,
    close_account,
    hand_over,
    reopen_account,
)
from dossiers.staff.actions.invitations import Names, accept, renew_link
from dossiers.staff.actions.passwords import keep_own_password
from dossiers.tests.browsing import signed_in
from dossiers.tests.factories import UserFactory
from dossiers.tests.staff.conftest import PASSWORD
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause, NoticeKind

pytestmark = pytest.mark.django_db


def make_responsible(world: World, person: User, dossier: Dossier) -> None:
    dossier.responsible = person
    dossier.save()
    give_role(
        folder=dossier, to=person, role=Role.RESPONSIBLE, cause=GrantCause.RESPONSIBLE, by=None
    )


@pytest.mark.parametrize("name", ["social_worker", "auditor", "educator", "registration_worker"])
def test_who_answers_for_no_unit_closes_nobody(world: World, helper: User, name: str) -> None:
    with pytest.raises(PermissionDenied):
        close_account(person=helper, by=world.users[name])

    helper.refresh_from_db()
    assert helper.is_active


def test_head_of_a_unit_closes_nobody_with_a_role_elsewhere(world: World, helper: User) -> None:
    world.grant("helper", Role.READER, world.units["health"])

    with pytest.raises(PermissionDenied):
        close_account(person=helper, by=world.users["supervisor"])

    helper.refresh_from_db()
    assert helper.is_active


def test_nobody_closes_their_own_account(world: World) -> None:
    for name in ("director", "superuser", "supervisor"):
        with pytest.raises(PermissionDenied):
            close_account(person=world.users[name], by=world.users[name])


def test_a_closed_account_is_out_with_the_next_request(world: World, helper: User) -> None:
    client = signed_in(helper)
    assert client.get("/ar/dossiers/").status_code == 200
    helper.groups.add(Group.objects.create(name="Benevoles"))

    close_account(person=helper, by=world.users["supervisor"], reason="a new job")

    assert client.get("/ar/dossiers/").status_code == 302
    helper.refresh_from_db()
    assert not helper.is_active
    assert not helper.has_usable_password()
    assert not helper.groups.exists()
    assert not Grant.objects.in_force().filter(user=helper).exists()
    line = JournalEntry.objects.get(detail__verb="account closed")
    assert (line.thing, line.reason) == (f"user {helper.pk}", "a new job")
    assert line.actor_id == world.users["supervisor"].pk
    left = JournalEntry.objects.get(detail__verb="left")
    assert left.actor_id == world.users["supervisor"].pk
    told = Notice.objects.get(kind=NoticeKind.ACCOUNT_CLOSED)
    assert (told.recipient, told.account) == (world.users["director"], helper)


def test_a_technician_closes_who_is_in_a_group_that_holds_roles(world: World, helper: User) -> None:
    night_shift = Group.objects.create(name="Night shift")
    give_role(
        folder=world.units["health"],
        to=night_shift,
        role=Role.READER_ALL,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    helper.groups.add(night_shift)

    close_account(person=helper, by=world.users["superuser"])

    helper.refresh_from_db()
    assert (helper.is_active, helper.groups.exists()) == (False, False)


def test_a_technician_gives_back_no_dossier_by_reopening(world: World, helper: User) -> None:
    make_responsible(world, helper, world.family)
    close_account(person=helper, by=world.users["superuser"])

    with pytest.raises(RefusedError):
        reopen_account(person=helper, by=world.users["superuser"])

    helper.refresh_from_db()
    assert not helper.is_active
    reopen_account(person=helper, by=world.users["director"])
    assert User.objects.get(pk=helper.pk).is_active


def test_who_changes_their_password_while_they_are_shut_out_stays_out(
    world: World, helper: User
) -> None:
    as_loaded_before = User.objects.get(pk=helper.pk)
    close_account(person=helper, by=world.users["supervisor"])

    keep_own_password(person=as_loaded_before, password=PASSWORD)

    assert not User.objects.get(pk=helper.pk).is_active


def test_last_director_stays(world: World) -> None:
    other = UserFactory(username="invited")
    give_role(
        folder=world.units["aman"],
        to=other,
        role=Role.DIRECTOR,
        cause=GrantCause.UNIT_DEFAULT,
        by=None,
    )
    other.set_unusable_password()
    other.save()

    with pytest.raises(RefusedError):
        close_account(person=world.users["director"], by=world.users["superuser"])

    other.choose_password(PASSWORD)
    other.save()
    close_account(person=world.users["director"], by=world.users["superuser"])
    assert not User.objects.get(username="director").is_active


def test_last_technical_administrator_stays(world: World) -> None:
    with pytest.raises(RefusedError):
        close_account(person=world.users["superuser"], by=world.users["director"])

    second = UserFactory(username="second", is_superuser=True)
    second.choose_password(PASSWORD)
    second.save()
    close_account(person=world.users["superuser"], by=world.users["director"])
    closed = User.objects.get(username="superuser")
    assert not closed.is_active
    assert not closed.is_superuser


def test_dossiers_need_somebody_who_answers_for_them(world: World, helper: User) -> None:
    make_responsible(world, helper, world.family)

    with pytest.raises(RefusedError):
        close_account(person=helper, by=world.users["supervisor"])

    helper.refresh_from_db()
    assert helper.is_active
    assert Dossier.objects.get(pk=world.family.pk).responsible == helper


def test_all_dossiers_are_handed_over_in_one_deed(world: World, helper: User) -> None:
    for dossier in (world.family, world.others):
        make_responsible(world, helper, dossier)
    to = world.users["social_worker"]

    close_account(person=helper, by=world.users["supervisor"], successor=to)

    assert {Dossier.objects.get(pk=d.pk).responsible for d in (world.family, world.others)} == {to}
    assert to.has_perm("dossiers.view_dossier", world.others)
    assert Notice.objects.filter(recipient=to, kind=NoticeKind.RESPONSIBLE).count() == 2
    assert not Grant.objects.in_force().filter(user=helper).exists()


def test_a_refused_dossier_leaves_everything_as_it_was(world: World, helper: User) -> None:
    for dossier in (world.family, world.others):
        make_responsible(world, helper, dossier)
    to = world.users["social_worker"]
    # The second of them is theirs already by name: handing it over again is refused.
    give_role(
        folder=world.others, to=to, role=Role.RESPONSIBLE, cause=GrantCause.RESPONSIBLE, by=None
    )
    closed = UserFactory(username="closed", is_active=False)

    with pytest.raises(RefusedError):
        close_account(person=helper, by=world.users["supervisor"], successor=closed)

    helper.refresh_from_db()
    assert helper.is_active
    assert Dossier.objects.get(pk=world.family.pk).responsible == helper
    assert not JournalEntry.objects.filter(detail__verb="account closed").exists()


def test_a_hidden_dossier_is_neither_told_nor_lost(world: World, helper: User) -> None:
    """Who may not see it learns nothing; what only they could share stays with the account."""
    Grant.objects.filter(folder=world.hidden.pk).delete()
    make_responsible(world, helper, world.hidden)

    close_account(person=helper, by=world.users["supervisor"])

    helper.refresh_from_db()
    assert not helper.is_active
    assert Grant.objects.in_force().filter(user=helper).count() == 1
    assert Dossier.objects.get(pk=world.hidden.pk).responsible == helper
    assert not world.users["supervisor"].has_perm("dossiers.find_dossier", world.hidden)


def test_technical_administrator_closes_but_hands_nothing_over(world: World, helper: User) -> None:
    make_responsible(world, helper, world.family)

    with pytest.raises(PermissionDenied):
        hand_over(person=helper, to=world.users["social_worker"], by=world.users["superuser"])
    close_account(
        person=helper, by=world.users["superuser"], successor=world.users["social_worker"]
    )

    assert Dossier.objects.get(pk=world.family.pk).responsible == helper
    moved = hand_over(
        person=User.objects.get(pk=helper.pk),
        to=world.users["social_worker"],
        by=world.users["director"],
    )
    assert moved == 1
    assert Dossier.objects.get(pk=world.family.pk).responsible == world.users["social_worker"]
    assert not Grant.objects.in_force().filter(user=helper).exists()


def test_a_reopened_account_has_no_old_role_and_a_new_link(world: World, helper: User) -> None:
    old = renew_link(person=helper, by=world.users["director"])
    close_account(person=helper, by=world.users["director"])
    helper.refresh_from_db()
    with pytest.raises(RefusedError):
        renew_link(person=helper, by=world.users["director"])
    with pytest.raises(PermissionDenied):
        reopen_account(person=helper, by=world.users["supervisor"])

    link = reopen_account(person=helper, by=world.users["director"])

    with pytest.raises(RefusedError):
        accept(invitation=old.invitation, password=PASSWORD)
    person = accept(invitation=link.invitation, password=PASSWORD)
    assert person.is_active
    assert not Grant.objects.in_force().filter(user=helper).exists()


def test_names_and_language_are_changed_by_somebody_else(world: World, helper: User) -> None:
    with pytest.raises(PermissionDenied):
        change_account(person=helper, names=Names("هدى", "Houda", "fr"), by=world.users["educator"])

    change_account(person=helper, names=Names("هدى", "Houda", "fr"), by=world.users["supervisor"])

    helper.refresh_from_db()
    assert (helper.name_arabic, helper.name_latin, helper.language) == ("هدى", "Houda", "fr")
    told = {n.recipient for n in Notice.objects.filter(kind=NoticeKind.ACCOUNT_CHANGED)}
    assert told == {helper, world.users["director"]}
