"""The way back from a lost second factor: asked for by one, confirmed by another, told to all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from dossiers.administration.actor import acting
from dossiers.errors import RefusedError
from dossiers.lost_factors import actions
from dossiers.models import FactorReset, JournalEntry, Notice, Session, User
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World
from dossiers.vocabulary import NoticeKind

WHY = "The telephone was lost at the market."


def ask(world: World, by: str, user: str = "educator", reason: str = WHY) -> FactorReset:
    return actions.ask_reset(user=world.users[user], by=world.users[by], reason=reason)


def confirm(world: World, reset: FactorReset, by: str) -> None:
    actions.confirm_reset(reset=reset, by=world.users[by])


@pytest.mark.parametrize("by", ["supervisor", "auditor", "educator", "web_editor", "left"])
def test_who_keeps_no_accounts_asks_for_no_reset(world: World, by: str) -> None:
    with pytest.raises(PermissionDenied):
        ask(world, by)

    assert not FactorReset.objects.exists()


@pytest.mark.parametrize("by", ["director", "superuser"])
def test_nobody_asks_for_themselves(world: World, by: str) -> None:
    with pytest.raises(RefusedError):
        ask(world, by, user=by)


def test_a_reason_is_asked(world: World) -> None:
    with pytest.raises(RefusedError):
        ask(world, "superuser", reason="  lost   ")


def test_a_second_request_for_the_same_person_is_refused_while_one_waits(world: World) -> None:
    ask(world, "superuser")

    with pytest.raises(RefusedError):
        ask(world, "director")


@pytest.mark.parametrize(
    ("asked_by", "confirmed_by"), [("superuser", "superuser"), ("director", "director")]
)
def test_whoever_asked_does_not_confirm(world: World, asked_by: str, confirmed_by: str) -> None:
    reset = ask(world, asked_by)

    with pytest.raises(RefusedError):
        confirm(world, reset, confirmed_by)

    assert world.users["educator"].authenticator_set.exists()


def let_in(world: World, *, by: str) -> User:
    """Let a technical administrator make another one: their own second account, it may be."""
    other = UserFactory(username="second_account")
    with acting(world.users[by]):
        other.is_superuser = True
        other.save()
    return other


def test_an_administrator_and_whom_they_let_in_do_not_reset_without_the_director(
    world: World,
) -> None:
    world.users["second"] = let_in(world, by="superuser")

    for asked_by, confirmed_by in (("superuser", "second"), ("second", "superuser")):
        reset = ask(world, asked_by)
        with pytest.raises(RefusedError):
            confirm(world, reset, confirmed_by)
        actions.refuse_reset(reset=reset, by=world.users["director"])

    assert world.users["educator"].authenticator_set.exists()
    confirm(world, ask(world, "second"), "director")
    assert not world.users["educator"].authenticator_set.exists()


def test_directors_are_told_of_a_new_administrator(world: World) -> None:
    made = let_in(world, by="superuser")

    told = Notice.objects.get(kind=NoticeKind.ADMINISTRATOR_MADE)
    assert (told.recipient, told.account) == (world.users["director"], made)


def test_the_person_concerned_does_not_confirm(world: World) -> None:
    reset = ask(world, "superuser", user="director")

    with pytest.raises(RefusedError):
        confirm(world, reset, "director")


@pytest.mark.parametrize("by", ["supervisor", "auditor", "educator"])
def test_who_keeps_no_accounts_confirms_nothing(world: World, by: str) -> None:
    reset = ask(world, "superuser")

    with pytest.raises(PermissionDenied):
        confirm(world, reset, by)


def test_two_directors_without_an_administrator_reset_nothing(world: World) -> None:
    world.grant("moderator", "director", world.units["aman"])
    reset = ask(world, "moderator")

    with pytest.raises(RefusedError):
        confirm(world, reset, "director")


def test_a_director_of_one_unit_is_not_the_director(world: World) -> None:
    world.grant("moderator", "director", world.units["health"])

    with pytest.raises(PermissionDenied):
        ask(world, "moderator")


def test_a_request_older_than_a_day_is_dead_and_another_may_be_made(world: World) -> None:
    reset = ask(world, "superuser")
    FactorReset.objects.update(asked_at=timezone.now() - timedelta(days=1, seconds=1))

    with pytest.raises(RefusedError):
        confirm(world, reset, "director")

    assert ask(world, "director").pk != reset.pk


def test_a_request_of_somebody_who_has_left_is_dead(world: World) -> None:
    reset = ask(world, "admin2")
    User.objects.filter(username="admin2").update(is_active=False)

    with pytest.raises(RefusedError):
        confirm(world, reset, "director")


@pytest.mark.parametrize("by", ["educator", "director", "superuser"])
def test_a_refused_request_is_confirmed_no_more(world: World, by: str) -> None:
    reset = ask(world, "admin2")
    actions.refuse_reset(reset=reset, by=world.users[by])

    with pytest.raises(RefusedError):
        confirm(world, reset, "director")

    assert world.users["educator"].authenticator_set.exists()


def test_a_stranger_refuses_nothing(world: World) -> None:
    reset = ask(world, "admin2")

    with pytest.raises(PermissionDenied):
        actions.refuse_reset(reset=reset, by=world.users["social_worker"])


@pytest.mark.parametrize(
    ("asked_by", "confirmed_by"),
    [("superuser", "director"), ("director", "superuser"), ("superuser", "admin2")],
)
def test_two_together_take_away_every_factor_and_end_the_sessions(
    world: World, client: Client, asked_by: str, confirmed_by: str
) -> None:
    educator = world.users["educator"]
    client.force_login(educator)
    other = Client()
    other.force_login(world.users["auditor"])
    reset = ask(world, asked_by)

    confirm(world, reset, confirmed_by)

    assert not educator.authenticator_set.exists()
    assert client.get("/ar/dossiers/").status_code == 302
    assert Session.objects.count() == 1
    educator.refresh_from_db()
    assert timedelta(hours=23) < educator.enrol_until - timezone.now() <= timedelta(days=1)


def test_asking_and_confirming_are_told_to_person_director_and_administrators(
    world: World,
) -> None:
    confirm(world, ask(world, "superuser"), "director")

    for kind in (NoticeKind.RESET_ASKED, NoticeKind.RESET_CONFIRMED):
        told = set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))
        assert told == {"educator", "director", "superuser", "admin2"}
    lines = JournalEntry.objects.filter(thing=f"user {world.users['educator'].pk}")
    verbs = {(line.detail["verb"], line.actor_id, line.reason) for line in lines}
    assert verbs == {
        ("factor reset asked", world.users["superuser"].pk, WHY),
        ("factor reset confirmed", world.users["director"].pk, WHY),
    }


def test_who_runs_the_server_resets_where_nobody_is_left(world: World) -> None:
    educator = world.users["educator"]

    call_command("reset_second_factor", "educator", reason=WHY)

    assert not educator.authenticator_set.exists()
    line = JournalEntry.objects.get(thing=f"user {educator.pk}")
    assert (line.actor_id, line.reason) == (None, WHY)
    assert Notice.objects.filter(kind=NoticeKind.RESET_CONFIRMED, recipient=educator).exists()


@pytest.mark.parametrize(("name", "reason"), [("nobody", WHY), ("educator", "lost")])
def test_the_server_refuses_an_unknown_name_and_a_missing_reason(
    world: World, name: str, reason: str
) -> None:
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name, reason=reason)
