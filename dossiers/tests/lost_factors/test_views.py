"""The page of resets: who sees it, who may do what, and what it leads to."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from dossiers.lost_factors.actions import ask_reset
from dossiers.models import FactorReset, User
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World, make_world

PAGE = "/fr/dossiers/lost-factors/"
WHY = "Her telephone was stolen on Friday."


@pytest.fixture
def world(db: None) -> World:
    """The invented town, with a second technical administrator."""
    world = make_world()
    world.users["admin2"] = UserFactory(username="admin2", is_superuser=True)
    Authenticator.objects.create(user=world.users["educator"], type="totp", data={"secret": "x"})
    return world


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_request_is_asked_on_the_page_and_confirmed_by_another(world: World) -> None:
    asking, educator = as_(world.users["director"]), world.users["educator"]
    asking.post(f"{PAGE}ask/", {"person": educator.pk, "reason": WHY})
    reset = FactorReset.objects.get()

    asking.post(f"{PAGE}{reset.uid}/confirm/")
    assert educator.authenticator_set.exists()

    as_(world.users["superuser"]).post(f"{PAGE}{reset.uid}/confirm/")
    assert not educator.authenticator_set.exists()


def test_who_asked_is_offered_no_button_to_confirm(world: World) -> None:
    reset = ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)
    address = f"{PAGE}{reset.uid}/confirm/"

    assert address not in as_(world.users["director"]).get(PAGE).content.decode()
    assert address in as_(world.users["superuser"]).get(PAGE).content.decode()


def test_the_person_concerned_sees_the_request_and_may_refuse_it(world: World) -> None:
    reset = ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)
    client = as_(world.users["educator"])
    shown = client.get(PAGE).content.decode()

    assert f"{reset.uid}/refuse/" in shown
    assert f"{reset.uid}/confirm/" not in shown
    assert client.post(f"{PAGE}ask/", {"person": 1, "reason": WHY}).status_code == 404
    client.post(f"{PAGE}{reset.uid}/refuse/")
    assert FactorReset.objects.get().outcome == "refused"


def test_oneself_stands_not_in_the_choice(world: World) -> None:
    director = world.users["director"]

    answer = as_(director).post(f"{PAGE}ask/", {"person": director.pk, "reason": WHY})

    assert "field-error" in answer.content.decode()
    assert not FactorReset.objects.exists()


def test_the_notice_leads_an_administrator_to_the_page(world: World) -> None:
    ask_reset(user=world.users["educator"], by=world.users["director"], reason=WHY)

    shown = as_(world.users["superuser"]).get("/fr/dossiers/notices/").content.decode()

    assert f'href="{PAGE}"' in shown
    assert "educator" in shown
