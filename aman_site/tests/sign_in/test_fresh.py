"""What cannot be taken back asks again who it is, and loses nothing that was typed."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import Grant, Session, User
from dossiers.tests.world import World

from .conftest import RIGHT, WRONG, make_stale, with_password
from .test_codes import SECRET, WRONG_CODE, code_of_now

ASKS = "fresh-password"


@pytest.fixture
def director(world: World) -> User:
    """The director, with a password."""
    return with_password(world.users["director"])


@pytest.fixture
def stale(director: User) -> Client:
    """A browser of the director whose proofs are older than ten minutes."""
    client = Client()
    client.force_login(director)
    make_stale(client)
    return client


def give(world: World, **more: str) -> dict[str, str]:
    """Return the form that gives the educator a role on the family's dossier."""
    return {
        "holder": f"user {world.users['educator'].pk}",
        "role": Role.READER,
        "reason": "سطر أول\nسطر ثان « ' \" >",
        **more,
    }


def fields_of(answer: Any) -> set[str]:
    """Return the names of the fields of a page."""
    return set(re.findall(r'name="([^"]+)"', answer.content.decode()))


def test_a_stale_session_is_asked_and_the_form_is_carried_along(
    world: World, stale: Client
) -> None:
    page = stale.post(reverse("dossiers:dossier_share", args=[world.family.uid]), give(world))

    assert page.status_code == 200
    assert {ASKS, "holder", "role", "reason"} <= fields_of(page)
    assert "سطر أول\nسطر ثان « &#x27; &quot; &gt;" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_password_changes_nothing(world: World, stale: Client) -> None:
    number = Grant.objects.count()

    page = stale.post(
        reverse("dossiers:dossier_share", args=[world.family.uid]), give(world, **{ASKS: WRONG})
    )

    assert ASKS in fields_of(page)
    assert WRONG not in page.content.decode()
    assert Grant.objects.count() == number


def test_the_right_password_does_the_deed_in_the_same_request(world: World, stale: Client) -> None:
    address = reverse("dossiers:dossier_share", args=[world.family.uid])
    straight = stale.post(address, give(world, **{ASKS: RIGHT}))

    assert ASKS not in fields_of(straight)
    # Fresh from now on.
    assert ASKS not in fields_of(stale.post(address, give(world)))


def test_whoever_has_a_second_factor_gives_it_again_too(
    world: World, director: User, stale: Client
) -> None:
    TOTP.activate(director, SECRET)
    address = reverse("dossiers:dossier_share", args=[world.family.uid])

    half = stale.post(address, give(world, **{ASKS: RIGHT, "fresh-code": WRONG_CODE}))
    assert "fresh-code" in fields_of(half)
    whole = stale.post(address, give(world, **{"fresh-code": code_of_now()}))
    assert not any(name.startswith("fresh-") for name in fields_of(whole))


def test_an_export_is_asked_for_too(world: World, stale: Client) -> None:
    page = stale.post(reverse("dossiers:dossier_export", args=[world.family.uid]))

    assert ASKS in fields_of(page)


def test_looking_asks_nothing(world: World, stale: Client) -> None:
    assert ASKS not in fields_of(
        stale.get(reverse("dossiers:dossier_sharing", args=[world.family.uid]))
    )


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
    ],
)
def test_pages_of_the_second_factor_ask_before_they_show(stale: Client, name: str) -> None:
    page = stale.get(reverse(name))

    assert ASKS in fields_of(page)
    after = stale.post(reverse(name), {ASKS: RIGHT, "fresh-look": "1"})
    assert after.status_code == 302
    assert after["Location"] == reverse(name)


@pytest.mark.parametrize("kind", ["user", "group"])
def test_the_admin_of_people_asks(world: World, kind: str) -> None:
    technician = with_password(world.users["superuser"])
    client = Client()
    client.force_login(technician)
    make_stale(client)
    group = Group.objects.create(name="mine")
    doors = {
        "user": [
            reverse("wagtailusers_users:add"),
            reverse("wagtailusers_users:edit", args=[world.users["educator"].pk]),
            reverse("wagtail_bulk_action", args=["dossiers", "user", "set_active_state"]),
        ],
        "group": [reverse("wagtailusers_groups:edit", args=[group.pk])],
    }[kind]

    for door in doors:
        assert ASKS in fields_of(client.post(door, {"username": "x"})), door


def test_ending_sessions_asks_and_then_ends_them(director: User, stale: Client) -> None:
    other = Client()
    other.force_login(director)

    asked = stale.post(reverse("end_own_sessions"))
    assert ASKS in fields_of(asked)
    assert Session.objects.filter(user=director).count() == 2
    stale.post(reverse("end_own_sessions"), {ASKS: RIGHT})
    assert Session.objects.filter(user=director).count() == 1


def test_a_fresh_session_is_not_asked(world: World, director: User) -> None:
    client = Client()
    client.force_login(director)

    answer = client.post(reverse("dossiers:dossier_share", args=[world.family.uid]), give(world))

    assert ASKS not in fields_of(answer)
